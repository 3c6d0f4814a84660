"""How much right to the machine a process has that leads a session of its own."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

MOST = 19
"""The niceness of who has the least right."""


def set_niceness(leader: int, niceness: int) -> None:
    """Let a process, and what it starts, have the right to the machine that ``niceness`` says.

    Linux shares the machine among sessions first (autogroups, sched(7)): how nice a process is
    counts only within its own, so its session is told as well.
    """
    niceness = min(niceness, MOST)
    os.setpriority(os.PRIO_PROCESS, leader, niceness)
    with suppress(OSError):  # a kernel without autogroups
        Path(f"/proc/{leader}/autogroup").write_text(str(niceness))
