"""Entities and countries that a file names in words or other codes, as the database writes them."""

from __future__ import annotations

from django.db import connection

from compact.entities.models import Alias, Entity
from compact.entities.queries import LANGUAGES
from compact.kernel.countries import name_key
from compact.matching.gazetteer import code_of

_COLUMNS = ["code", *(f"{name}_{language}" for name in ("name", "acronym") for language in LANGUAGES)]


def has_tables() -> bool:
    """Whether the database was prepared at all; one that was not is as empty as a prepared one without records."""
    return Entity._meta.db_table in connection.introspection.table_names()


class Known:
    """What the database knows by which names, and the table of countries; made once for a file."""

    def __init__(self) -> None:
        self._entities = _entities() if has_tables() else {}

    def entity(self, text: str) -> str:
        """The code of the entity known as ``text`` in any language; ``text`` itself where none or several are."""
        return self._entities.get(name_key(text)) or text

    def country(self, text: str) -> str:
        """The three-letter code of the country ``text``; ``text`` itself where it is none."""
        return code_of(text) or text

    def has(self, text: str) -> bool:
        """Whether ``text`` is known at all; where no entity is on record, none is missed."""
        return not self._entities or name_key(text) in self._entities or bool(code_of(text))


def _entities() -> dict[str, str]:
    """Codes by name; "" where several entities have it. Names of merged entities lead to their survivors."""
    found: dict[str, str] = {}

    def add(text: str | None, code: str) -> None:
        if text:
            key = name_key(text.strip())
            found[key] = code if found.get(key, code) == code else ""

    rows = Entity.objects.live() | Entity.objects.filter(merged_into__archived_at=None, merged_into__isnull=False)
    for row in rows.values("merged_into__code", *_COLUMNS):
        for column in _COLUMNS:
            add(row[column], row["merged_into__code"] or row["code"])
    aliases = Alias.objects.live().filter(entity__archived_at=None)
    for text, code in aliases.values_list("text", "entity__code"):
        add(text, code)
    return found
