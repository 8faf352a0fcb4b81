"""Generated programmes, projects and activities, ten at a time: one programme, five projects, four activities."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.dates import earliest, latest
from compact.reports.generating.making import BATCH, amount, cleared, currency, partial
from compact.reports.generating.partners import partners_of
from compact.reports.generating.words import AUDIENCES, FORMS, INSTITUTIONS, SENTENCES, THEMES
from workinggroups.projects.models import Project, ProjectKind
from workinggroups.projects.models.projects import BudgetBasis
from workinggroups.projects.phases import DeclaredStatus, Phase, phase_on
from workinggroups.projects.translation import PROJECT_SETS

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from compact.reports.generating.ground import Ground
    from compact.reports.generating.making import Maker

_TEN = 10
_DAY = datetime.date(2026, 1, 1)
"""The day on which generated projects say how they stand; not today, so that they are the same tomorrow."""
_YEARS = range(2012, 2029)
_YEARS_OFTEN = list(accumulate(1 if year < 2018 else 5 for year in _YEARS))
_USUAL = {
    Phase.NOT_STARTED: DeclaredStatus.PLANNED,
    Phase.RUNNING: DeclaredStatus.ONGOING,
    Phase.STARTED: DeclaredStatus.ONGOING,
    Phase.ENDED: DeclaredStatus.CLOSED,
    Phase.UNKNOWN: "",
}
_THOUSANDS = {ProjectKind.PROGRAMME: (2000, 20_000), ProjectKind.PROJECT: (100, 3000), ProjectKind.ACTIVITY: (5, 90)}
_MONTHS = {ProjectKind.PROGRAMME: (36, 96), ProjectKind.PROJECT: (6, 48), ProjectKind.ACTIVITY: (0, 6)}


@dataclass(slots=True)
class Projects:
    """Makes the projects of a site in batches, and remembers those that money can be set aside for."""

    maker: Maker
    ground: Ground
    requests: list[Any]
    recommendations: list[Any]
    payable: list[tuple[int, int]] = field(default_factory=list)
    """The keys of a project and its lead entity; one of twenty."""

    def make(self, count: int) -> None:
        """Store ``count`` projects with their sets and partners, and tell how far that is."""
        chance = self.maker.chance("projects")
        often = list(accumulate(1 / (place + 3) for place in range(len(self.ground.countries))))
        countries = self.maker.chance("countries").sample(self.ground.countries, len(self.ground.countries))
        for start in range(0, count, BATCH):
            rows = self._rows(chance, start, min(start + BATCH, count))
            for kind in ProjectKind:  # a part is stored after what it is part of
                self.maker.store([row for row in rows if row.kind == kind])
            sets = [self._sets(chance, row, countries, often) for row in rows]
            for name in PROJECT_SETS:
                self.maker.link(
                    Project,
                    name,
                    ((row, key) for row, keys in zip(rows, sets, strict=True) for key in keys.get(name, ())),
                )
            parts = partners_of(self.maker, chance, self.ground, rows, start)
            self.maker.store(parts)
            self.payable += [(row.pk, row.lead_id) for row in rows[::20]]
            done = start + len(rows)
            words = {"done": done, "count": count, "percent": 100 * done // count}
            self.maker.tell(_("Projects: %(done)d of %(count)d (%(percent)d %%)") % words)

    def _rows(self, chance: random.Random, first: int, last: int) -> list[Project]:
        rows: list[Project] = []
        for n in range(first, last):
            tens = rows[n - first - n % _TEN :]
            rows.append(self._row(chance, n + 1, *_place(chance, n % _TEN, tens)))
        return rows

    def _row(self, chance: random.Random, number: int, kind: ProjectKind, parent: Project | None) -> Project:
        lead = parent.lead if parent and chance.random() < 0.6 else chance.choice(self.ground.entities)
        start, end = _dates(chance, kind)
        code = (parent.budget_currency if parent else "") or currency(chance)
        known = chance.random() < 0.7
        return self.maker.row(
            Project,
            number,
            code=f"DEMO-{self.maker.seed}-{number:06}",
            kind=kind,
            parent=parent,
            lead=lead,
            **_texts(chance, kind),
            group=chance.choice(self.ground.groups) if chance.random() < 0.8 else None,
            declared_joint=chance.random() < 0.15,
            is_global=chance.random() < 0.08,
            start=start,
            end=end,
            status=_status(chance, start, end),
            budget=amount(chance, code, *_THOUSANDS[kind]) if known else None,
            budget_currency=code if known else "",
            budget_basis=BudgetBasis.REQUESTED if known and chance.random() < 0.1 else BudgetBasis.BUDGET,
            documents=[f"https://documents.example.org/{number}"] if chance.random() < 0.2 else [],
            **cleared(chance, lead if chance.random() < 0.75 else None),
        )

    def _sets(
        self, chance: random.Random, row: Project, countries: list[str], often: list[float]
    ) -> dict[str, Sequence[Any]]:
        ground = self.ground
        found: dict[str, Sequence[Any]] = {}
        found["themes"] = _some(chance, ground.themes, (5, 70, 25))
        found["pillars"] = _some(chance, ground.pillars, (15, 65, 20))
        found["instruments"] = _some(chance, ground.instruments, (70, 20, 10))
        if row.group_id:
            found["contributing_groups"] = [
                key for key in _some(chance, ground.groups, (70, 20, 10)) if key != row.group_id
            ]
        if not row.is_global and chance.random() < 0.25:
            found["regions"] = chance.sample(ground.regions, 1)
        elif not row.is_global:
            found["countries"] = list(
                dict.fromkeys(chance.choices(countries, cum_weights=often, k=chance.randint(1, 4)))
            )
        if chance.random() < 0.08:
            need = chance.choice(self.requests)
            found["requests"] = [need.pk]
            found["countries"] = list(dict.fromkeys([*found.get("countries", ()), need.country]))
        if chance.random() < 0.08:
            found["recommendations"] = [chance.choice(self.recommendations).pk]
        return found


def _place(chance: random.Random, place: int, tens: Sequence[Project]) -> tuple[ProjectKind, Project | None]:
    """The kind of a project by its place among ten, and what it is part of."""
    if place == 0:
        return ProjectKind.PROGRAMME, None
    if place <= 5:
        return ProjectKind.PROJECT, tens[0] if chance.random() < 0.5 else None
    return ProjectKind.ACTIVITY, tens[chance.randint(1, 5)]


def _texts(chance: random.Random, kind: ProjectKind) -> dict[str, str]:
    form, theme, audience = chance.choice(FORMS[kind]), chance.choice(THEMES), chance.choice(AUDIENCES)
    sentences = chance.sample(SENTENCES, chance.randint(0, 3))
    french = chance.random() < 0.6
    institution = chance.choice(INSTITUTIONS) if chance.random() < 0.4 else ""
    return {
        "title_en": f"{form[0]} {theme[1].lower()} for {audience[0]}",
        "title_fr": f"{form[1]} {theme[2].lower()} ({audience[1]})" if french else "",
        "summary_en": " ".join(each[0] for each in sentences),
        "summary_fr": " ".join(each[1] for each in sentences) if french else "",
        "institutions": institution,
        "audience": audience[0] if chance.random() < 0.5 else "",
    }


def _dates(chance: random.Random, kind: ProjectKind) -> tuple[str, str]:
    year, month = chance.choices(_YEARS, cum_weights=_YEARS_OFTEN)[0], chance.randint(1, 12)
    start = partial(chance, year, month) if chance.random() < 0.88 else ""
    later = year * 12 + month - 1 + chance.randint(*_MONTHS[kind])
    end = partial(chance, later // 12, later % 12 + 1) if chance.random() < 0.7 else ""
    if start and end and latest(end) < earliest(start):
        end = start
    return start, end


def _status(chance: random.Random, start: str, end: str) -> str:
    if chance.random() < 0.15:
        return chance.choice(DeclaredStatus.values)
    return _USUAL[phase_on(start, end, _DAY)] if chance.random() < 0.9 else ""


def _some(chance: random.Random, rows: Sequence[Any], weights: tuple[int, int, int]) -> list[int]:
    """The keys of none, one or two of ``rows``."""
    count = min(chance.choices((0, 1, 2), weights)[0], len(rows))
    return [row.pk for row in chance.sample(rows, count)]
