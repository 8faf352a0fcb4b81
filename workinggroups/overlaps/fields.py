"""Two records side by side for the secretariat, which sees all: every field, in words of the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compact.entities.models import Entity, Person
from compact.kernel.admin.changes import shown_fields
from compact.kernel.admin.display import EMPTY, field_label, field_value, value_text
from compact.merging.cells import says_nothing
from workinggroups.overlaps.sides import Line, lines_of, side_of, work_name
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.kernel.viewers import Viewer

_LEFT_OUT = frozenset({"archived_at", "archive_reason", "merged_into", "cleared_at", "cleared_by"})
_FIRST = ("code", "title_en", "title_fr", "name_en", "name_fr", "acronym_en", "acronym_fr", "given_name", "family_name")
"""What people compare first."""

_LAST = ("source", "evidence", "note", "visibility", "originator", "clearance")
"""Where it comes from and who sees it: last."""


def record_name(record: Any) -> str:
    """What a record of a pair is called."""
    return work_name(record) if isinstance(record, Project | PlannedActivity) else str(record)


def field_lines(viewer: Viewer, one: Any, other: Any) -> list[Line]:
    """Both records field by field, what people compare first before the rest; what neither has is left out."""
    if type(one) is not type(other):
        return lines_of(side_of(viewer, one), side_of(viewer, other))
    found = [*_lines(one, other), *_around(one, other)]
    return [line for line in sorted(found, key=_place) if line.one or line.other]


def _place(line: Line) -> int:
    if line.name in _FIRST:
        return _FIRST.index(line.name)
    return len(_FIRST) + (1 + _LAST.index(line.name) if line.name in _LAST else 0)


def _lines(one: Any, other: Any) -> Iterator[Line]:
    for field in (*shown_fields(type(one)), *one._meta.many_to_many):
        if field.name not in _LEFT_OUT:
            yield Line(field.name, capfirst(field_label(field)), _text(field, one), _text(field, other))


def _text(field: Any, row: Any) -> str:
    if says_nothing(row, field):
        return ""
    value = getattr(row, field.name) if field.is_relation else field_value(field, row)
    text = value_text(field, value)
    return "" if text == EMPTY else text


def _around(one: Any, other: Any) -> Iterator[Line]:
    """What is kept beside the record and tells people most."""
    kept = {
        Project: ("partners", _("Partners"), "entity"),
        Entity: ("aliases", _("Aliases"), "text"),
        Person: ("affiliations", _("Affiliations"), "entity"),
    }
    if type(one) in kept:
        name, label, shown = kept[type(one)]
        texts = ("; ".join(str(getattr(each, shown)) for each in getattr(row, name).live()) for row in (one, other))
        yield Line(name, label, *texts)
