"""References in what is written: by ``id``, and only to rows that the writer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from compact.kernel.records import Record


class ReferenceField(serializers.UUIDField):
    """The ``id`` of a row of ``model``; a hidden row and none at all give the same answer."""

    default_error_messages = {"does_not_exist": gettext_lazy("There is no such record.")}

    def __init__(self, model: type[Record], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Record:  # type: ignore[override]  # the row stands for its identifier
        """The row; looked up once in a request, however many rows of a bulk name it."""
        uid = super().to_internal_value(data)
        context = cast("dict[str, Any]", self.context)
        found: dict[Any, Record | None] = context.setdefault("references", {})
        if (self.model, uid) not in found:
            rows: Any = self.model._default_manager.all()
            found[self.model, uid] = rows.visible_to(viewer_of(self.context["request"])).filter(uid=uid).first()
        row = found[self.model, uid]
        if row is None:
            self.fail("does_not_exist")
        return row
