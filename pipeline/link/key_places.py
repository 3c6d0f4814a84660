"""The province in the key of a body."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.link.body_words import slug
from pipeline.vocabulary import provinces

_REMEMBERED = 10_000
"""Names of bodies: a lineage has thousands of documents, of few bodies."""


def province_of_key(key: str | None) -> str | None:
    """The province in the key of a body: "so-y-te/son-la" is one of Sơn La."""
    parts = (key or "").split("/")
    return _by_slug().get(parts[1]) if len(parts) > 1 else None


@lru_cache(_REMEMBERED)
def place_untold(name: str | None, key: str | None) -> str | None:
    """The province of the body ``key`` where its ``name`` does not say it ("Sở Y tế")."""
    province = province_of_key(key)
    if not name or province is None or f"-{slug(province)}-" in f"-{slug(name)}-":
        return None
    return province


@cache
def _by_slug() -> dict[str, str]:
    return {slug(each.name): each.name for each in provinces()}
