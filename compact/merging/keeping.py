"""Which codes, names and titles get lost to sight by a merge, so that they are kept for searches and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.merging.cells import value_fields
from compact.merging.models import KeptValue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from compact.merging.deeds import Deed
    from compact.merging.models import Merge


def values_lost(deed: Deed) -> list[tuple[str, str]]:
    """The fields and values that one of the two bore and the survivor does not, those of earlier merges included."""
    lost: dict[tuple[str, str], None] = {}
    for row in (deed.before, deed.retired):
        borne = {(name, text.casefold()) for name, _field, text in _borne(deed.survivor)}
        for name, field, text in _borne(row):
            if (name, text.casefold()) not in borne:
                lost[field, text] = None
    lost |= dict.fromkeys(_of_earlier(deed.retired))
    return list(lost)


def _borne(row: Any) -> Iterator[tuple[str, str, str]]:
    """The name of each field that is kept, of its column, which a translation has of its own, and what stands there."""
    for field in value_fields(type(row)):
        original = getattr(field, "translated_field", field)
        text = getattr(row, field.attname) if original.name in row.kept_on_merge else None
        if text:
            yield original.name, field.name, str(text)


def _of_earlier(row: Any) -> Iterator[tuple[str, str]]:
    found = KeptValue.objects.filter(model=row._meta.label_lower, row_key=row.pk, merge__undone_by__isnull=True)
    yield from found.order_by("pk").values_list("field", "value")


def values_keep(deed: Deed, merge: Merge) -> None:
    """Store what gets lost, for as long as ``merge`` stands."""
    label, key = merge.model, deed.survivor.pk
    KeptValue.objects.bulk_create(
        KeptValue(merge=merge, model=label, row_key=key, field=field, value=value) for field, value in values_lost(deed)
    )
