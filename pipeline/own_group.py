"""The server that forks workers imports this first: it leaves the group of the command.

Whoever ends a whole group (systemd, ``timeout``) would end it before the command, which would
take that for a page that kills its reader.
"""

from __future__ import annotations

import os
import sys

if any("multiprocessing.forkserver import main" in word for word in sys.orig_argv):
    os.setpgid(0, 0)
