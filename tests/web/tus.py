"""A sender that speaks tus 1.0.0 as tests need it."""

from __future__ import annotations

import base64
import hashlib

from httpx2 import Client, Response

UPLOADS = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
PIECES = {**TUS, "Content-Type": "application/offset+octet-stream"}


def begun(client: Client, content: bytes, name: str, **more: str) -> Response:
    """The answer to the announcement of a file."""
    about = {"filename": name, "sha256": hashlib.sha256(content).hexdigest(), **more}
    pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
    headers = {**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": ",".join(pairs)}
    return client.post(UPLOADS, headers=headers)


def appended(client: Client, place: str, piece: bytes, offset: int) -> Response:
    """The answer to a piece."""
    return client.patch(place, content=piece, headers={**PIECES, "Upload-Offset": str(offset)})


def sent(client: Client, content: bytes, name: str, **more: str) -> Response:
    """The answer to the last request for a file that is sent in one piece."""
    first = begun(client, content, name, **more)
    if first.status_code != 201 or not content:
        return first
    return appended(client, first.headers["location"], content, 0)
