"""Ground for the tests of the index and of scans: works that look alike, edits to them, and what the index knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from tests.overlaps.case_ground import name_of, work_make
from workinggroups.overlaps.comparing import process
from workinggroups.overlaps.comparing.records import records_load
from workinggroups.overlaps.models import Candidate, Scan, Subject
from workinggroups.projects.services.planned import planned_create
from workinggroups.projects.services.projects import project_archive, project_restore, project_update

if TYPE_CHECKING:
    from tests.cast import Cast
    from workinggroups.overlaps.comparing.records import Comparable
    from workinggroups.projects.models import PlannedActivity, Project

TITLE = "Advance passenger information for border guards at Mombasa airport in Kenya"
ALIKE = "Advance passenger information for the border guards of Mombasa airport, Kenya"
UNLIKE = "Rehabilitation of children who return from conflict zones to Kazakhstan"


def alike(cast: Cast, other: str = "UNODC", **values: Any) -> tuple[Project, Project]:
    """Two projects that look like one, the second led by ``other``; everybody sees them unless ``values`` say not."""
    return work_make(cast, TITLE, "UNODC", **values), work_make(cast, ALIKE, other, **values)


def planned_make(cast: Cast, title: str = TITLE, entity: str = "WCO", **values: Any) -> PlannedActivity:
    """An activity that ``entity`` plans in Kenya."""
    least = {"entity": cast.entities[entity], "country": "KEN", "month": "2026-11", "contact": "Desk 5", "title": title}
    return planned_create(actor=SYSTEM, values={**least, **values})


def work_edit(work: Project, **values: Any) -> Project:
    """The project with ``values``."""
    work.refresh_from_db()
    return project_update(actor=SYSTEM, record=work, version=work.version, values=values)


def work_archive(work: Project) -> Project:
    """The project in the archive."""
    work.refresh_from_db()
    return project_archive(actor=SYSTEM, record=work, version=work.version, reason="Entered by mistake")


def work_restore(work: Project) -> Project:
    """The project in use again."""
    work.refresh_from_db()
    return project_restore(actor=SYSTEM, record=work, version=work.version)


def known(kind: str = "work") -> set[str]:
    """The titles of the works that the index in the database holds."""
    rows = Subject.objects.filter(kind=kind, row__isnull=False)
    return {str(row.record.title if kind == "work" else row.record) for row in rows}


def comparable(row: Any) -> Comparable | None:
    """A stored project, planned activity, entity or person as it is compared; None when it is not."""
    return records_load(name_of(row), [row.pk]).get(row.pk)


def found(work: Any, kind: str = "work") -> list[str]:
    """The identifiers of what the index finds alike to ``work``, the likeliest first."""
    record = comparable(work)
    assert record is not None
    with process.current(kind) as now:
        return [match.b for match in now.index.check(record, 5) if match.probability > 0.3]


def holds(*works: Any, kind: str = "work") -> bool:
    """Whether the index of this process has all of them."""
    with process.current(kind) as now:
        return all(str(work.uid) in now.index for work in works)


def pair(one: Any, other: Any) -> Candidate | None:
    """The pair of the two on record."""
    keys = [
        {"project": work.pk} if work._meta.model_name == "project" else {"planned": work.pk} for work in (one, other)
    ]
    subjects = sorted(Subject.objects.get(**key).pk for key in keys)
    return Candidate.objects.filter(a=subjects[0], b=subjects[1]).first()


def scan_do(kind: str = "work") -> Scan:
    """A scan that was done."""
    from workinggroups.overlaps import scanning
    from workinggroups.overlaps.comparing.scan import scan_run

    scan = scanning.scan_start(actor=SYSTEM, kind=kind)
    scan_run(scan.uid)
    scan.refresh_from_db()
    return scan
