"""References in what is written: by ``id``, and only to rows that the writer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compact.kernel.places import Place
from compact.kernel.survivors import seen_by_uid
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from compact.kernel.records import Record

MOST = 500
"""How many references one list can hold."""


class ReferenceField(serializers.UUIDField):
    """The ``id`` of a row of ``model``; a hidden row and none at all give the same answer.

    The ``id`` of a record that was merged stands for the one that it was merged into.
    """

    default_error_messages = {"does_not_exist": gettext_lazy("There is no such record.")}

    def __init__(self, model: type[Record], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Record:  # type: ignore[override]  # the row stands for its identifier
        """The row; looked up once in a request, however many rows of a bulk name it."""
        uid = super().to_internal_value(data)
        row = self.look_up([uid])[self.model, uid]
        if row is None:
            self.fail("does_not_exist")
        return row

    def look_up(self, uids: Iterable[UUID]) -> dict[Any, Record | None]:
        """The rows behind ``uids`` as far as the writer sees them, None for others, by model and identifier."""
        context = cast("dict[str, Any]", self.context)
        found: dict[Any, Record | None] = context.setdefault("references", {})
        new = {uid for uid in uids if (self.model, uid) not in found}
        if new:
            seen = seen_by_uid(self.model, viewer_of(self.context["request"]), new)
            found.update({(self.model, uid): seen.get(uid) for uid in new})
        return found


class ReferencesField(serializers.ListField):
    """A set of rows by their ``id``; what is wrong with one points at its place in the list."""

    child: ReferenceField

    def __init__(self, model: type[Record], **kwargs: Any) -> None:
        super().__init__(child=ReferenceField(model), max_length=MOST, **kwargs)

    def to_internal_value(self, data: Any) -> list[Record]:
        """The rows, all looked up in one query."""
        if isinstance(data, list):
            if len(data) > MOST:
                self.fail("max_length", max_length=MOST)
            self.child.look_up(uid for uid in map(_uid, data) if uid)
        rows: list[Record] = super().to_internal_value(data)
        return rows


@extend_schema_field(
    {"type": "array", "items": {"type": "string", "pattern": "^([A-Z]{3}|[0-9]{3})$"}, "maxItems": MOST}
)
class PlacesField(serializers.ListField):
    """A set of countries (ISO 3166 alpha-3: KEN) or regions (M49: 143) by their codes."""

    default_error_messages = {
        "unknown": gettext_lazy("“{code}” is no code of a country (KEN) or region (143)."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=3), max_length=MOST, **kwargs)

    def to_internal_value(self, data: Any) -> list[Place]:
        """The places, each once and all looked up in one query; an unknown code is an error."""
        if isinstance(data, list) and len(data) > MOST:
            self.fail("max_length", max_length=MOST)
        codes: list[str] = super().to_internal_value(data)
        found = Place.objects.in_bulk(codes)
        unknown = [code for code in codes if code not in found]
        if unknown:
            self.fail("unknown", code=unknown[0])
        return list(found.values())


def _uid(value: Any) -> UUID | None:
    try:
        return serializers.UUIDField().to_internal_value(value)
    except serializers.ValidationError:
        return None
