"""Projects on record, and what a browser sends from their screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.places import Place
from tests.cast import SYSTEM
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.services.partners import partners
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.cast import Cast

NEW = "/admin/workinggroups/project/add/"
LIST = "/admin/workinggroups/project/"


def where(project: Project, page: str = "change") -> str:
    """The address of a page of ``project``."""
    return f"{LIST}{project.pk}/{page}/"


def places(*codes: str) -> list[Place]:
    """Countries or regions by their codes."""
    return list(Place.objects.filter(code__in=codes))


def project_made(cast: Cast, title: str = "Training of border guards", lead: str = "UNODC", **values: Any) -> Project:
    """A project that UNODC leads, unless ``values`` say otherwise."""
    return projects.create(actor=SYSTEM, values={"title_en": title, "lead": cast.entities[lead], **values})


def partner_made(project: Project, cast: Cast, code: str, **values: Any) -> ProjectPartner:
    """A joint entity of ``project``."""
    values = {"role": "joint", **values}
    return partners.create(actor=SYSTEM, values={"project": project, "entity": cast.entities[code], **values})


def typed(cast: Cast, *rows: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What the browser sends for a new project with ``rows`` of partners, each with an entity's code."""
    sent = {
        "kind": "project",
        "title_en": "Training of border guards",
        "lead": cast.entities["UNODC"].pk,
        "visibility": "secretariat",
        "budget_basis": "budget",
        **values,
    }
    return sent | partner_rows(cast, rows)


def partner_rows(cast: Cast, rows: Sequence[dict[str, Any]], stored: int = 0) -> dict[str, Any]:
    """The rows as the browser sends them, ``stored`` of them on record, and an empty one."""
    shown = [*rows, {}]
    sent: dict[str, Any] = {"partners-TOTAL_FORMS": len(shown), "partners-INITIAL_FORMS": stored}
    for place, row in enumerate(shown):
        values = {"role": "not_known", **row}
        if "entity" in row:
            values["entity"] = cast.entities[row["entity"]].pk
        sent |= {f"partners-{place}-{name}": value for name, value in values.items()}
    return sent


def again(project: Project, cast: Cast, *more: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What the browser sends for a project on record as the page shows it, with ``more`` rows of partners."""
    project.refresh_from_db()
    rows = [
        {
            "record": row.pk,
            "version": row.version,
            "entity": row.entity.code,
            "role": row.role,
            "share": row.share_money.amount if row.share_money else "",
            "currency": row.currency,
            "contribution": row.contribution,
        }
        for row in project.partners.live().order_by("entity__code")
    ]
    sent = typed(cast, version=project.version, code=project.code, title_en=project.title_en, status=project.status)
    sent |= {"start": project.start, "end": project.end, "countries": [each.code for each in project.countries.all()]}
    return sent | partner_rows(cast, [*rows, *more], stored=len(rows)) | values


def mistakes(answer: Any) -> dict[str, Any]:
    """What the answered page marks: fields of the project, and rows of partners by their place."""
    form = answer.context["adminform"].form
    rows = {place: dict(row.errors) for place, row in enumerate(form.partners) if row.errors}
    return {**form.errors, **({"rows": rows} if rows else {})}
