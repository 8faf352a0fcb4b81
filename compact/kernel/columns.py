"""One tuple of columns for a resource: the same names in API, page and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from modeltranslation.utils import build_localized_fieldname, get_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise


class ColumnType(models.TextChoices):
    """How a value is written."""

    TEXT = "text"
    CODE = "code"
    IDENTIFIER = "identifier"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` outside, ``label`` for people, ``path`` from the model, ``type`` of the value.

    ``translated``: the path leads to a translated field, read in the active language and, where that is
    empty, in English. A ``CODE`` is one of ours and never neutralised in spreadsheets; ``TEXT`` is.
    """

    name: str
    label: str | _StrPromise
    path: str = ""
    type: ColumnType = ColumnType.TEXT
    translated: bool = False

    def source(self) -> str:
        """The path from the model, which is the name unless another was given."""
        return self.path or self.name

    def expression(self) -> Any:
        """What to select for this column."""
        if not self.translated:
            return F(self.source())
        language = get_language()
        local, english = (build_localized_fieldname(self.source(), code) for code in (language, "en"))
        if local == english:
            return F(english)
        return Coalesce(NullIf(F(local), Value("")), F(english))


def rows(queryset: models.QuerySet[Any], columns: Sequence[Column]) -> models.QuerySet[Any, tuple[Any, ...]]:
    """The values of ``columns`` for each row of ``queryset``, as tuples in that order."""
    aliases = {f"column_{column.name}": column.expression() for column in columns}
    plain = queryset.rewrite(False) if hasattr(queryset, "rewrite") else queryset
    selected: models.QuerySet[Any, tuple[Any, ...]] = plain.annotate(**aliases).values_list(*aliases)
    return selected
