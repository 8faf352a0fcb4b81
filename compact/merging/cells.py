"""Cells of rows as the log of merges keeps them: which there are, their values as JSON, and in words."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from modeltranslation.manager import get_translatable_fields_for_model

from compact.kernel.admin.changes import labelled
from compact.kernel.admin.display import EMPTY, value_text
from compact.kernel.money import AmountField, money_of
from compact.kernel.moving import together_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEVER = ("uid", "version", "archived_at", "archive_reason", "merged_into")
NOT_KNOWN = "not_known"
"""The slug by which choices say that nothing is known: no more than an empty value does."""


def value_fields(model: type[models.Model]) -> list[Any]:
    """The columns of ``model`` whose values mean something to people, in its order; translations one by one."""
    originals = set(get_translatable_fields_for_model(model) or ())
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in _NEVER and field.name not in originals
    ]


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value in ("", NOT_KNOWN) or value == []


def is_list(field: Any) -> bool:
    """Whether ``field`` holds a list of texts in one column, whose members are united as those of a set are."""
    return isinstance(field, models.JSONField)


def cell(row: Any, field: Any) -> Any:
    """The value of ``field`` in ``row`` as JSON."""
    return to_json(getattr(row, field.attname))


def to_json(value: Any) -> Any:
    """``value`` of a column as JSON: exactly as it is stored."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID | Decimal) else value


def cells(row: Any) -> dict[str, Any]:
    """All values of ``row`` that mean something to people, as JSON."""
    return {field.name: cell(row, field) for field in value_fields(type(row))}


def cell_write(row: Any, field: Any, value: Any) -> None:
    """Put ``value``, as ``to_json`` gave it, back into ``row``; what is cached of a foreign key goes."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    setattr(row, field.attname, value if value is None or is_list(field) else target.to_python(value))


def model_of(label: str) -> Any:
    """The model that the log names ``label``."""
    return apps.get_model(label)


class Words:
    """Rows and cells in words; what rows are called is read once, a query a model."""

    def __init__(self, known: Iterable[tuple[models.Model, str]] = ()) -> None:
        self._names: dict[tuple[type[models.Model], Any], str] = {(type(row), row.pk): name for row, name in known}

    def learn(self, model: type[models.Model], keys: Iterable[Any]) -> None:
        """Read what the rows of ``model`` with ``keys`` are called."""
        missing = {key for key in keys if key is not None and (model, key) not in self._names}
        if missing:
            found = labelled(model).in_bulk(missing)
            self._names.update({(model, key): str(row) for key, row in found.items()})

    def row(self, model: type[models.Model], key: Any) -> str:
        """What a row is called."""
        self.learn(model, [key])
        return self._names.get((model, key), f"#{key}")

    def rows(self, model: type[models.Model], keys: Sequence[Any]) -> tuple[str, ...]:
        """What several are called, in the order of their names."""
        self.learn(model, keys)
        return tuple(sorted(self.row(model, key) for key in keys))

    def value(self, field: Any, value: Any, currency: str = "") -> str:
        """A cell, as JSON, for people; of an amount in ``currency``."""
        if value is None or value == "":
            return EMPTY
        if isinstance(field, AmountField):
            return str(money_of(value, currency)) if currency else str(value)
        if field.remote_field is not None:
            return self.row(field.remote_field.model, value)
        if isinstance(field, models.DateTimeField) and isinstance(value, str):
            return value_text(field, field.to_python(value))
        return value_text(field, value)


def says_nothing(row: Any, field: Any) -> bool:
    """Whether ``field`` of ``row`` only says of what kind an amount is, and there is none."""
    model = type(row)
    beside = [model._meta.get_field(name) for names in together_of(model) if field.name in names for name in names]
    amounts = [each for each in beside if isinstance(each, AmountField) and each != field]
    return bool(field.choices and amounts) and all(getattr(row, each.attname) is None for each in amounts)
