"""Breaking the files of a folder, and what the load says of it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def problems(path: Path) -> list[str]:
    """What the command says on its way out."""
    err = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("load_compact", path=path, stdout=StringIO(), stderr=err)
    lines = err.getvalue().splitlines()
    assert str(failure.value).startswith(f"{len(lines)} problem")
    return lines


def change(path: Path, name: str, old: str, new: str) -> None:
    file = path / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
