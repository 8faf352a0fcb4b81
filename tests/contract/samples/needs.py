"""Samples of themes, assistance requests and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import NOMINATORS, Rights, written_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

OPEN = {"visibility": "all", "clearance": "E-mail of 3 May 2026"}


def own_entity(cast: Cast, persona: str) -> Payload:
    """The originator of what ``persona`` enters: the entity that they speak for; none for others."""
    term = cast.terms.get({"alternate": "chair"}.get(persona, persona))
    return {"originator": uid(term.entity)} if term and persona != "secretariat" else {}


def _theme(cast: Cast, number: int) -> Payload:
    return {"code": f"theme-{number}", "name_en": f"Theme {number}"}


def _request(cast: Cast, number: int) -> Payload:
    return {"title": f"Training {number}", "country": "KEN", "requested_on": f"2025-{1 + number % 12:02}"}


def _request_for(cast: Cast, persona: str, number: int) -> Payload:
    return _request(cast, number) | own_entity(cast, persona)


def _recommendation(cast: Cast, number: int) -> Payload:
    return {"title": f"Law on passenger data {number}", "country": "KEN", "origin": "cted_visit", "made_on": "2025"}


def _recommendation_for(cast: Cast, persona: str, number: int) -> Payload:
    return _recommendation(cast, number) | own_entity(cast, persona)


def _entered() -> Rights:
    """Written by those who speak for the originator; prepared, never archived, by an alternate."""
    return Rights({**written_by(*NOMINATORS).writes, "alternate": frozenset({"create", "bulk", "update"})})


SAMPLES: Mapping[str, Sample] = {
    "themes": Sample(_theme, {"name_en": "Border security"}, {"code": "no code"}, ("unconfirmed", "perhaps")),
    "assistance-requests": Sample(
        _request,
        {"reply": "accepted"},
        {"replied_on": "2026"},
        ("reply", "perhaps"),
        payload_for=_request_for,
        visible=OPEN,
        texts=("title", "reply_text"),
    ),
    "recommendations": Sample(
        _recommendation,
        {"priority": "high"},
        {"made_on": "May 2025"},
        ("priority", "perhaps"),
        payload_for=_recommendation_for,
        visible=OPEN,
        texts=("title", "detail"),
    ),
}
RIGHTS: Mapping[str, Rights] = {
    "themes": written_by(),
    "assistance-requests": _entered(),
    "recommendations": _entered(),
}
