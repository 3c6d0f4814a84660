"""Who asks, and the accounts, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends, Query
from pydantic import Field

from models.register import AuditEntry, Role, SecrecyLevel, User
from pipeline.access.accounts import (
    account,
    all_accounts,
    clear_for,
    make_account,
    reset_password,
    roles_of,
    set_active,
    set_roles,
)
from pipeline.access.audit import deeds
from pipeline.access.rights import Right
from pipeline.store.ledger import utc_now
from pipeline.store.subject_levels import levels_of_entries
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.security.asking import Asked, needs
from web.typed import row_number

router = api_router("accounts")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Admin = Annotated[Asked, Depends(needs(Right.ADMINISTER))]


class Me(Shape):
    """Who asks, and what they may do and see."""

    name: str
    full_name: str
    roles: list[Role]
    rights: list[Right]
    clearance: SecrecyLevel
    token: str | None


class AccountOut(Shape):
    """An account."""

    name: str
    full_name: str
    roles: list[Role]
    clearance: SecrecyLevel
    cleared_by: str | None
    cleared_at: dt.datetime | None
    is_active: bool


class AccountIn(Shape):
    """A new account."""

    name: str = Field(max_length=40)
    full_name: str = Field("", max_length=120)
    roles: list[Role]


class AccountChange(Shape):
    """What is to change; `null` stays."""

    roles: list[Role] | None = None
    clearance: SecrecyLevel | None = None
    is_active: bool | None = None


class OneTimePassword(Shape):
    """Shown this once."""

    name: str
    password: str


class AuditOut(Shape):
    """One entry; `subject` and `detail` are `null` above the clearance of who asks."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str | None
    detail: str | None
    level: SecrecyLevel
    address: str | None


@router.get("/me")
def who_am_i(asked: Reader) -> Me:
    """Who the token or the session belongs to."""
    viewer = asked.viewer
    return Me(
        name=viewer.name,
        full_name=viewer.full_name,
        roles=list(viewer.roles),
        rights=sorted(viewer.rights),
        clearance=viewer.clearance,
        token=viewer.token,
    )


@router.get("/accounts")
def list_accounts(asked: Admin) -> Items[AccountOut]:
    """All accounts, also closed ones."""
    with asked.place.store.reading() as session:
        return Items(items=[_account(each) for each in all_accounts(session)], next=None)


@router.post("/accounts", status_code=201)
def add_account(asked: Admin, given: AccountIn) -> OneTimePassword:
    """A new account, and the password for its first log-in."""
    with asked.changing("make_account", given.name, detail=" ".join(given.roles)) as session:
        user, password = make_account(session, given.name, given.full_name, given.roles, utc_now())
        return OneTimePassword(name=user.name, password=password)


@router.patch("/accounts/{name}")
def change_account(asked: Admin, name: str, given: AccountChange) -> AccountOut:
    """Change roles or clearance, close an account or open it again."""
    detail = given.model_dump_json(exclude_none=True)
    with asked.changing("change_account", name, detail=detail) as session:
        user = account(session, name)
        if given.roles is not None:
            set_roles(session, user, given.roles)
        if given.clearance is not None:
            clear_for(session, user, given.clearance, by=asked.viewer.name, now=utc_now())
        if given.is_active is not None:
            set_active(session, user, given.is_active)
        return _account(user)


@router.post("/accounts/{name}/password")
def give_password(asked: Admin, name: str) -> OneTimePassword:
    """A new one-time password."""
    with asked.changing("reset_password", name) as session:
        password = reset_password(session, account(session, name))
    return OneTimePassword(name=name, password=password)


@router.get("/audit")
def audit(
    asked: Admin,
    actor: Annotated[str, Query(max_length=80)] = "",
    limit: Limit = 100,
    after: Cursor = None,
) -> Items[AuditOut]:
    """The audit log, the newest first."""
    before = row_number(after)
    with asked.place.store.reading() as session:
        found = deeds(session, actor=actor or None, before=before, limit=limit + 1)
        levels = levels_of_entries(session, found)
        clearance = asked.viewer.clearance
        items = [_entry(each, levels[each.id or 0], clearance) for each in found[:limit]]
    return Items(items=items, next=str(items[-1].id) if len(found) > limit else None)


def _account(user: User) -> AccountOut:
    return AccountOut(
        name=user.name,
        full_name=user.full_name,
        roles=list(roles_of(user)),
        clearance=SecrecyLevel(user.clearance),
        cleared_by=user.cleared_by,
        cleared_at=user.cleared_at,
        is_active=user.is_active,
    )


def _entry(row: AuditEntry, level: SecrecyLevel, clearance: SecrecyLevel) -> AuditOut:
    seen = level <= clearance
    return AuditOut(
        id=row.id or 0,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject if seen else None,
        detail=row.detail if seen else None,
        level=level,
        address=row.address,
    )
