"""A watched folder (thư mục được theo dõi): which of its files are ready to be taken in.

::

    root ── tree ── names            every file and what is refused, in one pass
              └── folder ── ending   those that have stopped growing, each once
                     └── intake ── opening    into the ledger, then
                     │      └── memory        kept over a restart
                     └── watcher              again and again, in a thread

By polling, so that network shares are served too. Nothing in the folder is written, moved or
deleted.
"""
