"""Faults made on purpose: an engine that misbehaves once, a disk that is full."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENGINE = """#!/bin/sh
# Misbehaves at the first page that it is asked for; then it is the real one.
case "$*" in *--version*|*--list-langs*) exec {real} "$@";; esac
mkdir {flag} 2>/dev/null || exec {real} "$@"
{fault}
"""
ENGINE_FAULTS = {
    "it crashes": "kill -SEGV $$",
    "it hangs": "exec sleep 600",
    "it runs out of memory": 'ulimit -v 20000; exec {real} "$@"',
    "it writes no UTF-8": '{real} "$@"; printf "\\377\\376\\n" >> "$2.tsv"',
}


def faulty_engine(folder: Path, fault: str) -> str:
    """A ``PATH`` on which ``tesseract`` misbehaves once, in the way that ``fault`` names."""
    real = shutil.which("tesseract")
    words = {"real": real, "flag": str(folder / "done")}
    program = folder / "tesseract"
    program.write_text(ENGINE.format(fault=ENGINE_FAULTS[fault].format(**words), **words))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}:{os.environ['PATH']}"


def has_misbehaved(folder: Path) -> bool:
    """Whether the fault has happened."""
    return (folder / "done").is_dir()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """``folder`` on a disk of its own of this size; whether the system let us make one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def enlarge(folder: Path, megabytes: int) -> None:
    """More room on a disk made by :func:`small_disk`."""
    command = ["mount", "-o", f"remount,size={megabytes}m", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
