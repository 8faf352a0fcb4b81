"""One tuple of columns for a resource: the same names in API, page and export.

What leaves the house as a table is selected in the form in which it is written: the database formats
identifiers, times and truth values, so that ten thousand rows cost no Python for each cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf
from modeltranslation.utils import build_localized_fieldname, get_language

from compact.kernel.records import Record
from compact.kernel.sql import AmountOrder, AmountText, Joined, TimeText, UidText

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.functional import _StrPromise

    from compact.kernel.viewers import Viewer


class ColumnType(models.TextChoices):
    """How a value is written."""

    TEXT = "text"
    CODE = "code"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "list"
    JSON = "json"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` outside, ``label`` for people, ``path`` from the model, ``type`` of the value.

    ``TEXT`` is what somebody typed and is neutralised in spreadsheets; a ``CODE`` is one of ours and is not.
    ``translated``: the path leads to a translated field, read in the active language and, where that is
    empty, in English. ``through`` names an optional reference on the way: who may not see its row reads
    nothing. ``compute`` makes the expression from the viewer instead of a path; for ``BOOLEAN`` it is a
    condition. ``annotation``: there only when the query set is annotated with the name (``certainty``).
    A ``LIST`` is selected as text with semicolons between its members, which are ours as a ``CODE`` is; ``many``
    is the path of the many-to-many field whose members it lists, as far as the viewer sees them, in the order of
    the member's field ``by``. A ``JSON`` is a list of texts that somebody typed. An ``AMOUNT`` is a decimal in major
    units, as text; the field ``of_currency`` beside it names its currency. ``stays`` names the reference on the way
    that goes on leading to a record when that is merged: what is told is its survivor's.
    """

    name: str
    label: str | _StrPromise
    path: str = ""
    type: ColumnType = ColumnType.TEXT
    translated: bool = False
    through: str = ""
    compute: Callable[[Viewer], Any] | None = None
    annotation: bool = False
    many: str = ""
    by: str = ""
    of_currency: str = ""
    stays: str = ""

    def source(self) -> str:
        """The path from the model, which is the name unless another was given."""
        return self.path or self.name

    def expression(self, queryset: models.QuerySet[Any], viewer: Viewer, address: str = "") -> Any:
        """What to select from ``queryset`` on behalf of ``viewer``; ``address`` stands before identifiers."""
        if self.annotation and self.name not in queryset.query.annotations:
            return Value(None, output_field=TextField())
        if self.stays:
            return self._of_survivor(queryset, viewer, address)
        if self.many:
            return _listed(queryset.model, self, viewer)
        value = self._written(self.compute(viewer) if self.compute else self._value(), address)
        return _masked(queryset.model, self.through, viewer, value) if self.through else value

    def _written(self, value: Any, address: str) -> Any:
        """``value`` in the form in which its type is written."""
        if self.type == ColumnType.ADDRESS:
            return Concat(Value(address), UidText(value), Value("/"), output_field=TextField())
        if self.type == ColumnType.IDENTIFIER:
            return UidText(value)
        if self.type == ColumnType.TIME:
            return TimeText(value)
        if self.type == ColumnType.AMOUNT and not self.compute:
            return AmountText(value, F(self.of_currency))
        if self.type == ColumnType.BOOLEAN:
            return Case(When(value, then=Value("true")), default=Value("false"), output_field=TextField())
        return value

    def _of_survivor(self, queryset: models.QuerySet[Any], viewer: Viewer, address: str) -> Any:
        """The value of the record that stands now for the one that the row refers to."""
        plain, way = replace(self, stays=""), f"{self.stays}__merged_into"
        there = replace(plain, path=self.source().replace(self.stays, way, 1), through=self.through and way)
        merged = When(**{f"{way}__isnull": False}, then=there.expression(queryset, viewer, address))
        return Case(merged, default=plain.expression(queryset, viewer, address), output_field=TextField())

    def _value(self) -> Any:
        if self.type == ColumnType.BOOLEAN:
            return Q(**{self.source(): True})
        if not self.translated:
            return F(self.source())
        local, english = (build_localized_fieldname(self.source(), code) for code in (get_language(), "en"))
        if local == english:
            return Coalesce(F(english), Value(""), output_field=TextField())
        return Coalesce(NullIf(F(local), Value("")), F(english), Value(""), output_field=TextField())


def _listed(model: Any, column: Column, viewer: Viewer) -> Joined:
    """One text for each member of the set that ``viewer`` may see, joined."""
    way, _, name = column.many.rpartition("__")
    for step in filter(None, way.split("__")):
        model = model._meta.get_field(step).related_model
    field = model._meta.get_field(name)
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through._base_manager.filter(**{here: OuterRef(f"{way}__pk" if way else "pk")})
    if not viewer.is_secretariat and issubclass(field.related_model, Record):
        seen = field.related_model._default_manager.all().visibility_rule(viewer, f"{there}__")
        links = links.filter(seen, **{f"{there}__archived_at__isnull": True})
    text = column.path.removeprefix(f"{column.many}__")
    item: Any = UidText(F(f"{there}__uid")) if text == "uid" else F(f"{there}__{text}")
    return Joined(links.order_by(f"{there}__{column.by}", f"{there}__pk").values(item=item))


def _masked(model: type[models.Model], reference: str, viewer: Viewer, value: Any) -> Any:
    """``value`` where the row behind the optional ``reference`` may be seen, else nothing."""
    if viewer.is_secretariat:
        return value
    related: Any = model
    for step in reference.split("__"):
        related = related._meta.get_field(step).related_model
    seen = related.objects.all().visibility_rule(viewer, f"{reference}__")
    seen &= Q(**{f"{reference}__archived_at__isnull": True})
    return Case(When(seen, then=value), default=Value(None), output_field=TextField())


def _ordered(name: str, amounts: Mapping[str, Column]) -> Any:
    """What to order by for the column ``name``: its text, or for ``amounts`` the number; unknown ones come last."""
    column = amounts.get(name.removeprefix("-"))
    if column is None:
        return f"-column_{name[1:]}" if name.startswith("-") else f"column_{name}"
    amount = AmountOrder(F(column.source()), F(column.of_currency))
    return amount.desc(nulls_last=True) if name.startswith("-") else amount.asc(nulls_last=True)


def rows(
    queryset: models.QuerySet[Any],
    columns: Sequence[Column],
    *,
    viewer: Viewer,
    address: str = "",
    order: Sequence[str] = (),
) -> models.QuerySet[Any, tuple[Any, ...]]:
    """The values of ``columns`` for each row of ``queryset``, in one query, as tuples in that order.

    ``queryset`` comes from ``visible_to(viewer)``. ``order`` names columns, ``-`` before one turns it round;
    without it the query set's own order stands. Ties are settled by primary key, so the order is total.
    Values are text, numbers, days, lists of texts (``JSON``) or None; truth is "true" or "false", a time ISO 8601
    in UTC, a ``LIST`` one text with semicolons.
    """
    plain = queryset.rewrite(False) if hasattr(queryset, "rewrite") else queryset
    aliases = {f"column_{column.name}": column.expression(queryset, viewer, address) for column in columns}
    amounts = {column.name: column for column in columns if column.type == ColumnType.AMOUNT and not column.compute}
    ordering: list[Any] = [_ordered(name, amounts) for name in order]
    own = queryset.query.order_by or queryset.model._meta.ordering
    annotated = plain.annotate(**aliases).order_by(*(ordering or own), "pk")
    selected: models.QuerySet[Any, tuple[Any, ...]] = annotated.values_list(*aliases)
    return selected
