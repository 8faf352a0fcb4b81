"""leadership.csv, group_membership.csv and other_terms.csv: who held what, as precisely as the sources say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from compact.kernel.periods import EndState
from compact.kernel.records import Evidence
from compact.reports.loading.entities import sourced
from workinggroups.groups.models import Role, Term
from workinggroups.groups.services import term_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

LEADERSHIP_COLUMNS = (
    "group_code",
    "role",
    "entity_acronym",
    "from",
    "to",
    "scope",
    "source_url",
    "note",
    "evidence",
)
MEMBERSHIP_COLUMNS = ("group_code", "entity_acronym", "status", "source_url", "note", "evidence")
OTHER_COLUMNS = ("group_code", "role", "entity_acronym", "from", "to", "source_url", "note", "evidence")
LEADERSHIP_KEY = ("group_code", "role", "entity_acronym", "from", "scope")
MEMBERSHIP_KEY = ("group_code", "entity_acronym", "status", "evidence")
OTHER_KEY = ("group_code", "role", "entity_acronym", "from")

COMMITTEE = "committee"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_OBSERVED = re.compile(
    r"\b(?:in office|Co-chair|Chair|Vice-chair|Member of [^;.]*?) in (?:(?P<month>[A-Z][a-z]+) )?(?P<year>\d{4})\b",
    re.IGNORECASE | re.ASCII,
)
_NEITHER_FOUND = "start and end not found"


class Scope(TextChoices):
    """Of which body a row of leadership.csv speaks; an empty group code means the Committee."""

    COMPACT = "compact"
    PREDECESSOR = "predecessor_ctitf"


def load_leadership(sheet: Sheet, stock: Stock) -> None:
    """Store chairs, co-chairs and vice-chairs of the Committee, its groups and the predecessor's."""
    for row in sheet.rows:
        scope = row.choice("scope", Scope)
        row.choice("role", Role)
        _term(row, stock, _dates(row), row.text("role"), predecessor=scope == Scope.PREDECESSOR)


def load_other(sheet: Sheet, stock: Stock) -> None:
    """Store terms that no other file has: the secretariat, and seats on the Committee by name."""
    for row in sheet.rows:
        row.choice("role", Role)
        _term(row, stock, _dates(row), row.text("role"))


def load_membership(sheet: Sheet, stock: Stock) -> None:
    """Store members and observers. None is dated, so starts are not known; some were seen in a year."""
    for row in sheet.rows:
        role = row.choice("status", Role)
        evidence = row.text("evidence")
        observed = _observed(row)
        state = EndState.UNKNOWN if observed or evidence == Evidence.PREDECESSOR else EndState.OPEN
        dates = {"start": "", "end": "", "observed_on": observed, "end_state": state}
        _term(row, stock, dates, role, predecessor=evidence == Evidence.PREDECESSOR)


def _dates(row: Row) -> dict[str, str]:
    """The period of a row with columns ``from`` and ``to``.

    Where the note says that neither start nor end was found, ``from`` is the year of the observation and
    not a start.
    """
    start, end = row.period("from", "to")
    not_found = _NEITHER_FOUND in row.text("note").lower()
    state = EndState.DATED if end else EndState.UNKNOWN if not_found else EndState.OPEN
    return {
        "start": "" if not_found else start,
        "end": end,
        "end_state": state,
        "observed_on": _observed(row) or (start if not_found else ""),
    }


def _observed(row: Row) -> str:
    """When the note says that the entity was seen in office: 2020-07 or 2020, "" when it does not."""
    match = _OBSERVED.search(row.text("note"))
    if match is None:
        return ""
    month, year = (match["month"] or "").capitalize(), match["year"]
    return f"{year}-{_MONTHS.index(month) + 1:02}" if month in _MONTHS else year


def _term(row: Row, stock: Stock, dates: Mapping[str, str], role: str, *, predecessor: bool = False) -> None:
    entity = stock.entity(row, "entity_acronym")
    group = stock.group(row, "group_code", _group_code(row, stock, predecessor=predecessor))
    facts = sourced(row)
    if not row.sound or entity is None or group is None:
        return
    values = {"group": group, "entity": entity, "role": role, **dates, **facts}
    key = {"group_id": group.pk, "entity_id": entity.pk, "role": role}
    stock.keep(
        Term,
        lambda values: term_create(actor=stock.actor, values=values),
        row,
        key={**key, "start": dates["start"], "observed_on": dates["observed_on"]},
        values=values,
        columns={
            "entity": "entity_acronym",
            "group": "group_code",
            "start": "from",
            "end": "to",
            "end_state": "to",
            "observed_on": "note",
            "source": "source_url",
        },
        rival=lambda: _rival(Term(**values), key),
    )


def _rival(term: Term, key: Mapping[str, object]) -> Term | None:
    """A term on record of the same entity in the same role, which certainly meets ``term`` or is open like it."""
    days = term.certainly_within()
    others: QuerySet[Term] = Term.objects.live().filter(**key)
    for other in others:
        theirs = other.certainly_within()
        meet = days is not None and theirs is not None and days[0] <= theirs[1] and theirs[0] <= days[1]
        if meet or term.end_state == other.end_state == EndState.OPEN:
            return other
    return None


def _group_code(row: Row, stock: Stock, *, predecessor: bool) -> str:
    code = row.text("group_code")
    if not predecessor:
        return code or COMMITTEE
    if code not in stock.predecessors and code not in stock.groups:
        return code
    if code not in stock.predecessors:
        row.problem("group_code", _("No group of the predecessor is known for “%(code)s”.") % {"code": code})
    return stock.predecessors.get(code, "")
