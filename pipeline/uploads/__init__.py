"""Files that people send to the app, piece by piece, until each is whole and is received.

::

    begin ─▶ append … append ─▶ whole? ─▶ hash ─▶ fit? ─▶ received (pipeline.store.receiving)

What is not whole lies in ``CONGVAN_HOME/uploads`` and is nothing to the register. What is here
already need not be sent at all (``known``).
"""
