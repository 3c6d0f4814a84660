"""All files of a watched folder, in one pass: each looked at once, no link followed.

Folders are opened through the one above them, never as a link: a folder that is swapped for a link
while one looks cannot lead out of the root.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.watching.found import Reason, Refused, Seen
from pipeline.watching.names import is_ignored_file, is_ignored_folder

MAX_DEPTH: Final = 64
"""Folders below each other; each one holds a file handle, and a mount may contain itself."""

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file that is not ignored, in no order, and everything that is refused."""

    files: list[Seen] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def walk(root: Path) -> Tree:
    """Look through ``root``, which may itself be a link. Faults are in ``refused``, none is raised.

    A file or folder that vanishes meanwhile is left out, as if one had come later.
    """
    tree = Tree()
    try:
        real_root = os.path.realpath(root)
        handle = os.open(real_root, _FOLDER)
    except OSError as error:
        tree.refused.append(Refused.unreadable(root, error))
    else:
        _Walker(root, real_root, tree).enter(handle, "", 0)
    return tree


@dataclass(frozen=True, slots=True)
class _Walker:
    """``root`` as it was named, ``real_root`` without links; paths below it are relative."""

    root: Path
    real_root: str
    tree: Tree

    def enter(self, handle: int, prefix: str, depth: int) -> None:
        """Look at what is in an open folder, then below it; closes ``handle``."""
        try:
            with os.scandir(handle) as entries:
                folders = self._sift(entries, prefix)
            for name in folders:
                self._descend(handle, prefix, name, depth + 1)
        except OSError as error:
            self._note(prefix, error)
        finally:
            os.close(handle)

    def _sift(self, entries: Iterable[os.DirEntry[str]], prefix: str) -> list[str]:
        folders = []
        for entry in entries:
            try:
                if self._is_folder(entry, prefix):
                    folders.append(entry.name)
            except OSError as error:
                self._note(prefix + entry.name, error)
        return folders

    def _is_folder(self, entry: os.DirEntry[str], prefix: str) -> bool:
        """Whether to look into ``entry``; whatever else it is, is noted."""
        name = entry.name
        if entry.is_file(follow_symlinks=False):
            if not is_ignored_file(name):
                info = entry.stat(follow_symlinks=False)
                state = Seen(prefix + name, info.st_size, info.st_mtime_ns, info.st_ino)
                self.tree.files.append(state)
        elif entry.is_dir(follow_symlinks=False):
            return not is_ignored_folder(name)
        elif not is_ignored_file(name) and not is_ignored_folder(name):
            self._refuse_special(entry, prefix + name)
        return False

    def _refuse_special(self, entry: os.DirEntry[str], path: str) -> None:
        """A link within the root is passed over in silence: what it points to is met by itself."""
        if not entry.is_symlink():
            self._refuse(path, Reason.NOT_A_FILE)
        elif not self._is_inside(os.path.realpath(os.path.join(self.real_root, path))):
            self._refuse(path, Reason.LINK_OUTSIDE)

    def _is_inside(self, target: str) -> bool:
        return os.path.commonpath((self.real_root, target)) == self.real_root

    def _descend(self, parent: int, prefix: str, name: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._refuse(prefix + name, Reason.TOO_DEEP)
            return
        try:
            handle = os.open(name, _FOLDER, dir_fd=parent)
        except OSError as error:
            self._note(prefix + name, error)
        else:
            self.enter(handle, f"{prefix}{name}/", depth)

    def _refuse(self, path: str, reason: Reason) -> None:
        self.tree.refused.append(Refused(self.root / path, reason))

    def _note(self, path: str, error: OSError) -> None:
        """What vanished is no fault; everything else is told."""
        if not isinstance(error, FileNotFoundError):
            self.tree.refused.append(Refused.unreadable(self.root / path, error))
