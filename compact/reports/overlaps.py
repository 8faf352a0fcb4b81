"""The report on overlaps: open cases and how old they are, what was agreed, the money concerned, pairs to decide."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.columns import Column, ColumnType
from compact.kernel.money import money_of
from compact.reports.base import CodeFilter, Report, ReportFilters
from compact.reports.portfolio.cells import Held, held_amounts
from workinggroups.groups.models import Group
from workinggroups.overlaps.cell import side_in
from workinggroups.overlaps.concerned import works_of
from workinggroups.overlaps.filters.cases import led_by
from workinggroups.overlaps.models import (
    Candidate,
    CandidateState,
    Case,
    CaseState,
    ComparedKind,
    Outcome,
    VerdictChoice,
)
from workinggroups.overlaps.standing import RELATIONS
from workinggroups.overlaps.words import verdict_words
from workinggroups.overlaps.working_days import working_days_between
from workinggroups.projects.models import BudgetBasis, PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer


class Part(models.TextChoices):
    """What a row of the report counts by."""

    STATE = "state", _("Cases by state")
    AGE = "age", _("Open cases by age in working days")
    OUTCOME = "outcome", _("Settled cases by outcome")
    WORK = "pairs_work", _("Pairs of work to be decided, by what they look like")
    ENTITY = "pairs_entity", _("Pairs of entities to be decided")
    PERSON = "pairs_person", _("Pairs of people to be decided")


class Age(models.TextChoices):
    """How many working days ago a case was opened."""

    WEEK = "0-5", _("up to 5 working days")
    TWO_WEEKS = "6-10", _("6 to 10 working days")
    MONTH = "11-20", _("11 to 20 working days")
    LONGER = "over-20", _("more than 20 working days")


_AGES = ((5, Age.WEEK), (10, Age.TWO_WEEKS), (20, Age.MONTH))
_PAIRS = {ComparedKind.WORK: Part.WORK, ComparedKind.ENTITY: Part.ENTITY, ComparedKind.PERSON: Part.PERSON}
_KINDS = {part: kind for kind, part in _PAIRS.items()}
_LABELS: dict[Part, type[models.TextChoices]] = {
    Part.STATE: CaseState,
    Part.AGE: Age,
    Part.OUTCOME: Outcome,
    Part.WORK: VerdictChoice,
    Part.ENTITY: VerdictChoice,
    Part.PERSON: VerdictChoice,
}


class Key(NamedTuple):
    """Under what something is counted; ``name`` says it in the active language."""

    part: Part
    code: str

    @property
    def name(self) -> str:
        """The name of the key."""
        kind = _KINDS.get(self.part)
        return verdict_words(self.code, kind) if kind else str(_LABELS[self.part](self.code).label)


@dataclass(slots=True)
class Money:
    """Sums of one currency in minor units, and how many budgets are in them."""

    budget: int = 0
    added: int = 0
    contained: int = 0
    requested: int = 0
    asked: int = 0


@dataclass(slots=True)
class Cell:
    """What stands under one key; ``works`` are the keys of the projects that its cases are about."""

    number: int = 0
    oldest: datetime.date | None = None
    works: set[int] = field(default_factory=set)
    money: dict[str, Money] = field(default_factory=dict)

    def add(self, day: datetime.date, works: Iterable[int] = ()) -> None:
        """Count one more, which dates from ``day``."""
        self.number += 1
        self.oldest = min(self.oldest or day, day)
        self.works.update(works)


def overlaps_of(viewer: Viewer, day: datetime.date, cases: QuerySet[Any], pairs: QuerySet[Any]) -> dict[Key, Cell]:
    """The figures of ``cases`` as they stood on ``day``, and of the ``pairs`` that wait for a decision now.

    Both come from what ``viewer`` sees. Five queries.
    """
    cells: dict[Key, Cell] = {}
    projects: set[int] = set()
    for case in cases.filter(opened_on__lte=day).select_related("candidate", *RELATIONS).order_by("pk"):
        works = {work.pk for work in works_of(case.candidate) if isinstance(work, Project) and not work.is_archived}
        projects |= works
        for key in _keys(case, day):
            cells.setdefault(key, Cell()).add(case.opened_on, works)
    over = datetime.datetime.combine(day, datetime.time.max, tzinfo=datetime.UTC)
    _pairs_count(cells, pairs.filter(found_at__lte=over))
    _money_add(viewer, cells, projects)
    return {key: cells[key] for part in Part for key in _in_order(part, cells)}


def _in_order(part: Part, cells: dict[Key, Cell]) -> list[Key]:
    return [key for code in _LABELS[part].values if (key := Key(part, code)) in cells]


def _keys(case: Case, day: datetime.date) -> list[Key]:
    """Under what ``case`` is counted on ``day``, which may be past."""
    if case.settled_on is not None and case.settled_on <= day:
        return [Key(Part.STATE, CaseState.SETTLED), Key(Part.OUTCOME, case.outcome)]
    referred = case.referred_on is not None and case.referred_on <= day
    age = working_days_between(case.opened_on, day)
    code = next((code for most, code in _AGES if age <= most), Age.LONGER)
    return [Key(Part.STATE, CaseState.SECRETARIAT if referred else CaseState.OPEN), Key(Part.AGE, code)]


def _pairs_count(cells: dict[Key, Cell], pairs: QuerySet[Any]) -> None:
    rows = pairs.filter(state=CandidateState.OPEN).order_by().values("kind", "verdict")
    for row in rows.annotate(number=models.Count("pk"), oldest=models.Min("found_at")):
        key = Key(_PAIRS[ComparedKind(row["kind"])], row["verdict"])
        cells[key] = Cell(row["number"], row["oldest"].date())


# --- Money ------------------------------------------------------------------------------------------------------------


def _money_add(viewer: Viewer, cells: dict[Key, Cell], keys: set[int]) -> None:
    """The budgets of the projects under each key; a parent's contains its parts', so that those are not added."""
    projects = Project.objects.visible_to(viewer).live().filter(pk__in=keys)
    known = {
        pk: (currency, basis, amount)
        for pk, currency, basis, amount in projects.filter(budget__isnull=False).values_list(
            "pk", "budget_currency", "budget_basis", "budget"
        )
    }
    held, _above = held_amounts(viewer, projects, Value(0))
    upper = {each.pk: each for each in held}
    for cell in cells.values():
        for pk in cell.works & known.keys():
            currency, basis, amount = known[pk]
            money = cell.money.setdefault(currency, Money())
            if _is_contained(upper.get(pk), cell.works, known):
                money.contained += 1
            elif basis == BudgetBasis.BUDGET:
                money.budget, money.added = money.budget + amount, money.added + 1
            else:
                money.requested, money.asked = money.requested + amount, money.asked + 1


def _is_contained(held: Held | None, works: set[int], known: dict[int, tuple[str, str, int]]) -> bool:
    """Whether a project above stands under the same key with a known amount of the same kind."""
    if held is None:
        return False
    return any(pk in works and pk in known and known[pk][1] == held.basis for pk in held.above() if pk is not None)


# --- The report -------------------------------------------------------------------------------------------------------


class LeadCodeFilter(CodeFilter):
    """Cases on work that an entity leads, by the entity's code."""

    def filter(self, qs: Any, value: str) -> Any:
        """The cases of ``qs`` on work of the entity ``value``."""
        return qs.filter(led_by([self.key_of(value)])) if value else qs


