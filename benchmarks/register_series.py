"""Who writes what in the made-up register: bodies of the centre and of 63 provinces, four levels.

Level 0 are the central directives, decrees and resolutions that everything rests on; 1 the
ministries; 2 the Party committees and people's committees of the provinces; 3 their departments.
Bodies and provinces come from the project's own vocabulary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from pipeline import vocabulary
from pipeline.link.bodies import BodyName, Surroundings, identify
from pipeline.link.number_keys import number_key
from pipeline.link.numbering import numbering_body

FIRST, LAST = dt.date(2005, 1, 3), dt.date(2025, 6, 30)
"""Days of the first and the last document; on the day after, provinces and numbers began anew."""

SHARES = (0.01, 0.04, 0.25, 0.70)
"""How many of the documents are of each level."""

Restart = Literal["year", "central", "provincial"]


@dataclass(frozen=True, eq=False)
class Series:
    """Documents that one body numbers together.

    ``pattern`` makes the number of ``n`` and ``year``; ``issuer`` is printed in the letterhead,
    ``short`` is what letters of the same province write. ``type`` is a code and a name, ``None``
    for công văn, which print none. ``undated``: other letters may leave the date out. ``weight``
    counts within the level.
    """

    level: int
    system: Literal["state", "party"]
    issuer: str
    short: str | None
    province: str | None
    pattern: str
    type: tuple[str, str] | None
    restart: Restart
    undated: bool
    weight: float

    @property
    def kind(self) -> str:
        """tỉnh or thành phố, whose series it is; tỉnh for the centre's."""
        return dict(_provinces()).get(self.province or "", "tỉnh")

    @cached_property
    def around(self) -> Surroundings:
        """The surroundings of its letters, but for their day."""
        return Surroundings(province=self.province)

    @cached_property
    def body(self) -> BodyName:
        """Whose series it is."""
        body = self.body_as(self.issuer)
        assert body is not None
        return body

    @cache  # noqa: B019  (the series live as long as the program)
    def body_as(self, issuer: str | None) -> BodyName | None:
        """Whose series a letter of the same province means that names ``issuer``."""
        named = identify(issuer, self.around) if issuer else None
        return numbering_body(number_key(self.number(1, 2019)), named, self.around)

    def number(self, ordinal: int, year: int) -> str:
        """A số hiệu of the series."""
        return self.pattern.format(n=ordinal, year=year)


@cache
def all_series() -> tuple[Series, ...]:
    """All of them, always in the same order."""
    provinces = [place for name, kind in _provinces() for place in _provincial(name, kind)]
    return (*_directives(), *_ministries(), *provinces)


def _directives() -> Iterator[Series]:
    for code, name, issuer in (
        ("CT", "Chỉ thị", "Ban Bí thư"),
        ("NQ", "Nghị quyết", "Bộ Chính trị"),
        ("KL", "Kết luận", "Bộ Chính trị"),
    ):
        pattern = f"{{n:02d}}-{code}/TW"
        yield Series(
            0, "party", issuer, None, None, pattern, (code, name), "central", True, weight=1
        )
    for pattern, code, name, issuer in (
        ("{n:02d}/{year}/NĐ-CP", "NĐ", "Nghị định", "Chính phủ"),
        ("{n:02d}/CT-TTg", "CT", "Chỉ thị", "Thủ tướng Chính phủ"),
        ("{n:02d}/QĐ-TTg", "QĐ", "Quyết định", "Thủ tướng Chính phủ"),
    ):
        own_year = "year" in pattern
        yield Series(
            0, "state", issuer, None, None, pattern, (code, name), "year", own_year, weight=3
        )


def _ministries() -> Iterator[Series]:
    for name, code in _named("Bộ "):
        for pattern, kind in (
            (f"{{n:02d}}/{{year}}/TT-{code}", ("TT", "Thông tư")),
            (f"{{n:02d}}/QĐ-{code}", ("QĐ", "Quyết định")),
            (f"{{n:02d}}/{code}-VP", None),
        ):
            own_year = "year" in pattern
            yield Series(1, "state", name, None, None, pattern, kind, "year", own_year, weight=1)


def _provincial(name: str, kind: str) -> Iterator[Series]:
    """The series of one province."""
    committee = "Tỉnh ủy" if kind == "tỉnh" else "Thành ủy"
    for code, title, weight in (("CV", None, 3), ("CT", "Chỉ thị", 1), ("KH", "Kế hoạch", 1)):
        yield Series(
            2,
            "party",
            f"{committee} {name}",
            committee,
            name,
            f"{{n:02d}}-{code}/TU",
            (code, title) if title else None,
            "provincial",
            False,
            weight,
        )
    council = "Ủy ban nhân dân"
    for pattern, type_, weight in (
        ("{n:02d}/UBND-VX", None, 6),
        ("{n:02d}/KH-UBND", ("KH", "Kế hoạch"), 3),
        ("{n:02d}/QĐ-UBND", ("QĐ", "Quyết định"), 5),
        ("{n:02d}/CT-UBND", ("CT", "Chỉ thị"), 1),
    ):
        issuer, short = f"{council} {kind} {name}", f"UBND {kind}"
        yield Series(2, "state", issuer, short, name, pattern, type_, "year", False, weight)
    for office, code in _named("Sở "):
        for pattern, type_, weight in (
            (f"{{n:02d}}/{code}-VP", None, 3),
            (f"{{n:02d}}/BC-{code}", ("BC", "Báo cáo"), 2),
            (f"{{n:02d}}/KH-{code}", ("KH", "Kế hoạch"), 1),
        ):
            issuer = f"{office} {kind} {name}"
            yield Series(3, "state", issuer, office, name, pattern, type_, "year", False, weight)


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    """Name and kind of the 63 provinces that there were in nearly all these years."""
    day = dt.date(2015, 1, 1)
    return tuple(
        (each.name, each.kind)
        for each in vocabulary.provinces()
        if (each.valid_from or day) <= day <= (each.valid_to or day)
    )


OFFICES = {
    "Sở ": (
        "Sở Y tế",
        "Sở Nội vụ",
        "Sở Tài chính",
        "Sở Tư pháp",
        "Sở Xây dựng",
        "Sở Công Thương",
        "Sở Giáo dục và Đào tạo",
        "Sở Khoa học và Công nghệ",
    ),
    "Bộ ": (
        "Bộ Y tế",
        "Bộ Nội vụ",
        "Bộ Tài chính",
        "Bộ Tư pháp",
        "Bộ Xây dựng",
        "Bộ Công Thương",
        "Bộ Giáo dục và Đào tạo",
        "Bộ Khoa học và Công nghệ",
    ),
}
"""Departments and ministries that were there in all these years."""


@cache
def _named(kind: str) -> tuple[tuple[str, str], ...]:
    """Name and code of bodies of this kind."""
    codes = {body.name: body.codes[0] for body in vocabulary.bodies() if body.codes}
    return tuple((name, codes[name]) for name in OFFICES[kind])
