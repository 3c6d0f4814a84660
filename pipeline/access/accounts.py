"""Accounts: made, changed and closed by administrators, never deleted: the audit log names them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.errors import AccountInvalid
from models.register import LoginSession, Role, SecrecyLevel, User
from pipeline.access.passwords import hash_password, one_time_password, unspent

FIRST_ADMIN = "admin"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def find_account(session: Session, name: str) -> User | None:
    """The account of this log-in name, whatever its capitals."""
    query = select(User).where(col(User.name) == name.strip().lower())
    return session.scalars(query).first()


def account(session: Session, name: str) -> User:
    """The same. Raises :class:`AccountInvalid` where there is none."""
    found = find_account(session, name)
    if found is None:
        raise AccountInvalid(name)
    return found


def all_accounts(session: Session) -> list[User]:
    """All accounts, also closed ones, by their names."""
    return list(session.scalars(select(User).order_by(col(User.name))))


def roles_of(user: User) -> tuple[Role, ...]:
    """What somebody works as."""
    return tuple(Role(each) for each in user.roles.split())


def make_account(
    session: Session, name: str, full_name: str, roles: Collection[Role], now: dt.datetime
) -> tuple[User, str]:
    """A new account, and the password that it is used with the first time.

    Raises :class:`AccountInvalid`.
    """
    name = name.strip().lower()
    if not _NAME.fullmatch(name) or not roles or find_account(session, name) is not None:
        raise AccountInvalid(name)
    password = one_time_password()
    user = User(
        name=name,
        full_name=full_name.strip() or name,
        password_hash=hash_password(password, name=name),
        roles=_joined(roles),
        made_at=now,
    )
    session.add(user)
    session.flush()
    return user, password


def make_first_admin(session: Session, now: dt.datetime) -> str | None:
    """The one-time password of the first administrator, where nobody can log in yet."""
    if session.scalars(select(col(User.id)).limit(1)).first() is not None:
        return None
    _, password = make_account(session, FIRST_ADMIN, "Quản trị viên", [Role.ADMIN], now)
    return password


def reset_password(session: Session, user: User) -> str:
    """A new one-time password; whoever is logged in is logged out."""
    password = one_time_password()
    user.password_hash = hash_password(password, name=user.name)
    user.must_change = True
    session.add(user)
    _log_out(session, user)
    return password


def change_password(session: Session, user: User, password: str) -> None:
    """The user's own new password. Raises :class:`PasswordRefused`."""
    user.password_hash = hash_password(password, name=user.name, before=unspent(user.password_hash))
    user.must_change = False
    session.add(user)
    _log_out(session, user)


def set_roles(session: Session, user: User, roles: Collection[Role]) -> None:
    """Raises :class:`AccountInvalid` for no role, or where no administrator would be left."""
    if not roles:
        raise AccountInvalid(user.name)
    user.roles = _joined(roles)
    session.add(user)
    _check_admins(session, user)


def set_active(session: Session, user: User, is_active: bool) -> None:
    """Open or close an account. Raises :class:`AccountInvalid`, see :func:`set_roles`."""
    user.is_active = is_active
    session.add(user)
    _check_admins(session, user)
    if not is_active:
        _log_out(session, user)


def clear_for(
    session: Session, user: User, level: SecrecyLevel, *, by: str, now: dt.datetime
) -> None:
    """Say up to which level somebody may see secret letters."""
    user.clearance, user.cleared_by, user.cleared_at = level, by, now
    session.add(user)
    session.flush()


def _joined(roles: Collection[Role]) -> str:
    return " ".join(role for role in Role if role in roles)


def _check_admins(session: Session, user: User) -> None:
    """One administrator must stay."""
    session.flush()
    admins = [x for x in all_accounts(session) if x.is_active and Role.ADMIN in roles_of(x)]
    if not admins:
        raise AccountInvalid(user.name)


def _log_out(session: Session, user: User) -> None:
    session.flush()
    session.execute(delete(LoginSession).where(col(LoginSession.user_id) == user.id))
