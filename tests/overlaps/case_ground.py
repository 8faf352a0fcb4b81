"""Ground for the tests of overlap cases: two projects in Kenya that overlap, and a case on them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from tests.projects.ground import BY_MAIL, places, project_make
from workinggroups.overlaps.models import Candidate, Subject
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.overlaps.models import Case
    from workinggroups.projects.models import Project

LETTER = "Letter of 3 May 2026"


def work_make(cast: Cast, title: str, lead: str, **values: Any) -> Project:
    """A project in Kenya that everybody sees."""
    least = {"countries": places("KEN"), "visibility": "all", "clearance": BY_MAIL, "start": "2026", "end": "2027"}
    return project_make(cast, title, lead, **{**least, **values})


def name_of(work: Any) -> str:
    """The reference of subjects that leads to a project, a planned activity, an entity or a person."""
    return {"plannedactivity": "planned"}.get(work._meta.model_name, work._meta.model_name)


def subject_of(work: Any) -> Subject:
    """What the matching keeps of a project, a planned activity, an entity or a person."""
    name = name_of(work)
    kind = name if name in ("entity", "person") else "work"
    return Subject.objects.get_or_create(kind=kind, **{name: work})[0]


def pair_make(one: Any, other: Any, **values: Any) -> Candidate:
    """A pair that looks alike; its records in the order of their keys."""
    first, second = sorted((subject_of(one), subject_of(other)), key=lambda each: each.pk)
    least = {"kind": first.kind, "verdict": "overlap", "strength": "likely", "probability": 0.9, "state": "case"}
    from compact.kernel.operations import operation

    with operation(actor=SYSTEM):
        return Candidate.objects.create(a=first, b=second, **{**least, **values})


def works_make(cast: Cast, **values: Any) -> tuple[Project, Project]:
    """A project of UNODC's in the border group and one of INTERPOL's in no group."""
    one = work_make(cast, "Passenger data in Kenya", "UNODC", group=cast.groups["border"], **values)
    return one, work_make(cast, "Airline data for Kenya", "INTERPOL", **values)


def case_make(cast: Cast, actor: Any = SYSTEM, **values: Any) -> Case:
    """A case on those two."""
    return services.case_open(actor=actor, candidate=pair_make(*works_make(cast, **values)), reason="Same airport")


def days_over(case: Case) -> datetime.date:
    """The first day on which a case is late."""
    return case.due_on + datetime.timedelta(days=1)


def accept(actor: Viewer, case: Case, outcome: str, text: str = "", **values: Any) -> Case:
    """The case after ``actor`` accepted ``outcome``."""
    case.refresh_from_db()
    return services.case_accept(actor=actor, case=case, version=case.version, outcome=outcome, text=text, **values)
