"""Who may do what: accounts, passwords, log-in sessions, tokens of programs, the audit log.

::

    account ── Role ── Right         what somebody may do
            └─ clearance             which letters they see (``pipeline.store.lens``)
    session, token ── Viewer         who asks, for one question
"""
