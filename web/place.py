"""What the app works with: the register, its lenses, its secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event, Lock

from sqlmodel import Session

from models.register import SecrecyLevel
from pipeline.settings import WebSettings
from pipeline.store.lens import Lens, lens_of
from pipeline.store.store import Store
from pipeline.uploads.desk import UploadDesk
from web.live import Channel
from web.memory import CHANGED, Memory


@dataclass(slots=True)
class Place:
    """An open register with a lens for each clearance, made when somebody with it asks first.

    ``stopping`` is set when the app is told to end: answers that go on and on end then.
    """

    store: Store
    settings: WebSettings
    stopping: Event = field(default_factory=Event)
    uploads: UploadDesk = field(init=False)
    memory: Memory = field(init=False)
    _channels: dict[SecrecyLevel, Channel] = field(default_factory=dict)
    _lenses: dict[SecrecyLevel, Lens] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.uploads = UploadDesk(self.store, self.settings)
        self.memory = Memory(self.store.home / CHANGED)

    @property
    def secret(self) -> str:
        """What keyed hashes are made with."""
        return self.settings.secret

    @contextmanager
    def reading(self, clearance: SecrecyLevel) -> Iterator[Session]:
        """One transaction that reads as somebody with this clearance does."""
        with self._lens(clearance).reading() as session:
            yield session

    def store_of(self, actor: str) -> Store:
        """The register, for what somebody does in it."""
        return replace(self.store, actor=actor)

    def channel(self, clearance: SecrecyLevel) -> Channel:
        """What happens at the intake, for whoever has this clearance."""
        with self._lock:
            if clearance not in self._channels:
                ask = partial(self.reading, clearance)
                self._channels[clearance] = Channel(ask, self.store.home, self.stopping)
            return self._channels[clearance]

    def close(self) -> None:
        """Let go of the lenses and helpers; the register is whoever opened it to close."""
        self.stopping.set()
        self.uploads.close()
        self.memory.close()
        with self._lock:
            for lens in self._lenses.values():
                lens.close()
            self._lenses.clear()

    def _lens(self, clearance: SecrecyLevel) -> Lens:
        with self._lock:
            if clearance not in self._lenses:
                self._lenses[clearance] = lens_of(self.store, clearance)
            return self._lenses[clearance]
