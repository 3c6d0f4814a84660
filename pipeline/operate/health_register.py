"""Is the database there and of this version, and does the work at the ledger go on?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlmodel import Session

from models.errors import StoreNewer, StoreUnavailable
from models.register import OPEN_STATES, IntakeState
from pipeline.operate.checks import Check, State, warn_if
from pipeline.operate.counting import count_files, oldest_open
from pipeline.operate.looking import looking
from pipeline.settings import StoreSettings
from pipeline.store.database import read_session
from pipeline.store.left_behind import count_left_behind
from pipeline.store.migrate import HEAD, version_of

LONG = dt.timedelta(hours=1)
"""A file that has been open for longer is waiting for somebody, not being worked on."""


def check_register(settings: StoreSettings, now: dt.datetime) -> Iterator[Check]:
    """The database, then the ledger in it.

    Raises :class:`StoreUnavailable`, :class:`StoreBusy` or :class:`StoreNewer`.
    """
    with looking(settings) as engine, read_session(engine) as session:
        found = version_of(session.connection())
        if found is None:
            raise StoreUnavailable("chưa có sổ · no register yet")
        if found > HEAD:
            raise StoreNewer(found)
        kind = engine.dialect.name
        if found < HEAD:
            words = f"phiên bản {found}, lệnh sau sẽ nâng lên {HEAD} · the next command upgrades it"
            yield Check(name="database", state=State.WARN, detail=f"{kind}: {words}")
            return
        words = f"phiên bản · version {found}"
        yield Check(name="database", state=State.OK, detail=f"{kind}: {words}")
        yield from _check_ledger(session, now)


def _check_ledger(session: Session, now: dt.datetime) -> Iterator[Check]:
    count = count_files(session)
    open_files = sum(count[state] for state in OPEN_STATES)
    age = oldest_open(session, now)
    waited = f", tệp cũ nhất {_spoken(age)} · the oldest for {_spoken(age)}" if open_files else ""
    yield Check(
        name="intake",
        state=warn_if(age > LONG),
        detail=f"{open_files} tệp chưa xong · files are open{waited}",
        values={"open": open_files, "oldest_open_seconds": round(age.total_seconds())},
    )
    left = count_left_behind(session, now)
    yield Check(
        name="leases",
        state=warn_if(left > 0),
        detail=f"{left} tệp bị bỏ dở, `congvan ingest` sẽ làm tiếp · files of workers that died",
        values={"left_behind": left},
    )
    failed = count[IntakeState.FAILED]
    yield Check(
        name="failed",
        state=warn_if(failed > 0),
        detail=f"{failed} tệp lỗi, xem `congvan intake --state failed` · files failed",
        values={"failed": failed},
    )


def _spoken(age: dt.timedelta) -> str:
    """Whole minutes, as 3:05 h."""
    minutes = int(age.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d} h"
