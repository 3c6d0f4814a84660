"""`congvan account`: who may log in to the app; for whoever runs the machine."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from models.errors import AccountInvalid

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.register import Role, User
    from pipeline.store.store import Store


def account(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Tên đăng nhập · log-in name (default: all)."),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Tạo tài khoản · make the account.")] = False,
    full_name: Annotated[
        str, typer.Option("--full-name", metavar="NAME", help="Họ tên · full name.")
    ] = "",
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="Vai trò · reader, archivist, policy, compliance, admin; several.",
        ),
    ] = None,
    clearance: Annotated[
        int | None,
        typer.Option(
            "--clearance",
            min=0,
            max=3,
            metavar="N",
            help="Được xem đến · may see up to: 0 không mật, 1 Mật, 2 Tối mật, 3 Tuyệt mật.",
        ),
    ] = None,
    password: Annotated[
        bool, typer.Option("--password", help="Cấp mật khẩu mới · give a new password.")
    ] = False,
    close: Annotated[bool, typer.Option("--close", help="Khóa · close the account.")] = False,
    reopen: Annotated[bool, typer.Option("--open", help="Mở lại · open it again.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi tài khoản một dòng · JSON lines.")
    ] = False,
) -> None:
    """Tài khoản của ứng dụng web · accounts of the web app."""
    from pipeline.store.store import open_store

    with open_store() as store:
        given = None
        if name is not None:
            given = _change(store, name, add, full_name, roles, clearance, password, close, reopen)
        with store.reading() as session:
            _show(session, name, given, as_json)


def _change(
    store: Store,
    name: str,
    add: bool,
    full_name: str,
    roles: list[str] | None,
    clearance: int | None,
    password: bool,
    close: bool,
    reopen: bool,
) -> str | None:
    """Do what is asked, all of it or nothing; a one-time password, if one is given."""
    from models.register import SecrecyLevel
    from pipeline.access import accounts
    from pipeline.access.audit import Deed, note

    now, wanted = dt.datetime.now(dt.UTC), _roles(roles)
    with store.writing() as session:
        given = None
        if add:
            user, given = accounts.make_account(session, name, full_name, wanted, now)
        else:
            user = accounts.account(session, name)
            if wanted:
                accounts.set_roles(session, user, wanted)
            if password:
                given = accounts.reset_password(session, user)
        if clearance is not None:
            level = SecrecyLevel(clearance)
            accounts.clear_for(session, user, level, by=store.actor, now=now)
        if close or reopen:
            accounts.set_active(session, user, reopen)
        note(session, Deed(actor=store.actor, action="account", subject=user.name), now)
    return given


def _roles(names: list[str] | None) -> list[Role]:
    from models.register import Role

    try:
        return [Role(each) for each in names or ()]
    except ValueError as error:
        raise AccountInvalid(f"{error}; {', '.join(Role)}") from error


def _show(session: Session, name: str | None, given: str | None, as_json: bool) -> None:
    from pipeline.access.accounts import account as account_of
    from pipeline.access.accounts import all_accounts

    found = all_accounts(session) if name is None else [account_of(session, name)]
    for user in found:
        _tell(user, given, as_json)


def _tell(user: User, given: str | None, as_json: bool) -> None:
    if as_json:
        import json

        told = {"name": user.name, "full_name": user.full_name, "roles": user.roles.split()}
        more = {"clearance": user.clearance, "is_active": user.is_active}
        secret = {"password": given} if given else {}
        print(json.dumps({**told, **more, **secret}, ensure_ascii=False))
        return
    state = "" if user.is_active else " (đã khóa · closed)"
    print(
        f"{user.name}{state}: {user.full_name}; {user.roles}; độ mật · clearance {user.clearance}"
    )
    if given:
        print(f"  mật khẩu dùng một lần · one-time password: {given}")
