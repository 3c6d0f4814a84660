"""Rights, the roles that have them, and who asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from models.errors import AccessDenied
from models.register import Role, SecrecyLevel


class Right(StrEnum):
    """Quyền: what a route needs; also the scopes of a token."""

    READ = "read"  # tra cứu, xem, xuất
    UPLOAD = "upload"  # tiếp nhận văn bản
    REVIEW = "review"  # soát, sửa kết quả đọc
    DECIDE = "decide"  # gộp, tách văn bản trong đồ thị
    TRACK = "track"  # giao, ghi nhận, xác nhận nhiệm vụ
    ADMINISTER = "administer"  # tài khoản, khóa truy cập, nhật ký


ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: frozenset({Right.READ}),
    Role.ARCHIVIST: frozenset({Right.READ, Right.UPLOAD, Right.REVIEW, Right.DECIDE}),
    Role.POLICY: frozenset({Right.READ, Right.DECIDE}),
    Role.COMPLIANCE: frozenset({Right.READ, Right.TRACK}),
    Role.ADMIN: frozenset(Right),
}
"""Clearance is no matter of roles: an administrator sees no secret letter by being one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks, for one question: an account through a session, or through a token.

    ``cleared_by`` and ``cleared_on`` (ISO 8601) say who gave the clearance and when.
    """

    id: int
    name: str
    full_name: str
    roles: tuple[Role, ...]
    rights: frozenset[Right]
    clearance: SecrecyLevel
    cleared_by: str | None = None
    cleared_on: str | None = None
    must_change: bool = False
    token: str | None = None

    def may(self, right: Right) -> bool:
        """Whether they have a right."""
        return right in self.rights

    def check(self, right: Right) -> None:
        """Raises :class:`AccessDenied` where they do not have the right."""
        if right not in self.rights:
            raise AccessDenied(right.value)


def rights_of(roles: Collection[Role]) -> frozenset[Right]:
    """All that somebody with these roles may do."""
    return frozenset(right for role in roles for right in ROLE_RIGHTS[role])
