"""How generated records come about: chance from a seed, identifiers from numbers, rows and links in batches."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compact.kernel.history import history_begin_all
from compact.kernel.money import decimals
from compact.kernel.records import Evidence, Record
from compact.kernel.visibility import Visibility
from compact.reports.generating.words import CURRENCIES, RATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db import models

BATCH = 1000
_SPACE = uuid.UUID("6f1c6c1e-4a0e-4c43-9b1c-8f0f3a3c7d11")
"""The name space of generated identifiers."""
FICTIONAL = {"source": "Fictional", "evidence": Evidence.DEMONSTRATION}
_VISIBLE = (Visibility.ALL, Visibility.GROUP, Visibility.SECRETARIAT)
_CURRENCIES, _OFTEN = list(CURRENCIES), list(CURRENCIES.values())


@dataclass(slots=True)
class Maker:
    """Stores rows in bulk; ``seed`` alone decides what chance and identifiers are.

    ``tell`` is called with a line of progress. ``made`` counts the rows of each model, in the order in which they came.
    """

    seed: int
    tell: Callable[[str], None]
    made: dict[type[Record], int] = field(default_factory=dict)

    def chance(self, name: str) -> random.Random:
        """The source of chance for one kind of record, so that a change to one leaves the others."""
        return random.Random(f"{self.seed}/{name}")  # noqa: S311  # no secret

    def uid(self, model: type[Record], number: int) -> uuid.UUID:
        """The identifier of the record ``number`` of its kind."""
        return uuid.uuid5(_SPACE, f"{self.seed}/{model._meta.model_name}/{number}")

    def row[R: Record](self, model: type[R], number: int, **values: Any) -> R:
        """A record, not stored yet, that says that it is fictional."""
        return model(uid=self.uid(model, number), **FICTIONAL, **values)

    def store[R: Record](self, rows: Sequence[R]) -> Sequence[R]:
        """Store ``rows`` of one model; they then have their keys."""
        if rows:
            model = type(rows[0])
            model._base_manager.bulk_create(rows, batch_size=BATCH)
            self.made[model] = self.made.get(model, 0) + len(rows)
        return rows

    def link(self, model: type[Record], name: str, links: Iterable[tuple[Record, Any]]) -> None:
        """Store pairs of a record and a member's key as the set (many-to-many field) ``name``."""
        through: Any = getattr(model, name).through
        set_field: Any = model._meta.get_field(name)
        here, there = f"{set_field.m2m_field_name()}_id", f"{set_field.m2m_reverse_field_name()}_id"
        through._base_manager.bulk_create(
            [through(**{here: row.pk, there: key}) for row, key in links], batch_size=BATCH * 5
        )

    def history(self) -> None:
        """Record the rows of all models that were stored, under the operation under way."""
        for model in self.made:
            history_begin_all(model)


def cleared(chance: random.Random, originator: models.Model | None) -> dict[str, Any]:
    """The visibility of a record: seven of ten for all, two for the group, one for the secretariat."""
    visibility = chance.choices(_VISIBLE, (70, 20, 10))[0]
    wide = visibility != Visibility.SECRETARIAT
    day = datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=chance.randrange(60_000))
    return {
        "originator": originator,
        "visibility": visibility,
        "clearance": "Fictional e-mail" if wide and originator else "",
        "cleared_at": day if wide else None,
    }


def partial(chance: random.Random, year: int, month: int) -> str:
    """A partial date in a month: to the day, the month or the year."""
    return (f"{year}-{month:02}-{chance.randint(1, 28):02}", f"{year}-{month:02}", f"{year}")[
        chance.choices((0, 1, 2), (4, 4, 2))[0]
    ]


def currency(chance: random.Random) -> str:
    """The code of a currency, mostly USD."""
    return chance.choices(_CURRENCIES, _OFTEN)[0]


def amount(chance: random.Random, code: str, least: int, most: int) -> int:
    """An amount worth from ``least`` to ``most`` thousand dollars, in minor units of the currency ``code``."""
    thousands = chance.randint(least, most)
    return int(thousands * RATES.get(code, 1) * 1000 * 10 ** decimals(code))
