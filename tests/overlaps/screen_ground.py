"""Ground for the tests of screening: files of projects, and what the command makes of them."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = ("id", "lang", "title", "summary", "entities", "countries", "start", "end", "budget")

KENYA: dict[str, Any] = {
    "id": "k1",
    "lang": "en",
    "title": "Advance passenger information for border guards at Mombasa airport in Kenya",
    "summary": "Trains border guards at Mombasa airport to compare advance passenger information with watch lists.",
    "entities": ["UNODC", "WCO"],
    "countries": ["KEN"],
    "start": "2026-01-15",
    "end": "2026-12-31",
    "budget": 400000.0,
}
SAME = {**KENYA, "id": "k2", "title": "Advance passenger information for the border guards at Mombasa airport, Kenya"}
OTHER: dict[str, Any] = {
    "id": "p1",
    "lang": "en",
    "title": "Rehabilitation of children who return from conflict zones to Kazakhstan",
    "summary": "Psychologists and teachers help children to find their way back into school.",
    "entities": ["UNICEF"],
    "countries": ["KAZ"],
    "start": "2023",
    "end": "",
    "budget": None,
}


def jsonl(path: Path, rows: Sequence[Any]) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


def sheet(path: Path, rows: Sequence[dict[str, Any]], delimiter: str = ",", mark: str = "utf-8") -> Path:
    """A CSV file; lists are separated by semicolons."""
    with path.open("w", encoding=mark, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(flat(row) for row in rows)
    return path


def workbook(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """An XLSX workbook."""
    book = Workbook()
    page: Any = book.active
    page.append(COLUMNS)
    for row in rows:
        page.append([flat(row).get(name) for name in COLUMNS])
    book.save(path)
    return path


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """``row`` with its lists as one text each."""
    return {name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()}


def screened(path: Path, **options: Any) -> tuple[list[dict[str, str]], str]:
    """The pairs that the command writes for the file, and what it says."""
    output, said = path.with_name("pairs.csv"), StringIO()
    call_command("screen", str(path), output=output, stdout=said, stderr=said, **options)
    with output.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), said.getvalue()


def same_work(pairs: Sequence[dict[str, str]]) -> set[tuple[str, str]]:
    """The identifiers of the pairs that are taken for the same work."""
    return {(pair["id_a"], pair["id_b"]) for pair in pairs if pair["verdict"] == "same_work"}
