"""The system's program ``dot`` (Graphviz), which lays pictures out. Nothing else here runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import ProgramMissing

if TYPE_CHECKING:
    from graphviz import Digraph


def svg_of(picture: Digraph) -> bytes:
    """The picture as SVG. Raises :class:`ProgramMissing`."""
    from graphviz import ExecutableNotFound

    try:
        return bytes(picture.pipe(format="svg"))
    except ExecutableNotFound as error:
        raise ProgramMissing("dot") from error
