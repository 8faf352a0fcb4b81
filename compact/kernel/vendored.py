"""Front-end files of others that the project carries, held to the hashes of their manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: The folder that holds the vendored files and their manifest.
VENDOR_ROOT = Path(__file__).resolve().parent.parent / "static" / "vendor"
_MANIFEST = "manifest.json"


def vendored_problems(root: Path) -> list[str]:
    """What is wrong in the vendor folder ``root``, one English sentence each; empty when all agrees.

    Files must be listed in ``manifest.json``, be there, and have the SHA-256 that it names.
    """
    try:
        manifest = json.loads((root / _MANIFEST).read_text(encoding="utf-8"))
        listed = dict(_listed_files(manifest))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{_MANIFEST} cannot be read: {error!r}"]
    problems = [_file_problem(root, file, sha256) for file, sha256 in sorted(listed.items())]
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    unlisted = sorted(present - listed.keys() - {_MANIFEST})
    return [problem for problem in problems if problem] + [f"{file} is not listed in {_MANIFEST}" for file in unlisted]


def _listed_files(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for package in manifest["packages"]:
        for required in ("package", "version", "licence"):
            if not package[required]:
                raise KeyError(required)
        for file in package["files"]:
            yield file["file"], file["sha256"]


def _file_problem(root: Path, file: str, sha256: str) -> str:
    path = root / file
    if not path.is_file():
        return f"{file} is missing"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return "" if found == sha256 else f"{file} has SHA-256 {found}, the manifest says {sha256}"
