"""Failed log-ins are slowed down, for a name and for an address.

What is counted are the entries of the audit log within the last minutes: it is the same for every
process of the app, and after a restart.
"""

from __future__ import annotations

import datetime as dt
import math

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import LoginThrottled
from models.register import AuditEntry
from pipeline.moments import aware

FAILED = "log_in_failed"
WINDOW = dt.timedelta(minutes=5)
MOST_OF_NAME = 5
MOST_OF_ADDRESS = 30
"""More: a whole office may come from one address."""
LONGEST_NAME = 80
"""Characters of a name that are written down."""


def check_throttle(session: Session, name: str, address: str, now: dt.datetime) -> None:
    """Raises :class:`LoginThrottled` with the seconds to wait, before anything is compared."""
    entry = AuditEntry
    limits = (
        (col(entry.actor) == throttled_name(name), MOST_OF_NAME),
        (col(entry.address) == address, MOST_OF_ADDRESS),
    )
    for own, most in limits:
        recent = (col(entry.action) == FAILED, own, col(entry.at) > now - WINDOW)
        query = select(func.count(), func.min(col(entry.at))).where(*recent)
        count, first = session.execute(query).one()
        if count >= most:
            wait = (aware(first) + WINDOW - now).total_seconds()
            raise LoginThrottled(str(max(1, math.ceil(wait))))


def throttled_name(name: str) -> str:
    """A name as failures are counted under it."""
    return name.strip().lower()[:LONGEST_NAME]
