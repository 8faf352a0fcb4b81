"""References in what is written: by ``id``, and only to rows that the writer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from compact.kernel.records import Record

MOST = 500
"""How many references one list can hold."""


class ReferenceField(serializers.UUIDField):
    """The ``id`` of a row of ``model``; a hidden row and none at all give the same answer."""

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
            everything: Any = self.model._default_manager.all()
            seen = everything.visible_to(viewer_of(self.context["request"])).filter(uid__in=new)
            found.update(dict.fromkeys(((self.model, uid) for uid in new), None))
            found.update({(self.model, row.uid): row for row in seen})
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


def _uid(value: Any) -> UUID | None:
    try:
        return serializers.UUIDField().to_internal_value(value)
    except serializers.ValidationError:
        return None
