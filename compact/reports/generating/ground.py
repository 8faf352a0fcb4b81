"""The ground that generated projects stand on: what the site has, and where it has nothing, fictional records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compact.agreements.models import Instrument, InstrumentKind
from compact.entities.models import Entity, EntityKind, Participation
from compact.kernel.places import Place, PlaceKind
from compact.kernel.visibility import Visibility
from compact.reports.generating.words import THEMES
from workinggroups.groups.models import EventKind, Group, GroupEvent, GroupKind, Role, Term
from workinggroups.needs.models import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.kernel.records import Record
    from compact.reports.generating.making import Maker

_ENTITIES, _GROUPS, _INSTRUMENTS = 46, 8, 19
_FEWEST = 10
"""So many entities at least are needed for variety."""
_SEATS = 28
"""How many entities have a seat in a group, if there are so many."""
_KINDS = list(EntityKind)
_PILLARS = (
    ("PILLAR-I", "Conditions conducive to the spread of terrorism", "Conditions propices à la propagation"),
    ("PILLAR-II", "Measures to prevent and combat terrorism", "Mesures visant à prévenir et combattre le terrorisme"),
    ("PILLAR-III", "Capacity of States and role of the United Nations", "Moyens des États et rôle des Nations Unies"),
    ("PILLAR-IV", "Human rights and the rule of law", "Droits de l’homme et primauté du droit"),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What projects, needs and money refer to; each list in an order that never changes."""

    entities: list[Any]
    groups: list[Any]
    themes: list[Any]
    pillars: list[Any]
    instruments: list[Any]
    countries: list[str]
    regions: list[str]


def ground_lay(maker: Maker) -> Ground:
    """Find the entities, groups, themes and instruments that are in use and open to all; make what is wanting."""
    entities = _found(Entity, "code")
    if len(entities) < _FEWEST:
        entities += _entities(maker)
    groups = _found(Group, "code", kind=GroupKind.WORKING_GROUP) or _groups(maker, entities)
    return Ground(
        entities=entities,
        groups=groups,
        themes=_found(Theme, "code") or _themes(maker),
        pillars=_found(Instrument, "code", kind=InstrumentKind.PILLAR) or _pillars(maker),
        instruments=_found(Instrument, "code", kind=InstrumentKind.LEGAL_INSTRUMENT) or _instruments(maker),
        countries=_places(PlaceKind.COUNTRY),
        regions=_places(PlaceKind.REGION),
    )


def _found(model: type[Record], order: str, **values: Any) -> list[Any]:
    everything: Any = model._default_manager.all()
    return list(everything.live().filter(visibility=Visibility.ALL, **values).order_by(order, "pk"))


def _places(kind: str) -> list[str]:
    return list(Place.objects.filter(kind=kind).order_by("code").values_list("code", flat=True))


def _entities(maker: Maker) -> list[Any]:
    rows = [
        maker.row(
            Entity,
            n,
            code=f"DEMO-{n:02}",
            name_en=f"Fictional Office {n} of the United Nations",
            name_fr=f"Bureau fictif {n} des Nations Unies",
            acronym=f"FO{n}",
            kind=_KINDS[n % len(_KINDS)],
        )
        for n in range(1, _ENTITIES + 1)
    ]
    maker.store(rows)
    maker.store(
        [
            maker.row(Participation, n, entity=entity, status="member" if n % 5 else "observer", start="2018-12-06")
            for n, entity in enumerate(rows, 1)
        ]
    )
    return rows


def _groups(maker: Maker, entities: list[Any]) -> list[Any]:
    rows = [
        maker.row(
            Group,
            n,
            code=f"demo-{code}",
            kind=GroupKind.WORKING_GROUP,
            name_en=f"Fictional working group: {english}",
            name_fr=f"Groupe de travail fictif : {french}",
            pillars="I;II;III;IV"[: 1 + 2 * (n % 2)],
        )
        for n, (code, english, french) in enumerate(THEMES[:_GROUPS], 1)
    ]
    maker.store(rows)
    maker.store(
        [
            maker.row(GroupEvent, n, group=group, kind=EventKind.ESTABLISHED, on="2019-04-16")
            for n, group in enumerate(rows, 1)
        ]
    )
    maker.store([maker.row(Term, n, **values) for n, values in enumerate(_terms(maker, rows, entities), 1)])
    return rows


def _terms(maker: Maker, groups: list[Any], entities: list[Any]) -> Iterator[dict[str, Any]]:
    """For each group a chair with one before, vice-chairs, members and observers."""
    chance = maker.chance("terms")
    for group in groups:
        first, second, *others = chance.sample(entities, min(_SEATS, len(entities)))
        over = {"start": "2019-04-16", "end": "2021", "end_state": "dated"}
        yield {"group": group, "entity": first, "role": Role.CHAIR, **over}
        yield {"group": group, "entity": second, "role": Role.CHAIR, "start": f"2022-{chance.randint(1, 12):02}"}
        for place, entity in enumerate(others):
            role = Role.VICE_CHAIR if place < 2 else Role.MEMBER if place < 20 else Role.OBSERVER
            yield {"group": group, "entity": entity, "role": role, "start": f"{chance.randint(2019, 2025)}"}


def _themes(maker: Maker) -> list[Any]:
    rows = [
        maker.row(Theme, n, code=code, name_en=english, name_fr=french)
        for n, (code, english, french) in enumerate(THEMES, 1)
    ]
    return list(maker.store(rows))


def _pillars(maker: Maker) -> list[Any]:
    rows = [
        maker.row(Instrument, n, code=code, kind=InstrumentKind.PILLAR, title_en=english, title_fr=french)
        for n, (code, english, french) in enumerate(_PILLARS, 1)
    ]
    return list(maker.store(rows))


def _instruments(maker: Maker) -> list[Any]:
    rows = [
        maker.row(
            Instrument,
            100 + n,
            code=f"DEMO-CONVENTION-{n:02}",
            kind=InstrumentKind.LEGAL_INSTRUMENT,
            title_en=f"Fictional convention {n}",
            title_fr=f"Convention fictive {n}",
            adopted_on=f"{1963 + 3 * n}",
        )
        for n in range(1, _INSTRUMENTS + 1)
    ]
    return list(maker.store(rows))
