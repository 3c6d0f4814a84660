"""What the app works with: the register, its lenses, its secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock

from sqlmodel import Session

from models.register import SecrecyLevel
from pipeline.settings import WebSettings
from pipeline.store.lens import Lens, lens_of
from pipeline.store.store import Store
from web.memory import Memory
from web.security.throttle import Throttle


@dataclass(slots=True)
class Place:
    """An open register with a lens for each clearance, made when somebody with it asks first."""

    store: Store
    settings: WebSettings
    throttle: Throttle = field(default_factory=Throttle)
    memory: Memory = field(default_factory=Memory)
    _lenses: dict[SecrecyLevel, Lens] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

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

    def close(self) -> None:
        """Let go of the lenses; the register is whoever opened it to close."""
        with self._lock:
            for lens in self._lenses.values():
                lens.close()
            self._lenses.clear()

    def _lens(self, clearance: SecrecyLevel) -> Lens:
        with self._lock:
            if clearance not in self._lenses:
                self._lenses[clearance] = lens_of(self.store, clearance)
            return self._lenses[clearance]
