"""The columns that many resources share, and short ways to write the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat, Trim
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from compact.kernel.columns import Column, ColumnType
from compact.kernel.dates import PartialDateField
from compact.kernel.records import UNCONFIRMED

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer

_UID = models.UUIDField()
LANGUAGE_ORDER = ("en", "fr", "es", "ru", "ar", "zh-hans")

IDENTITY = (
    Column("id", _("identifier"), "uid", ColumnType.IDENTIFIER),
    Column("url", _("address"), "uid", ColumnType.ADDRESS),
    Column("version", _("version"), type=ColumnType.NUMBER),
)
PERIOD = (
    Column("start", _("from"), type=ColumnType.DATE),
    Column("end", _("to"), type=ColumnType.DATE),
    Column("end_state", _("what is known of the end"), type=ColumnType.CODE),
    Column("observed_on", _("observed on"), type=ColumnType.DATE),
)
CERTAINTY = Column("certainty", _("certain or possible"), type=ColumnType.CODE, annotation=True)
CLEARED = (
    Column("originator", _("originator"), "originator__uid", ColumnType.IDENTIFIER, through="originator"),
    Column("originator_code", _("originator’s code"), "originator__code", ColumnType.CODE, through="originator"),
    Column("visibility", _("visible to"), type=ColumnType.CODE),
    Column("clearance", _("clearance")),
    Column("cleared_at", _("cleared at"), type=ColumnType.TIME),
)
SOURCED = (
    Column("source", _("source")),
    Column("evidence", _("evidence"), type=ColumnType.CODE),
    Column(
        "unconfirmed",
        _("unconfirmed"),
        type=ColumnType.BOOLEAN,
        compute=lambda viewer: Q(evidence__in=UNCONFIRMED),
    ),
    Column("note", _("note")),
)
ARCHIVE = (
    Column("archived_at", _("archived at"), type=ColumnType.TIME),
    Column("archive_reason", _("reason for archiving")),
)
SURVIVOR = Column(
    "survivor",
    _("merged into"),
    type=ColumnType.IDENTIFIER,
    compute=lambda viewer: F("merged_into__uid") if viewer.is_secretariat else Value(None, output_field=_UID),
)
"""The record that stands for a merged one, which the secretariat sees in the archive."""

#: The type of a column that is a field, the first that fits; others are text, or codes where they have choices.
_TYPES: tuple[tuple[type[models.Field[Any, Any]], ColumnType], ...] = (
    (PartialDateField, ColumnType.DATE),
    (models.DateTimeField, ColumnType.TIME),
    (models.DateField, ColumnType.DATE),
    (models.BooleanField, ColumnType.BOOLEAN),
    (models.IntegerField, ColumnType.NUMBER),
    (models.JSONField, ColumnType.JSON),
)


def plain(model: type[models.Model], *names: str) -> tuple[Column, ...]:
    """Columns for fields of ``model`` under their own names and labels."""
    return tuple(Column(name, _label(model, name), type=_type(model._meta.get_field(name))) for name in names)


def translations(model: type[models.Model], name: str) -> tuple[Column, ...]:
    """``name`` in the reader's language, then in each of the six, which are the ones to write."""
    label, languages = _label(model, name), dict(settings.LANGUAGES)
    own = Column(name, label, translated=True)
    fields = [(build_localized_fieldname(name, code), languages[code]) for code in LANGUAGE_ORDER]
    return (
        own,
        *(
            Column(field, format_lazy("{} ({})", label, language), compute=partial(_or_nothing, field))
            for field, language in fields
        ),
    )


def reference(
    name: str, label: Any, code: str = "", translated: str = "", path: str = "", **options: Any
) -> tuple[Column, ...]:
    """The ``id`` of a row that is referred to, and its ``code`` and ``translated`` field, by their names there.

    ``options`` are those of each :class:`Column`: ``through``, ``stays``.
    """
    start = path or name
    columns = [Column(name, label, f"{start}__uid", ColumnType.IDENTIFIER, **options)]
    if code:
        text = format_lazy("{} ({})", label, _("code"))
        columns.append(Column(f"{name}_code", text, f"{start}__{code}", ColumnType.CODE, **options))
    if translated:
        text = format_lazy("{} ({})", label, _("name"))
        columns.append(Column(f"{name}_name", text, f"{start}__{translated}", translated=True, **options))
    return tuple(columns)


def many(name: str, label: Any, code: str = "code", path: str = "") -> tuple[Column, ...]:
    """The ``id`` of each row of a set (many-to-many field) that the viewer may see, and its ``code``, by code.

    ``path`` leads to the field where it is not the model's own: ``meeting__groups``.
    """
    start = path or name
    text = format_lazy("{} ({})", label, _("code"))
    return (
        Column(name, label, f"{start}__uid", ColumnType.LIST, many=start, by=code),
        Column(f"{name}_codes", text, f"{start}__{code}", ColumnType.LIST, many=start, by=code),
    )


def places(name: str, label: Any) -> tuple[Column, ...]:
    """The codes of a set of countries or regions, in their order."""
    return (Column(name, label, f"{name}__code", ColumnType.LIST, many=name, by="code"),)


def money(model: type[models.Model], name: str) -> tuple[Column, ...]:
    """The amount in the field ``name``, as a decimal in major units, and the code of its currency."""
    field: Any = model._meta.get_field(name)
    amount = Column(name, _label(model, name), type=ColumnType.AMOUNT, of_currency=field.currency)
    return (amount, Column(field.currency, _label(model, field.currency), type=ColumnType.CODE))


def person_name(viewer: Viewer) -> Any:
    """The name of the person that a row refers to."""
    return Trim(Concat(F("person__given_name"), Value(" "), F("person__family_name")))


def _or_nothing(field: str, viewer: Viewer) -> Any:
    """A translation, "" where there is none."""
    return Coalesce(F(field), Value(""), output_field=models.TextField())


def _label(model: type[models.Model], name: str) -> Any:
    return getattr(model._meta.get_field(name), "verbose_name", name)


def _type(field: Any) -> ColumnType:
    for kind, type_ in _TYPES:
        if isinstance(field, kind):
            return type_
    return ColumnType.CODE if field.choices else ColumnType.TEXT
