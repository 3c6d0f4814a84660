"""Bodies that a heading names: what stands under "2. Sở Y tế" is theirs to do."""

from __future__ import annotations

import re
from functools import cache

from pipeline.extract.body_list import head_length, split_bodies
from pipeline.extract.casing import proper_case
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.rows import in_capitals
from pipeline.extract.verbs import next_verb


@cache
def _heading_prefix() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of(phrases('tasks')['heading_prefixes'])}\s*:?\s+)+", re.IGNORECASE
    )


_ASIDE = re.compile(r"\s*\([^()]*\)")


def bodies_of_heading(text: str) -> list[str]:
    """The bodies that a heading is ("2. Sở Y tế", "Đối với các huyện:"); none for others."""
    bare = _ASIDE.sub("", text).strip(" .:;")
    prefix = _heading_prefix().match(bare)
    bare = bare[prefix.end() :] if prefix else bare
    if in_capitals(bare):
        bare = proper_case(bare)
    if not head_length(bare) or len(bare) > 260:
        return []
    if next_verb(bare, head_length(bare), len(bare)):
        return []
    return split_bodies(bare)
