"""Generated requests, recommendations and planned activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.countries import country_name
from compact.reports.generating.making import BATCH, cleared, partial
from compact.reports.generating.words import AUDIENCES, INSTITUTIONS, THEMES
from workinggroups.needs.models import (
    AssistanceRequest,
    Channel,
    Priority,
    Recommendation,
    RecommendationOrigin,
    RequestReply,
)
from workinggroups.projects.models import PlannedActivity
from workinggroups.projects.models.planned import PlannedState

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from compact.reports.generating.ground import Ground
    from compact.reports.generating.making import Maker

PROJECTS_A_NEED = 20
PROJECTS_A_PLAN = 10


def needs_make(maker: Maker, ground: Ground, projects: int) -> tuple[list[Any], list[Any]]:
    """One request and one recommendation for twenty projects, which come back, and a planned activity for ten."""
    count = projects // PROJECTS_A_NEED + 1
    requests = _stored(maker, _requests(maker, ground, count))
    recommendations = _stored(maker, _recommendations(maker, ground, count))
    _stored(maker, _planned(maker, ground, projects // PROJECTS_A_PLAN + 1, requests))
    return requests, recommendations


def _stored(maker: Maker, rows: Iterator[Any]) -> list[Any]:
    made = list(rows)
    for start in range(0, len(made), BATCH):
        maker.store(made[start : start + BATCH])
    return made


def _subject(chance: random.Random) -> str:
    return f"{chance.choice(THEMES)[1]}: {chance.choice(AUDIENCES)[0]}"


def _what(chance: random.Random, ground: Ground) -> dict[str, Any]:
    return {
        "country": chance.choice(ground.countries),
        "institution": chance.choice(INSTITUTIONS) if chance.random() < 0.7 else "",
        "theme": chance.choice(ground.themes) if chance.random() < 0.9 else None,
        "title": _subject(chance),
    }


def _requests(maker: Maker, ground: Ground, count: int) -> Iterator[AssistanceRequest]:
    chance = maker.chance("requests")
    for n in range(1, count + 1):
        year, reply = chance.randint(2018, 2026), chance.choice(RequestReply.values)
        answered = reply != RequestReply.PENDING and chance.random() < 0.7
        yield maker.row(
            AssistanceRequest,
            n,
            **_what(chance, ground),
            code=f"DEMO-{maker.seed}-REQ-{n:05}",
            requested_on=partial(chance, year, chance.randint(1, 12)) if chance.random() < 0.9 else "",
            channel=chance.choice(["", *Channel.values]),
            handled_by=chance.choice(ground.entities) if chance.random() < 0.8 else None,
            reply=reply,
            replied_on=f"{year + 1}" if answered else "",
            **cleared(chance, None),
        )


def _recommendations(maker: Maker, ground: Ground, count: int) -> Iterator[Recommendation]:
    chance = maker.chance("recommendations")
    for n in range(1, count + 1):
        yield maker.row(
            Recommendation,
            n,
            **_what(chance, ground),
            code=f"DEMO-{maker.seed}-REC-{n:05}",
            origin=chance.choice(RecommendationOrigin.values),
            made_on=partial(chance, chance.randint(2014, 2026), chance.randint(1, 12)) if chance.random() < 0.9 else "",
            priority=chance.choice(["", *Priority.values]),
            **cleared(chance, chance.choice(ground.entities)),
        )


def _planned(maker: Maker, ground: Ground, count: int, requests: list[Any]) -> Iterator[PlannedActivity]:
    chance = maker.chance("planned")
    for n in range(1, count + 1):
        entity, what = chance.choice(ground.entities), _what(chance, ground)
        yield maker.row(
            PlannedActivity,
            n,
            **what,
            entity=entity,
            month=f"{chance.randint(2025, 2028)}-{chance.randint(1, 12):02}",
            contact=f"{country_name(what['country'], 'en')} desk, extension {chance.randint(1000, 9999)}",
            contact_email=f"desk-{n}@example.org" if chance.random() < 0.5 else "",
            state=chance.choices(PlannedState.values, (70, 20, 10))[0],
            **cleared(chance, entity),
        )
