"""What the tests of loading share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reports.files import FILES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
