"""What is alike while somebody is still typing: a part of a page, for the script of the forms that enter work."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_POST

from compact.entities.models import Entity
from compact.entities.queries import LANGUAGES
from compact.kernel.dates import is_partial_date
from compact.kernel.places import Place
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.similar import planned_typed, project_typed, similar_work

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from compact.kernel.viewers import Viewer
    from workinggroups.projects.similar import Typed

MOST = 3
"""How many are shown while somebody types; before it is stored a few more are."""

_LONGEST = 5000
_MOST_ROWS = 300
_TEXTS = tuple(f"{name}_{language}" for name in ("title", "summary") for language in LANGUAGES)
_REFERENCES: dict[str, Any] = {"lead": Entity, "group": Group, "parent": Project}
_SETS: dict[str, Any] = {"contributing_groups": Group, "themes": Theme}


@login_required
@require_POST
def alike(request: HttpRequest) -> HttpResponse:
    """What is alike to the fields of a form as they are typed so far; what is wrong or unknown in them is passed over.

    Nothing is stored, and nothing is told that the writer may not see.
    """
    viewer = viewer_of(request)
    typed = _planned(request.POST, viewer) if "country" in request.POST else _project(request.POST, viewer)
    return render(request, "projects/_similar_live.html", {"similar": similar_work(viewer, typed)[:MOST]})


def _planned(data: QueryDict, viewer: Viewer) -> Typed:
    values: dict[str, Any] = {name: data.get(name, "")[:_LONGEST] for name in ("title", "institution", "country")}
    values |= {"entity": _row(data, "entity", Entity, viewer), "theme": _row(data, "theme", Theme, viewer)}
    values["month"] = _date(data, "month")
    return planned_typed(_record(data, PlannedActivity, viewer), values)


def _project(data: QueryDict, viewer: Viewer) -> Typed:
    values: dict[str, Any] = {name: data.get(name, "")[:_LONGEST] for name in _TEXTS if name in data}
    values |= {name: _row(data, name, model, viewer) for name, model in _REFERENCES.items()}
    values |= {name: _rows(data.getlist(name), model, viewer) for name, model in _SETS.items()}
    values |= {name: _places(data.getlist(name)) for name in ("countries", "regions")}
    values |= {name: _date(data, name) for name in ("start", "end")}
    return project_typed(_record(data, Project, viewer), values, _rows(_partners(data), Entity, viewer))


def _partners(data: QueryDict) -> list[str]:
    return [data.get(name, "") for name in data if name.startswith("partners-") and name.endswith("-entity")]


def _date(data: QueryDict, name: str) -> str:
    value = data.get(name, "").strip()
    return value if is_partial_date(value) else ""


def _row(data: QueryDict, name: str, model: Any, viewer: Viewer) -> Any:
    return next(iter(_rows([data.get(name, "")], model, viewer)), None)


def _rows(keys: list[str], model: Any, viewer: Viewer) -> list[Any]:
    numbers = [key for key in keys[:_MOST_ROWS] if key.isdecimal() and len(key) < 19]
    return list(model.objects.visible_to(viewer).live().filter(pk__in=numbers)) if numbers else []


def _places(codes: list[str]) -> list[Place]:
    known = [code for code in codes[:_MOST_ROWS] if code.isalnum()]
    return list(Place.objects.filter(pk__in=known)) if known else []


def _record(data: QueryDict, model: Any, viewer: Viewer) -> Any:
    """The record that is being changed; None for a new one."""
    try:
        uid = uuid.UUID(data.get("record", ""))
    except ValueError:
        return None
    return model.objects.visible_to(viewer).live().filter(uid=uid).first()
