"""The load: all files are read and tried together; what is sound is stored, one operation a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.reports.loading import (
    agreements,
    decisions,
    entities,
    funds,
    groups,
    instruments,
    meetings,
    money,
    projects,
    terms,
    themes,
)
from compact.reports.loading.sheets import Problem, Sheet, sheet_read
from compact.reports.loading.stock import Stock, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compact.kernel.viewers import Viewer

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file: what it must have, which files it refers to, and who stores its rows.

    ``own``: ours beside the published set; a folder without it gets the one of the project.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    load: Callable[[Sheet, Stock], None]
    needs: tuple[str, ...] = ()
    own: bool = False


_GROUPS = ("other_groups.csv", "working_groups.csv")
_REFERRED = ("entities.csv", *_GROUPS)
FILES = (
    DataFile("entities.csv", entities.COLUMNS, entities.KEY, entities.load),
    DataFile("other_groups.csv", groups.OTHER_COLUMNS, groups.KEY, groups.load_other, own=True),
    DataFile("working_groups.csv", groups.WORKING_COLUMNS, groups.KEY, groups.load_working, ("other_groups.csv",)),
    DataFile("leadership.csv", terms.LEADERSHIP_COLUMNS, terms.LEADERSHIP_KEY, terms.load_leadership, _REFERRED),
    DataFile("group_membership.csv", terms.MEMBERSHIP_COLUMNS, terms.MEMBERSHIP_KEY, terms.load_membership, _REFERRED),
    DataFile("other_terms.csv", terms.OTHER_COLUMNS, terms.OTHER_KEY, terms.load_other, _REFERRED, own=True),
    DataFile("agreements.csv", agreements.COLUMNS, agreements.KEY, agreements.load, ("entities.csv",)),
    DataFile(
        "other_instrument_parts.csv", instruments.PARTS_COLUMNS, instruments.KEY, instruments.load_parts, own=True
    ),
    DataFile(
        "instruments.csv", instruments.COLUMNS, instruments.KEY, instruments.load, ("other_instrument_parts.csv",)
    ),
    DataFile(
        "other_instruments.csv",
        instruments.OTHER_COLUMNS,
        instruments.KEY,
        instruments.load_other,
        ("instruments.csv",),
        own=True,
    ),
    DataFile("committee_meetings.csv", meetings.COLUMNS, meetings.KEY, meetings.load, _GROUPS),
    DataFile(
        "other_decisions.csv",
        decisions.COLUMNS,
        decisions.KEY,
        decisions.load,
        (*_GROUPS, "other_instruments.csv", "committee_meetings.csv"),
        own=True,
    ),
    DataFile("themes.csv", themes.COLUMNS, themes.KEY, themes.load, own=True),
    DataFile(
        "other_project_details.csv",
        projects.DETAILS_COLUMNS,
        projects.KEY,
        projects.load_details,
        ("themes.csv", "instruments.csv"),
        own=True,
    ),
    DataFile(
        "projects.csv",
        projects.COLUMNS,
        projects.KEY,
        projects.load,
        (*_REFERRED, "other_instruments.csv", "other_project_details.csv"),
    ),
    DataFile("other_funds.csv", funds.FUNDS_COLUMNS, funds.KEY, funds.load_funds, ("entities.csv",), own=True),
    DataFile("other_funding_partners.csv", funds.PARTNERS_COLUMNS, funds.KEY, funds.load_partners, own=True),
    DataFile(
        "funding.csv",
        money.COLUMNS,
        money.KEY,
        money.load,
        ("entities.csv", "projects.csv", "other_funds.csv", "other_funding_partners.csv"),
    ),
)
"""In the order in which they are loaded: what is referred to comes first."""


@dataclass(slots=True)
class Outcome:
    """What became of each file that was stored, and all that is wrong with the others."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(folder: Path, *, actor: Viewer, tell: Callable[[str], None]) -> Outcome:
    """Load the files of ``folder``; ``tell`` is called with a line of progress for each.

    A file with a problem is not stored at all, nor is one that refers to it; every problem of every file is
    in the outcome.
    """
    problems: list[Problem] = []
    with transaction.atomic():
        tallies = _pass(folder, FILES, actor, problems, tell)
        if problems:
            transaction.set_rollback(True)
    if problems:
        sound = _sound({problem.file for problem in problems})
        tallies = _pass(folder, sound, actor, [], lambda line: None) if sound else {}
    return Outcome(tallies, problems)


def _pass(
    folder: Path,
    files: Sequence[DataFile],
    actor: Viewer,
    problems: list[Problem],
    tell: Callable[[str], None],
) -> dict[str, Tally]:
    stock, sheets = Stock(actor), []
    for file in files:
        sheet = sheet_read(_path(folder, file), file.columns, file.key)
        words = {"file": file.name, "count": len(sheet.rows)}
        tell(_("Reading %(file)s: %(count)d rows") % words)
        stock.tallies[file.name] = Tally()
        with transaction.atomic():
            with operation(actor=actor, reason=_("Loaded from %(file)s") % words):
                file.load(sheet, stock)
            if not stock.tallies[file.name].created:
                transaction.set_rollback(True)  # nothing happened, so no operation is left behind
        sheets.append(sheet)
    for sheet in sheets:  # a later file may tell what is wrong with an earlier one
        problems.extend(sorted(sheet.problems, key=lambda problem: problem.line))
    return stock.tallies


def _path(folder: Path, file: DataFile) -> Path:
    path = folder / file.name
    return DATA / file.name if file.own and not path.exists() else path


def _sound(broken: set[str]) -> list[DataFile]:
    """The files to store in spite of the ``broken`` ones: neither broken nor referring to such."""
    out = set(broken)
    for file in FILES:
        if out.intersection(file.needs):
            out.add(file.name)
    return [file for file in FILES if file.name not in out]
