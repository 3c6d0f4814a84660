"""Accounts and the audit log, for administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from models.errors import AccountInvalid
from models.register import Role, SecrecyLevel
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
from web.failures import said_of, status_of
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import LARGEST

router = page_router()
Admin = Annotated[Asked, Depends(needs(Right.ADMINISTER))]
Name = Annotated[str, Form(max_length=40)]
Roles = Annotated[list[Role] | None, Form()]
_AT_ONCE = 100


@router.get("/admin")
def accounts(asked: Admin) -> Response:
    """All accounts."""
    return _shown(asked)


def _shown(
    asked: Asked, *, password: tuple[str, str] | None = None, error: AccountInvalid | None = None
) -> Response:
    with asked.place.store.reading() as session:
        found = [(user, roles_of(user)) for user in all_accounts(session)]
        session.expunge_all()
    return page(
        asked.request,
        "admin.html",
        status=status_of(error) if error else HTTPStatus.OK,
        viewer=asked.viewer,
        accounts=found,
        roles=tuple(Role),
        levels=tuple(SecrecyLevel),
        password=password,
        said=said_of(asked.request, error),
    )


@router.post("/admin/accounts")
def new_account(
    asked: Admin,
    name: Name,
    full_name: Annotated[str, Form(max_length=120)] = "",
    roles: Roles = None,
) -> Response:
    """A new account, with a password that is shown this once."""
    try:
        with asked.changing("make_account", name, detail=_listed(roles)) as session:
            user, password = make_account(session, name, full_name, roles or [], utc_now())
    except AccountInvalid as error:
        return _shown(asked, error=error)
    return _shown(asked, password=(user.name, password))


@router.post("/admin/accounts/{name}/roles")
def change_roles(asked: Admin, name: str, roles: Roles = None) -> Response:
    """What somebody works as."""
    try:
        with asked.changing("set_roles", name, detail=_listed(roles)) as session:
            set_roles(session, account(session, name), roles or [])
    except AccountInvalid as error:
        return _shown(asked, error=error)
    return _done()


@router.post("/admin/accounts/{name}/clearance")
def change_clearance(asked: Admin, name: str, level: Annotated[SecrecyLevel, Form()]) -> Response:
    """Up to which mark of secrecy somebody may see letters."""
    try:
        with asked.changing("clear", name, detail=level.name) as session:
            user = account(session, name)
            clear_for(session, user, level, by=asked.viewer.name, now=utc_now())
    except AccountInvalid as error:
        return _shown(asked, error=error)
    return _done()


@router.post("/admin/accounts/{name}/active")
def open_or_close(asked: Admin, name: str, active: Annotated[bool, Form()]) -> Response:
    """Close an account, or open it again."""
    try:
        with asked.changing("open" if active else "close", name) as session:
            set_active(session, account(session, name), active)
    except AccountInvalid as error:
        return _shown(asked, error=error)
    return _done()


@router.post("/admin/accounts/{name}/password")
def new_password(asked: Admin, name: str) -> Response:
    """A new one-time password, shown this once."""
    try:
        with asked.changing("reset_password", name) as session:
            password = reset_password(session, account(session, name))
    except AccountInvalid as error:
        return _shown(asked, error=error)
    return _shown(asked, password=(name, password))


@router.get("/admin/audit")
def audit(
    asked: Admin,
    actor: Annotated[str, Query(max_length=80)] = "",
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """Who read what is restricted, and who changed what; the newest first.

    What a restricted letter is called, an administrator sees who is cleared for it.
    """
    with asked.place.store.reading() as session:
        found = deeds(session, actor=actor or None, before=before, limit=_AT_ONCE + 1)
        levels = levels_of_entries(session, found)
        session.expunge_all()
    return page(
        asked.request,
        "audit.html",
        viewer=asked.viewer,
        entries=found[:_AT_ONCE],
        levels=levels,
        more=found[_AT_ONCE - 1].id if len(found) > _AT_ONCE else None,
        actor=actor,
    )


def _listed(roles: list[Role] | None) -> str:
    return " ".join(roles or [])


def _done() -> Response:
    return RedirectResponse("/admin", HTTPStatus.SEE_OTHER)
