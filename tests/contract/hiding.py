"""Every way in which a record comes to be hidden, and looking for it everywhere."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from compact.api import RESOURCES
from compact.kernel.exports import Format
from compact.kernel.visibility import Cleared
from tests.contract.client import address, body
from tests.contract.samples import NAMES, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rest_framework.test import APIClient

MARK = "zanzibarite"
"""A word that is in no other record."""


class Way(NamedTuple):
    """A record of the resource ``name`` is hidden when the row at ``path`` from it is ``archived`` or narrowed."""

    name: str
    path: str
    how: str

    def __str__(self) -> str:
        return f"{self.name}-{self.path or 'itself'}-{self.how}"


def ways(*names: str) -> list[Way]:
    """Every resource (or ``names``) with every way to hide a record of it but those that it is exempt from."""
    found = []
    for name in names or NAMES:
        for path in ("", *SAMPLES[name].parents):
            narrowed = ["secretariat"] if issubclass(model_at(RESOURCES[name].model, path), Cleared) else []
            found += [Way(name, path, how) for how in ("archived", *narrowed)]
    return [way for way in found if f"hidden {way.path} {way.how}" not in SAMPLES[way.name].exemptions]


def model_at(model: Any, path: str) -> Any:
    """The model at the end of ``path``."""
    for step in path.split("__") if path else []:
        model = model._meta.get_field(step).related_model
    return model


def hide(row: Any, way: Way) -> Any:
    """Hide ``row`` in this way, as no service would; the row that was changed is returned."""
    for step in way.path.split("__") if way.path else []:
        related = getattr(row, step)
        row = related.get() if hasattr(related, "get_queryset") else related
        assert row is not None, f"the sample of {way.name} leaves {way.path} empty"
    values = {"archived_at": timezone.now()} if way.how == "archived" else {"visibility": "secretariat"}
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return row


@contextmanager
def hidden(row: Any, way: Way) -> Iterator[Any]:
    """Hide ``row`` for the length of a block, which gets the row that was changed."""
    with transaction.atomic():
        yield hide(row, way)
        transaction.set_rollback(True)


def marked(name: str) -> dict[str, str]:
    """Values that put ``MARK`` into the free texts of a record."""
    return {text: f"https://example.org/{MARK}" if text == "source" else MARK for text in SAMPLES[name].texts}


def around(name: str) -> list[str]:
    """The resource ``name`` and those whose records refer to one of it, which alone could show it."""
    model = RESOURCES[name].model
    return [
        each
        for each in NAMES
        if each == name or any(field.related_model is model for field in RESOURCES[each].model._meta.get_fields())
    ]


def is_text(value: Any) -> bool:
    """Whether ``value`` is words that a search could find, and no identifier."""
    return isinstance(value, str) and 0 < len(value) <= 200 and re.fullmatch(r"[0-9a-f-]{36}", value) is None


def everything(client: APIClient, needles: tuple[str, ...], *names: str, files: bool = False) -> list[str]:
    """Where in the API one of ``needles`` is found: in every list, or in those of ``names``, and in their files."""
    found = []
    for name in names or NAMES:
        for form in ("json", *Format.values) if files else ("json",):
            query = {"format": form} if form != "json" else {"page_size": "200"}
            content = body(client.get(address(name), query)).decode()
            found += [f"{name}.{form}" for needle in needles if needle in content]
    return found
