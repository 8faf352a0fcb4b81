"""The columns of a project or planned activity that is one side of a pair; a merged one is told by its survivor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname, get_language

from compact.kernel.columns import Column, ColumnType

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def work_columns(name: str, label: Any, path: str) -> tuple[Column, ...]:
    """The ``id`` of the work whose subject ``path`` names, its kind, its reference, its title and its lead entity."""
    named = (
        (name, label, ColumnType.IDENTIFIER, _uid),
        (f"{name}_kind", format_lazy("{} ({})", label, _("kind")), ColumnType.CODE, _kind),
        (f"{name}_code", format_lazy("{} ({})", label, _("reference")), ColumnType.TEXT, _code),
        (f"{name}_title", format_lazy("{} ({})", label, _("title")), ColumnType.TEXT, _title),
        (f"{name}_lead_code", format_lazy("{} ({})", label, _("code of the lead entity")), ColumnType.CODE, _lead),
    )
    return tuple(
        Column(each, text, type=kind, compute=partial(expression, f"{path}__"))
        for each, text, kind, expression in named
    )


def _uid(path: str, viewer: Viewer) -> Any:
    return Coalesce(*(F(f"{path}{way}uid") for way in _ways("project__", "planned__")))


def _kind(path: str, viewer: Viewer) -> Any:
    """The kind of project, or that it is planned only."""
    planned = When(**{f"{path}planned__isnull": False}, then=Value("planned_activity"))
    kind = Coalesce(F(f"{path}project__merged_into__kind"), F(f"{path}project__kind"))
    return Case(planned, default=kind, output_field=TextField())


def _code(path: str, viewer: Viewer) -> Any:
    return _first([f"{path}{way}code" for way in _ways("project__")])


def _title(path: str, viewer: Viewer) -> Any:
    """The title in the reader's language, else in English; of an activity without one, with whom and where."""
    titles = dict.fromkeys(build_localized_fieldname("title", code) for code in (get_language(), "en"))
    fields = [f"{path}{way}{title}" for way in _ways("project__") for title in titles]
    fields += [f"{path}{way}{field}" for way in _ways("planned__") for field in ("title", "institution", "country")]
    return _first(fields)


def _lead(path: str, viewer: Viewer) -> Any:
    ways = (*(f"{way}lead__code" for way in _ways("project__")), *(f"{way}entity__code" for way in _ways("planned__")))
    return _first([f"{path}{way}" for way in ways])


def _ways(*references: str) -> list[str]:
    """The survivor before the record itself, for each of ``references``."""
    return [way for each in references for way in (f"{each}merged_into__", each)]


def _first(fields: list[str]) -> Any:
    """The first of ``fields`` that holds a text."""
    return Coalesce(*(NullIf(F(field), Value("")) for field in fields), Value(""), output_field=TextField())