class OverlapsFilters(ReportFilters):
    """The overlaps of a group or an entity."""

    group = CodeFilter(Group, "groups", label=_("The code of a group that leads one of the two"))
    entity = LeadCodeFilter(Entity, "entity", label=_("The code of an entity that leads one of the two"))


class Overlaps(Report):
    """Overlap cases by state, age and outcome with the money concerned, and pairs that wait for a decision.

    A row is one key in one currency, without a currency where no amount is known; the number and the oldest day are
    of the key and stand in each of its rows. A budget is added once under a key, and not where that of a parent under
    the same key contains it; amounts of two currencies are never added. Pairs are those that wait today.
    """

    name = "overlaps"
    columns = (
        Column("part", _("counted by"), type=ColumnType.CODE),
        Column("key_code", _("key"), type=ColumnType.CODE),
        Column("key_name", _("name of the key")),
        Column("number", _("cases or pairs"), type=ColumnType.NUMBER),
        Column("oldest", pgettext_lazy("case or pair", "oldest from"), type=ColumnType.DATE),
        Column("projects", _("projects that the cases are about"), type=ColumnType.NUMBER),
        Column("currency", _("currency"), type=ColumnType.CODE),
        Column("budget", _("sum of the budgets; what a parent’s contains is not added"), type=ColumnType.AMOUNT),
        Column("budgets_added", _("budgets in this sum"), type=ColumnType.NUMBER),
        Column("budgets_contained", _("budgets that a parent’s contains"), type=ColumnType.NUMBER),
        Column("requested", _("sum of the amounts asked for, not received"), type=ColumnType.AMOUNT),
    )
    may_lack = frozenset({"budget", "requested"})
    filterset_class = OverlapsFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Cases in use."""
        readable: QuerySet[Any] = Case.objects.visible_to(viewer).live()
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a key and currency."""
        given = self.request.query_params
        pairs = pairs_readable(viewer, given.get("group", "").strip(), given.get("entity", "").strip())
        for key, cell in overlaps_of(viewer, day, chosen, pairs).items():
            yield from _rows(key, cell)


def pairs_readable(viewer: Viewer, group: str = "", entity: str = "") -> QuerySet[Any]:
    """The pairs that ``viewer`` sees, of the group and the entity with these codes."""
    pairs = Candidate.objects.visible_to(viewer).live()
    projects, planned = Project.objects.live(), PlannedActivity.objects.live()
    if group:
        rows = projects.filter(group__in=Group.objects.visible_to(viewer).live().filter(code=group))
        pairs = pairs.filter(side_in("a", rows, planned.none()) | side_in("b", rows, planned.none()))
    if entity:
        leads = Entity.objects.visible_to(viewer).live().filter(code=entity).values("pk")
        sides = (projects.filter(lead__in=leads), planned.filter(entity__in=leads))
        pairs = pairs.filter(side_in("a", *sides) | side_in("b", *sides))
    found: QuerySet[Any] = pairs
    return found


def _rows(key: Key, cell: Cell) -> Iterator[Sequence[Any]]:
    head = (key.part.value, key.code, key.name, cell.number, cell.oldest, len(cell.works))
    if not cell.money:
        yield (*head, "", None, 0, 0, None)
    for currency, money in sorted(cell.money.items()):
        budget = _amount(money.budget, currency) if money.added else None
        requested = _amount(money.requested, currency) if money.asked else None
        yield (*head, currency, budget, money.added, money.contained, requested)


def _amount(minor: int, currency: str) -> str:
    found = money_of(minor, currency)
    return str(found.amount) if found else ""
