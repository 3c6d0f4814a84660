"""Failed log-ins are slowed down, for a name and for an address (moving windows, in memory)."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from models.errors import LoginThrottled

PER_NAME = parse("5/5 minutes")
PER_ADDRESS = parse("30/5 minutes")
"""More: a whole office may come from one address."""


class Throttle:
    """Counts failures; who has too many of them is not even checked."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, name: str, address: str) -> None:
        """Raises :class:`LoginThrottled` with the seconds to wait."""
        for limit, *key in _keys(name, address):
            if not self._limiter.test(limit, *key):
                reset = self._limiter.get_window_stats(limit, *key).reset_time
                raise LoginThrottled(str(max(1, math.ceil(reset - time.time()))))

    def failed(self, name: str, address: str) -> None:
        """Count a failure."""
        for limit, *key in _keys(name, address):
            self._limiter.hit(limit, *key)


def _keys(name: str, address: str) -> tuple[tuple[RateLimitItem, str, str], ...]:
    return (PER_NAME, "name", name.strip().lower()), (PER_ADDRESS, "address", address)
