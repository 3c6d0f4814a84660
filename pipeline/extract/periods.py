"""The phrase of time that governs a figure: "Trong năm 2019", "giai đoạn 2021 - 2025"."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d{2}"
_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|mười)"
_PHRASES = (
    rf"(?:trong\s+)?giai\s+đoạn\s+{_YEAR}\s*[-–]\s*{_YEAR}",
    rf"(?:trong\s+)?nhiệm\s+kỳ\s+{_YEAR}\s*[-–]\s*{_YEAR}",
    rf"(?:trong\s+)?năm\s+học\s+{_YEAR}\s*[-–]\s*{_YEAR}",
    rf"(?:qua|sau|trong)\s+(?:hơn\s+|gần\s+)?{_COUNT}\s+(?:năm|tháng)(?:\s+(?:qua|thực\s+hiện|triển\s+khai|tổ\s+chức)(?:\s+thực\s+hiện)?(?:\s+Cuộc\s+vận\s+động|\s+phong\s+trào)?)?(?!\s+(?:đầu|cuối))",
    rf"(?:trong\s+|qua\s+)?{_COUNT}\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+{_YEAR})?",
    rf"(?:tính\s+)?đến\s+(?:hết\s+|cuối\s+)?(?:ngày\s+\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?|tháng\s+\d{{1,2}}(?:/{_YEAR}|\s+năm\s+{_YEAR})?|quý\s+[IV]+(?:/{_YEAR}|\s+năm\s+{_YEAR})?|năm\s+{_YEAR})",
    rf"(?:trong\s+)?quý\s+(?:[IV]+|[1-4])(?:/{_YEAR}|\s+năm\s+{_YEAR})?",
    rf"(?:trong\s+)?tháng\s+\d{{1,2}}(?:/{_YEAR}|\s+năm\s+{_YEAR})?",
    rf"(?:riêng\s+|trong\s+|cả\s+)?năm\s+{_YEAR}",
    r"(?:định\s+kỳ\s+)?(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)",
    r"(?:trong\s+)?năm\s+(?:qua|nay)|đến\s+nay|hiện\s+nay",
)
_PERIOD = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)
# "so với năm 2021", "dự toán năm 2024", "Kế hoạch năm 2023": the year belongs to the noun.
_OWNED = re.compile(
    r"(?:so\s+với|với|cùng\s+kỳ|dự\s+toán|kế\s+hoạch|của|chỉ\s+tiêu|ngày|hằng|kể\s+từ|từ)\s*$",
    re.IGNORECASE,
)


def periods_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the phrases of time in ``text[start:end]``, in order."""
    return [
        match.span()
        for match in _PERIOD.finditer(text, start, end)
        if not _OWNED.search(text[max(start, match.start() - 14) : match.start()])
        and (match.start() == 0 or not text[match.start() - 1].isalnum())
    ]


def governing_period(
    text: str, sentence: tuple[int, int], place: tuple[int, int]
) -> tuple[int, int] | None:
    """The phrase that governs what stands at ``place`` of the ``sentence``.

    The last one before it, which holds for all clauses until another takes over; else the first
    one behind it in its own clause.
    """
    found = periods_in(text, *sentence)
    before = [span for span in found if span[0] <= place[0]]
    if before:
        return before[-1]
    clause = text.find(";", place[1], sentence[1])
    stop = sentence[1] if clause < 0 else clause
    return next((span for span in found if place[1] <= span[0] < stop), None)
