"""Log in, log out, change the password, switch the language."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.errors import AccessDenied, LoginRefused, LoginThrottled, PasswordRefused
from pipeline.access.accounts import account, change_password
from pipeline.access.audit import Deed, note
from pipeline.access.rights import Right
from pipeline.access.sessions import LONGEST, begin_session, end_session, log_in, spend_password
from pipeline.access.throttle import FAILED, check_throttle, throttled_name
from pipeline.store.ledger import utc_now
from web.asked_language import COOKIE as LANGUAGE_COOKIE
from web.failures import said_of, status_of, with_wait
from web.place import Place
from web.rendering import page
from web.security.asking import COOKIE, Asked, address_of, needs, public
from web.text import LANGUAGES
from web.text_route import page_router

router = page_router()
Anybody = Annotated[Place, Depends(public)]
LoggedIn = Annotated[Asked, Depends(needs(Right.READ, may_owe_password=True))]
_YEAR = 365 * 24 * 3600


@router.get("/login")
def login_page(request: Request, _place: Anybody, to: str = "/") -> Response:
    """The form."""
    return page(request, "login.html", to=_inside(to), said=None, name="")


@router.post("/login")
def login(
    request: Request,
    place: Anybody,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    to: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session, or say what is wrong without saying which of the two."""
    try:
        token = _session(request, place, name, password)
    except (LoginRefused, LoginThrottled) as error:
        said = said_of(request, error)
        status = status_of(error)
        shown = page(request, "login.html", status=status, to=_inside(to), said=said, name=name)
        return with_wait(shown, error)
    return _logged_in(request, token, to)


def _logged_in(request: Request, token: str, to: str) -> Response:
    """On to another page, with the session's token in a cookie."""
    answer = RedirectResponse(_inside(to), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
    )
    return answer


def _session(request: Request, place: Place, name: str, password: str) -> str:
    address = address_of(request)
    _check(place, name, password, address)
    with place.store.writing() as session:
        user = account(session, name)
        deed = Deed(actor=user.name, action="log_in", subject=user.name, address=address)
        note(session, deed, utc_now())
        spend_password(session, user)
        return begin_session(session, user, place.secret, utc_now())


def _check(
    place: Place, name: str, password: str, address: str, *, is_inside: bool = False
) -> None:
    """Raises :class:`LoginRefused`, which is counted, and :class:`LoginThrottled`."""
    try:
        with place.store.reading() as session:  # hashing takes long: nobody waits for it
            check_throttle(session, name, address, utc_now())
            log_in(session, name, password, is_inside=is_inside)
    except LoginRefused:
        with place.store.writing() as session:
            who = throttled_name(name)
            note(session, Deed(actor=who, action=FAILED, subject="", address=address), utc_now())
        raise


@router.post("/logout")
def logout(request: Request, place: Anybody) -> Response:
    """End the session."""
    with place.store.writing() as session:
        end_session(session, request.cookies.get(COOKIE, ""), place.secret)
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/password")
def password_page(asked: LoggedIn) -> Response:
    """The form."""
    return page(asked.request, "password.html", viewer=asked.viewer, said=None)


@router.post("/password")
def password(asked: LoggedIn, old: Annotated[str, Form()], new: Annotated[str, Form()]) -> Response:
    """Change one's own password; other sessions end, and this one too.

    Raises :class:`AccessDenied` where a token asks.
    """
    if asked.viewer.token is not None:
        raise AccessDenied(asked.viewer.token)
    try:
        address = address_of(asked.request)
        _check(asked.place, asked.viewer.name, old, address, is_inside=True)
        with asked.changing("change_password", asked.viewer.name) as session:
            user = account(session, asked.viewer.name)
            change_password(session, user, new)
            token = begin_session(session, user, asked.place.secret, utc_now())
    except (LoginRefused, LoginThrottled, PasswordRefused) as error:
        said = said_of(asked.request, error)
        is_throttled = isinstance(error, LoginThrottled)
        status = status_of(error) if is_throttled else HTTPStatus.UNPROCESSABLE_ENTITY
        shown = page(asked.request, "password.html", status=status, viewer=asked.viewer, said=said)
        return with_wait(shown, error)
    return _logged_in(asked.request, token, "/")


@router.post("/language")
def switch_language(
    _place: Anybody, language: Annotated[str, Form()], to: Annotated[str, Form()] = "/"
) -> Response:
    """Read on in another language."""
    answer = RedirectResponse(_inside(to), HTTPStatus.SEE_OTHER)
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, samesite="lax", httponly=True)
    return answer


def _inside(to: str) -> str:
    """An address of our own, whatever was asked for."""
    is_own = to.startswith("/") and not to.startswith(("//", "/\\"))
    return to if is_own else "/"
