"""What goes wrong, as pages for people and as problem+json (RFC 9457) for programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from models.errors import (
    AccessDenied,
    AccessError,
    CongvanError,
    DecisionRefused,
    DiskFull,
    DocumentAmbiguous,
    DocumentUnknown,
    InputError,
    LoginRefused,
    LoginThrottled,
    QueryError,
    QueryInvalid,
    StoreBusy,
    StoreUnavailable,
    TaskUnknown,
    TransitionRefused,
    UploadBusy,
    UploadConflict,
    UploadError,
    UploadTooLarge,
    UploadUnknown,
    WorkError,
)
from web.asked_language import language_of
from web.rendering import document_address, page
from web.security.outcomes import MustChangePassword, NotLoggedIn

log = logging.getLogger("congvan.web")
API_PREFIX = "/api/"
PROBLEM = "application/problem+json"


class PageMissing(CongvanError):
    """An address that leads nowhere."""

    code = "page_missing"
    what = ("không có trang này", "there is no such page")
    advice = ("hãy kiểm tra địa chỉ", "check the address")


_STATUS: tuple[tuple[type[CongvanError], HTTPStatus], ...] = (
    (LoginRefused, HTTPStatus.UNAUTHORIZED),
    (LoginThrottled, HTTPStatus.TOO_MANY_REQUESTS),
    (AccessDenied, HTTPStatus.FORBIDDEN),
    (AccessError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (DocumentUnknown, HTTPStatus.NOT_FOUND),
    (TaskUnknown, HTTPStatus.NOT_FOUND),
    (PageMissing, HTTPStatus.NOT_FOUND),
    (DocumentAmbiguous, HTTPStatus.CONFLICT),
    (DecisionRefused, HTTPStatus.CONFLICT),
    (TransitionRefused, HTTPStatus.CONFLICT),
    (UploadTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UploadUnknown, HTTPStatus.NOT_FOUND),
    (UploadConflict, HTTPStatus.CONFLICT),
    (UploadBusy, HTTPStatus.LOCKED),
    (DiskFull, HTTPStatus.INSUFFICIENT_STORAGE),
    (UploadError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (QueryError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (WorkError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreBusy, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


def install(app: FastAPI) -> None:
    """Let the app answer for what goes wrong."""
    app.add_exception_handler(CongvanError, _of_ours)
    app.add_exception_handler(NotLoggedIn, _not_logged_in)
    app.add_exception_handler(MustChangePassword, _must_change)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_program)


def status_of(error: CongvanError) -> HTTPStatus:
    """The status of HTTP that fits an error."""
    found = (status for kind, status in _STATUS if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, CongvanError)
    return _answer(request, error, status_of(error))


def _answer(request: Request, error: CongvanError, status: HTTPStatus) -> Response:
    if request.url.path.startswith(API_PREFIX):
        words = f"{error.message} · {error.message_en}"
        return with_wait(problem(status, error.code, error.what[1], words), error)
    said = said_of(request, error)
    viewer = getattr(request.state, "viewer", None)
    answer = page(
        request,
        "failure.html",
        viewer=viewer,
        status=status,
        said=said,
        ways=_ways_on(request, error) if isinstance(error, DocumentAmbiguous) else (),
        code=error.code,
    )
    return with_wait(answer, error)


def with_wait(answer: Response, error: CongvanError) -> Response:
    """The answer, which tells programs how long to wait where ``error`` says so."""
    if isinstance(error, LoginThrottled):
        answer.headers["retry-after"] = error.detail
    return answer


def _ways_on(request: Request, error: DocumentAmbiguous) -> list[tuple[str, str]]:
    """The documents that may be meant, each with where the same question about it leads."""
    return [(key, _with_key(request, error.detail.strip(), key)) for key in error.documents]


def _with_key(request: Request, typed: str, key: str) -> str:
    """The address of this page with a document's for the number that was typed, of two the first.

    Where none was a part of this page's address: that of the document.
    """
    query = request.query_params.multi_items()
    at = next((place for place, (_, value) in enumerate(query) if value.strip() == typed), None)
    path: str = request.scope["path"].strip()
    before = path.removesuffix(f"/{typed}")
    if request.method != "GET" or (at is None and before == path):
        return document_address(key)
    if at is None:
        address = quote(f"{before}/{key}", safe="/@")
        return f"{address}?{urlencode(query)}" if query else address
    query[at] = (query[at][0], key)
    return f"?{urlencode(query)}"


def said_of(request: Request, error: CongvanError | None) -> str | None:
    """What an error says, in the reader's language."""
    if error is None:
        return None
    return error.message_en if language_of(request) == "en" else error.message


def problem(status: HTTPStatus, code: str, title: str, detail: str) -> JSONResponse:
    """A problem as RFC 9457 writes it; ``type`` is our code of the error."""
    content = {
        "type": f"urn:congvan:error:{code}",
        "title": title,
        "status": int(status),
        "detail": detail,
    }
    headers = {"www-authenticate": "Bearer"} if status is HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(content, status, headers, PROBLEM)


def _not_logged_in(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith(API_PREFIX):
        words = "Hãy đăng nhập hoặc gửi khóa truy cập · log in, or send a token"
        return problem(HTTPStatus.UNAUTHORIZED, "not_logged_in", "log in first", words)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = f"/login?to={quote(back)}" if request.method == "GET" else "/login"
    return RedirectResponse(place, HTTPStatus.SEE_OTHER)


def _must_change(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith(API_PREFIX):
        words = "Hãy đổi mật khẩu trước · change the password first"
        return problem(HTTPStatus.FORBIDDEN, "password_due", "change the password", words)
    return RedirectResponse("/password", HTTPStatus.SEE_OTHER)


def _of_request(request: Request, error: Exception) -> Response:
    """A parameter or a body that cannot be understood."""
    assert isinstance(error, RequestValidationError)
    places = (".".join(map(str, each["loc"])) + f": {each['msg']}" for each in error.errors())
    return _answer(request, QueryInvalid("; ".join(places)), HTTPStatus.UNPROCESSABLE_ENTITY)


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.NOT_FOUND:
        return _answer(request, PageMissing(request.url.path), status)
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        return _answer(request, QueryInvalid(error.detail), status)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _answer(request, UploadTooLarge(), status)
    words = error.detail or status.phrase
    answer = problem(status, "http", status.phrase, words)
    answer.headers.update(error.headers or {})
    return answer


def _of_program(request: Request, error: Exception) -> Response:
    log.error("a request failed", exc_info=error, extra={"path": request.url.path})
    return _answer(request, CongvanError(), HTTPStatus.INTERNAL_SERVER_ERROR)
