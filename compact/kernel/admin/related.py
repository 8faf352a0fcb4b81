"""The neighbours of a record as read-only tables on its page, each row with a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import address_of
from compact.kernel.admin.changes import required_relations, with_relations
from compact.kernel.admin.display import evidence_badge, field_value, value_text
from compact.kernel.money import AmountField
from compact.kernel.moving import Stays, rules_of
from compact.kernel.survivors import keys_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models
    from django.utils.functional import _StrPromise

    from compact.kernel.viewers import Viewer

PERIOD = ("period_display", gettext_lazy("period"))
"""The column of a period in words."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Rows of ``model`` whose foreign key ``parent`` leads to the record.

    ``columns`` are names of fields or, paired with a label, of properties. ``add_page`` is the admin page of
    the record that makes a new row; "" means the plain form with the parent filled in; None means none. Without a
    ``title`` the table is named after the model.
    """

    model: type[models.Model]
    parent: str
    columns: tuple[str | tuple[str, str | _StrPromise], ...]
    add_page: str | None = ""
    order: tuple[str, ...] = ()
    title: str | _StrPromise = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its page, its cells, its badge."""

    address: str
    cells: tuple[str, ...]
    badge: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of neighbours, ready for the template."""

    name: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    add_address: str
    add_label: str


def table_of(neighbours: Neighbours, record: Any, viewer: Viewer, *, may_add: bool) -> Table:
    """The rows in use around ``record`` that ``viewer`` may see, those that stayed with a merged record too.

    One query; two where such rows can be.
    """
    model: Any = neighbours.model
    stays = isinstance(rules_of(model).get(neighbours.parent), Stays)
    wanted = {f"{neighbours.parent}__in": keys_of(record)} if stays else {neighbours.parent: record}
    rows = model.objects.visible_to(viewer).live().filter(**wanted)
    rows = with_relations(rows, *required_relations(model), *_references(neighbours))
    if neighbours.order:
        rows = rows.order_by(*neighbours.order)
    return Table(
        name=model._meta.model_name,
        title=str(neighbours.title or model._meta.verbose_name_plural),
        heads=tuple(_label(model, column) for column in neighbours.columns),
        lines=tuple(_line(row, neighbours.columns) for row in rows),
        add_address=_add_address(neighbours, record) if may_add else "",
        add_label=str(model._meta.verbose_name),
    )


def _references(neighbours: Neighbours) -> list[str]:
    """The foreign keys among the columns, which may be empty."""
    names = {column for column in neighbours.columns if isinstance(column, str)}
    return [field.name for field in neighbours.model._meta.concrete_fields if field.many_to_one and field.name in names]


def _label(model: type[models.Model], column: str | tuple[str, str | _StrPromise]) -> str:
    if isinstance(column, str):
        field: Any = model._meta.get_field(column)
        return str(field.verbose_name)
    return str(column[1])


def _line(row: Any, columns: Sequence[str | tuple[str, str | _StrPromise]]) -> Line:
    names = [column if isinstance(column, str) else column[0] for column in columns]
    badge = evidence_badge(row) if hasattr(row, "is_unconfirmed") else ""
    return Line(address_of(type(row), "change", row.pk), tuple(_cell(row, name) for name in names), badge)


def _cell(row: Any, name: str) -> str:
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return str(getattr(row, name))
    return value_text(field, field_value(field, row) if isinstance(field, AmountField) else getattr(row, name))


def _add_address(neighbours: Neighbours, record: Any) -> str:
    if neighbours.add_page is None:
        return ""
    if neighbours.add_page:
        return address_of(type(record), neighbours.add_page, record.pk)
    back = address_of(type(record), "change", record.pk)
    return f"{address_of(neighbours.model, 'add')}?{urlencode({neighbours.parent: record.pk, 'back': back})}"
