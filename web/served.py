"""A process of the app that answers: ``python -m web.served SOCKET``.

``SOCKET`` is the number of an open file that is bound and listens, which all of them share. The
app is imported only where it runs: the process that looks at uploads imports this module as well,
as Python does with the main one, and would start a second late.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from web.answering import serve

    serve(int(sys.argv[1]))
