"""How relations are called, and which of them lead from a document to what it rests on."""

from __future__ import annotations

from models.reading import Relation

RELATION_NAMES: dict[str, tuple[str, str]] = {
    "legal_basis": ("căn cứ", "based on"),
    "implements": ("thực hiện", "implements"),
    "continues": ("tiếp tục thực hiện", "continues"),
    "per": ("theo", "according to"),
    "promulgates": ("ban hành kèm theo", "promulgated with"),
    "attaches": ("gửi kèm", "attaches"),
    "replies_to": ("trả lời", "replies to"),
    "follows_up": ("tiếp theo", "follows up"),
    "amends": ("sửa đổi, bổ sung", "amends"),
    "replaces": ("thay thế", "replaces"),
    "repeals": ("bãi bỏ", "repeals"),
    "corrects": ("đính chính", "corrects"),
    "guides": ("hướng dẫn", "guides"),
    "extends": ("gia hạn", "extends"),
    "mentions": ("nhắc đến", "mentions"),
}
"""Vietnamese and English names, read from the citing document to the cited one."""

RESTS_ON: frozenset[Relation] = frozenset(
    {
        "legal_basis",
        "implements",
        "continues",
        "per",
        "promulgates",
        "attaches",
        "replies_to",
        "follows_up",
        "guides",
        "extends",
    }
)
"""Relations by which a document rests on another: a lineage follows them.

The others are shown where they are met and lead no further: who repeals or only mentions a
directive does not carry it out.
"""
