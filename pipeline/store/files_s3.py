"""The connection to S3 through fsspec, and what goes wrong with it in the terms of the register.

The libraries below (s3fs, botocore, aiohttp) have no error in common, and no words of theirs are
shown: some name the key that was used. They take a second to load.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import ClientError as HttpError
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
)
from botocore.parsers import ResponseParserError
from s3fs import S3FileSystem

from models.errors import FileMissing, StoreUnavailable

# They log what is signed, with the name of the key and the signature.
for _name in ("aiobotocore", "botocore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

# botocore says ValueError of an address that is none.
_TROUBLE = (OSError, BotoCoreError, ClientError, HttpError, ResponseParserError, ValueError)
_UNREACHED = (TimeoutError, ConnectionError, HTTPClientError, HttpError)
_NO_KEYS = (NoCredentialsError, PartialCredentialsError)


@contextmanager
def connected(url: str, place: str) -> Iterator[S3FileSystem]:
    """The connection to the bucket of ``url``, to be used for ``place``; fsspec keeps it.

    Raises :class:`FileMissing` where nothing is at ``place``, else :class:`StoreUnavailable`: a
    bucket that is missing, refused or out of reach may be there again at the next attempt.
    """
    try:
        # Without a memory of what is where: other machines write to the bucket.
        yield S3FileSystem(use_listings_cache=False)
    except _TROUBLE as error:
        code = _code_of(error)
        if isinstance(error, FileNotFoundError) and code != "NoSuchBucket":
            raise FileMissing(place) from error
        bucket = "/".join(url.split("/")[:3])
        raise StoreUnavailable(f"{bucket}: {_sentence(error, code)}") from error


def _code_of(error: BaseException) -> str | None:
    """The code that the server gave; s3fs keeps its answer as the cause of an error of its own."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ClientError):
            return str(cause.response["Error"].get("Code"))
        cause = cause.__cause__
    return None


def _sentence(error: Exception, code: str | None) -> str:
    if code == "NoSuchBucket":
        return "không có bucket này · no such bucket"
    if isinstance(error, PermissionError):
        return f"không được phép · access denied ({code})"
    if isinstance(error, _NO_KEYS):
        return "thiếu khóa truy cập · no credentials (AWS_ACCESS_KEY_ID)"
    if isinstance(error, _UNREACHED):
        return "không kết nối được · cannot be reached"
    if isinstance(error, ValueError):
        return "địa chỉ máy chủ không hợp lệ · not a server's address (AWS_ENDPOINT_URL)"
    return code or type(error).__name__
