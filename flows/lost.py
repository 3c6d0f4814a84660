"""Files whose task came to no end that the ledger knows of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from models.errors import SettingInvalid, WorkAbandoned
from models.register import OPEN_STATES, IntakeState
from pipeline.store.ledger import MOST_ATTEMPTS, hold, put_back, settle, utc_now
from pipeline.store.shift import patiently
from pipeline.store.store import Store
from pipeline.store.work import Worked

PAUSE = dt.timedelta(seconds=5)
"""Before somebody tries again."""


def give_back(store: Store, owner: str, worked: Worked) -> Worked:
    """Give up the lease on a file that nobody works on any more; what becomes of it.

    Its lease would run out by itself, but later. It is tried again, and fails at last. Raises
    :class:`SettingInvalid` when whoever should have worked on it did not find it in the register,
    and :class:`StoreError`.
    """
    if worked.state is not None and worked.state not in OPEN_STATES:
        return worked
    return patiently(lambda: _given_back(store, owner, worked))


def _given_back(store: Store, owner: str, worked: Worked) -> Worked:
    with store.writing() as session:
        item = hold(session, worked.item_id, owner)
        if item is None:  # the end is in the ledger, or somebody else has taken it over
            return worked
        if worked.state is None:
            raise SettingInvalid(
                "CONGVAN_DATABASE_URL: các máy dùng sổ khác nhau · machines use different registers"
            )
        is_hopeless = isinstance(worked.error, WorkAbandoned) or item.attempts >= MOST_ATTEMPTS
        now, error = utc_now(), worked.error
        if is_hopeless:
            error = WorkAbandoned(error.detail if error else "")
            why = {"reason": error.code, "detail": error.detail}
            settle(session, item, IntakeState.FAILED, now, **why)
        else:
            put_back(session, item, not_before=now + PAUSE, reason=error.code if error else "")
        return replace(worked, state=IntakeState(item.state), error=error)
