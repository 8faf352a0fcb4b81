"""Pieces of work by what a person knows of them: a reference, words of the title, an identifier, or an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from compact.entities.queries import LANGUAGES
from compact.kernel.survivors import seen_by_uid
from compact.merging.found import found_by_code
from compact.merging.kept import found_by_kept
from workinggroups.overlaps.sides import side_of, work_name
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer

MOST = 10
"""So many of each kind are offered to choose from."""

_MOST_NAMED = 200

_MODELS: tuple[Any, ...] = (Project, PlannedActivity)
_UID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_STAFF_PAGE = re.compile(r"/workinggroups/(project|plannedactivity)/(\d{1,18})/")
_BETWEEN = " · "
"""What stands between the parts of the name of a planned activity."""

_FACTS = ("lead", "places", "when")


def works_found(viewer: Viewer, text: str) -> list[Any]:
    """The projects and planned activities in use that ``viewer`` sees and ``text`` fits, at most ``MOST`` of each.

    An identifier or an address names one, also by that of a record which was merged into it; so does a reference.
    """
    text = text.strip()
    if not text:
        return []
    if uid := _UID.search(text):
        return _in_use(seen_by_uid(model, viewer, [UUID(uid[0])]).get(UUID(uid[0])) for model in _MODELS)
    if page := _STAFF_PAGE.search(text):
        model = next(each for each in _MODELS if each._meta.model_name == page[1])
        return _in_use([model.objects.visible_to(viewer).filter(pk=int(page[2])).first()])
    named = found_by_code(Project.objects.visible_to(viewer).live(), text)[:MOST]
    return list(named) or _by_words(viewer, text)


def _in_use(rows: Any) -> list[Any]:
    return [row for row in rows if row is not None and not row.is_archived]


def _by_words(viewer: Viewer, text: str) -> list[Any]:
    """Those with exactly this name alone; else those whose title contains the text, else all of its words."""
    parts = [part for part in text.split(_BETWEEN) if part]
    called = _rows(viewer, {model: _named(model, parts) for model in _MODELS}, _MOST_NAMED)
    if exact := [row for row in called if text.casefold() in (work_name(row).casefold(), row.title.casefold())]:
        return exact[:MOST]
    words = [word for word in text.split() if len(word) > 1]
    found = _rows(viewer, {model: _with(model, text) for model in _MODELS}, MOST)
    return found or (_rows(viewer, {model: _with_all(model, words) for model in _MODELS}, MOST) if words else [])


def _rows(viewer: Viewer, wanted: dict[Any, Q], most: int) -> list[Any]:
    rows = [
        model.objects.visible_to(viewer).live().filter(fits).order_by("pk")[:most] for model, fits in wanted.items()
    ]
    return [row for each in rows for row in each]


def _titles(model: Any) -> list[str]:
    return [f"title_{language}" for language in LANGUAGES] if model is Project else ["title", "institution"]


def _named(model: Any, parts: list[str]) -> Q:
    found = Q()
    for name in _titles(model):
        found |= Q(**{f"{name}__in": parts})
    if model is PlannedActivity:
        found |= Q(title="", institution="", entity__code__in=parts)
    return found


def _with(model: Any, text: str, *around: str) -> Q:
    found = Q(code__icontains=text) if model is Project else Q()
    for name in (*_titles(model), *around):
        found |= Q(**{f"{name}__icontains": text})
    return found | found_by_kept(model, text)


def _with_all(model: Any, words: list[str]) -> Q:
    lead = "lead" if model is Project else "entity"
    found = Q()
    for word in words:
        found &= _with(model, word, f"{lead}__code")
    return found


def work_words(viewer: Viewer, work: Any) -> str:
    """A work as it is told apart from others: its name, and of a project its lead, places and dates."""
    if isinstance(work, PlannedActivity):
        return _BETWEEN.join((str(work._meta.verbose_name).capitalize(), work_name(work)))
    facts = side_of(viewer, work).facts
    return _BETWEEN.join((work_name(work), *filter(None, (facts.get(name, "") for name in _FACTS))))
