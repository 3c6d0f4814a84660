"""Who asks: from a request to a viewer with rights, or to a polite refusal.

Every route says which right it needs by the dependency that it declares: :func:`needs` or
:data:`PUBLIC`. ``web.app`` refuses to start with a route that says nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlmodel import Session

from models.errors import AccessDenied
from models.register import SecrecyLevel
from pipeline.access.audit import Deed, note
from pipeline.access.rights import Right, Viewer
from pipeline.access.sessions import note_use, viewer_of_session
from pipeline.access.tokens import viewer_of_token
from pipeline.store.ledger import utc_now
from pipeline.store.store import Store
from web.place import Place
from web.security.outcomes import MustChangePassword, NotLoggedIn

COOKIE = "congvan_session"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a viewer who may ask it."""

    request: Request
    place: Place
    viewer: Viewer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The register as this viewer sees it."""
        with self.place.reading(self.viewer.clearance) as session:
            yield session

    @property
    def store(self) -> Store:
        """The register, for what this viewer does in it; look first whether they see it."""
        return self.place.store_of(self.viewer.name)

    @contextmanager
    def changing(
        self,
        action: str,
        subject: str,
        level: SecrecyLevel = SecrecyLevel.OPEN,
        detail: str = "",
        *,
        level_after: Callable[[Session], SecrecyLevel] | None = None,
        is_counted: bool = True,
    ) -> Iterator[Session]:
        """One transaction that changes something, which is written into the audit log with it.

        ``level`` is how secret the subject was; where that may change, ``level_after`` finds out
        how secret it is then, and the higher one counts.
        ``is_counted``: it changes what is counted over the register (``web.memory``).
        """
        with self.place.store.writing() as session:
            yield session
            after = level_after(session) if level_after else level
            self._note(session, action, subject, max(level, after), detail)
        if is_counted:
            self.place.memory.forget()

    def note_reading(self, subject: str, level: SecrecyLevel) -> None:
        """Write down that a restricted letter was read; open ones are not."""
        self.note_readings({subject: level})

    def note_readings(self, levels: Mapping[str, SecrecyLevel]) -> None:
        """The same of several letters, by their addresses."""
        secret = {each: level for each, level in levels.items() if level > SecrecyLevel.OPEN}
        if secret:
            with self.place.store.writing() as session:
                for subject, level in secret.items():
                    self._note(session, "read", subject, level, "")

    def _note(
        self, session: Session, action: str, subject: str, level: SecrecyLevel, detail: str
    ) -> None:
        deed = Deed(
            actor=self.viewer.name,
            action=action,
            subject=subject,
            level=level,
            detail=detail,
            address=address_of(self.request),
        )
        note(session, deed, utc_now())


def is_still_welcome(asked: Asked, right: Right) -> bool:
    """Whether whoever asked some time ago might still; that is no use of their session."""
    try:
        viewer = _known(asked.request, asked.place, utc_now())
    except AccessDenied:
        return False
    return viewer is not None and viewer[0].may(right)


def place_of(request: Request) -> Place:
    """What the app works with."""
    place: Place = request.app.state.place
    return place


def address_of(request: Request) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else "?"


def needs(right: Right, *, may_owe_password: bool = False) -> Callable[[Request], Asked]:
    """A dependency: somebody who has the right asks.

    ``may_owe_password``: also who still has to change a password that somebody else gave.
    """

    def asked(request: Request) -> Asked:
        place = place_of(request)
        viewer = _viewer(request, place)
        if viewer is None:
            raise NotLoggedIn
        request.state.viewer = viewer
        if viewer.must_change and not may_owe_password:
            raise MustChangePassword
        viewer.check(right)
        return Asked(request, place, viewer)

    asked.right = right  # type: ignore[attr-defined]
    return asked


def public(request: Request) -> Place:
    """A dependency: anybody may ask; whatever changes something comes from our own pages."""
    _from_own_site(request)
    return place_of(request)


public.right = None  # type: ignore[attr-defined]


def _viewer(request: Request, place: Place) -> Viewer | None:
    now = utc_now()
    found = _known(request, place, now)
    if found is None:
        return None
    viewer, is_to_note = found
    if is_to_note:
        _note_use(place, request.cookies.get(COOKIE, ""), now)
    return viewer


def _known(request: Request, place: Place, now: dt.datetime) -> tuple[Viewer, bool] | None:
    """Who asks, and whether the use of their session has to be noted."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        with place.store.reading() as session:
            viewer = viewer_of_token(session, token.strip(), place.secret, now)
        return (viewer, False) if viewer else None
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    _from_own_site(request)
    with place.store.reading() as session:
        return viewer_of_session(session, token, place.secret, now)


def _note_use(place: Place, token: str, now: dt.datetime) -> None:
    with place.store.writing() as session:
        note_use(session, token, place.secret, now)


def _from_own_site(request: Request) -> None:
    """Protection against forged requests (CSRF), as OWASP describes it with fetch metadata.

    Every browser of today says from where a request that may change something comes; it must come
    from our own pages. Raises :class:`AccessDenied`.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site is None and origin is None:
        raise AccessDenied("Origin")
    if (site is not None and site not in _OWN_SITE) or (origin is not None and origin != own):
        raise AccessDenied("Origin")


def right_of(route: Any) -> tuple[bool, Right | None]:  # noqa: ANN401
    """Whether a route says who may ask, and the right that it needs (``None``: anybody)."""
    for each in _dependencies(route.dependant):
        if hasattr(each, "right"):
            return True, each.right
    return False, None


def _dependencies(dependant: Any) -> Iterator[Any]:  # noqa: ANN401
    for each in dependant.dependencies:
        yield each.call
        yield from _dependencies(each)
