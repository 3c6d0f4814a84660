"""Takes over what is sent: from the first byte to the row in the intake ledger."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from models.errors import (
    DiskFull,
    NameMismatch,
    StoreUnavailable,
    TooManyPages,
    UploadDamaged,
    UploadTooLarge,
)
from models.register import IntakeItem, IntakeSource
from pipeline.moments import day_in_vietnam
from pipeline.settings import WebSettings
from pipeline.store.files import blocks_of
from pipeline.store.ledger import utc_now
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store
from pipeline.uploads.fitness import Fitness
from pipeline.uploads.partial import Announced, PartialFiles, is_full

FOLDER = "uploads"
MEGABYTE = 1_000_000


class UploadDesk:
    """The uploads of one app."""

    def __init__(self, store: Store, settings: WebSettings) -> None:
        self.files = PartialFiles(store.home / FOLDER)
        self.most_bytes = settings.upload_megabytes * MEGABYTE
        self._fitness = Fitness(settings.upload_pages)

    def begin(self, announced: Announced) -> str:
        """A new upload; its id. Whatever has expired is forgotten first.

        Raises :class:`UploadTooLarge`, :class:`DiskFull` and :class:`StoreUnavailable`.
        """
        if announced.length > self.most_bytes:
            raise UploadTooLarge(f"{announced.name}: > {self.most_bytes // MEGABYTE} MB")
        self.files.expire()
        return self.files.begin(announced)

    def finish(self, store: Store, number: str, announced: Announced) -> IntakeItem:
        """Receive a file that is whole, as ``store``'s actor; the upload is over, also if refused.

        Raises :class:`UploadDamaged`, :class:`TooManyPages`, :class:`NameMismatch`; and, with the
        upload still there to be finished by another try, :class:`DiskFull` and
        :class:`StoreError`.
        """
        with self.files.held(number) as path:
            try:
                item = self._received(store, path, announced)
            except StoreUnavailable as error:
                if is_full(error):
                    raise DiskFull(announced.name) from error
                raise
            except (UploadDamaged, TooManyPages, NameMismatch):
                self.files.drop(number)
                raise
            self.files.drop(number)
        return item

    def _received(self, store: Store, path: Path, announced: Announced) -> IntakeItem:
        if announced.sha256 and _hash_of(path) != announced.sha256:
            raise UploadDamaged(announced.name)
        return self.take(
            store, path, announced.name, label=announced.label, folder=announced.folder
        )

    def take(
        self, store: Store, path: Path, name: str, *, label: str | None, folder: str | None = None
    ) -> IntakeItem:
        """Receive a file that lies at ``path`` as ``store``'s actor.

        Raises :class:`UploadTooLarge`, :class:`TooManyPages`, :class:`NameMismatch` and
        :class:`StoreError`.
        """
        if path.stat().st_size > self.most_bytes:
            raise UploadTooLarge(f"{name}: > {self.most_bytes // MEGABYTE} MB")
        self._fitness.check(path, name)
        return receive(store, path, receipt(label, folder), name=name)

    def take_stream(
        self, store: Store, stream: BinaryIO, name: str, *, label: str | None
    ) -> IntakeItem:
        """Receive what a form brought. Raises what :meth:`take` raises, and :class:`DiskFull`."""
        with self.files.for_a_while(stream) as path:
            return self.take(store, path, name, label=label)

    def close(self) -> None:
        """Let go of the process that looks at files."""
        self._fitness.close()


def receipt(label: str | None, folder: str | None) -> Receipt:
    """That of a file which is sent today."""
    return Receipt(
        received_on=day_in_vietnam(),
        now=utc_now(),
        label=label,
        source=IntakeSource.UPLOAD,
        folder=folder,
    )


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    for block in blocks_of(path):
        digest.update(block)
    return digest.hexdigest()
