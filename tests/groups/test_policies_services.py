"""The services of groups and terms obey the table of rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.errors import Refused
from compact.kernel.viewers import Viewer
from tests.cast import PERSONAS, Cast
from tests.groups.rights import GROUPS_ARE_KEPT, KEEPERS, OTHERS, TERMS_ARE_ENTERED
from workinggroups.groups import services
from workinggroups.groups.models import EventKind, Role, Term

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def _group_update(cast: Cast, viewer: Viewer) -> Any:
    group = cast.groups["border"]
    return services.group_update(actor=viewer, record=group, version=group.version, values={"pillars": "I"})


def _group_create(cast: Cast, viewer: Viewer) -> Any:
    values = {"code": "new", "kind": "working_group", "name_en": "New"}
    return services.group_create(actor=viewer, values=values)


def _group_archive(cast: Cast, viewer: Viewer) -> Any:
    group = cast.groups["border"]
    return services.group_archive(actor=viewer, record=group, version=group.version, reason="twice")


def _event_record(cast: Cast, viewer: Viewer) -> Any:
    group, values = cast.groups["border"], {"kind": EventKind.SUSPENDED, "on": "2020"}
    return services.group_event_record(actor=viewer, group=group, version=group.version, values=values)


def _event_archive(cast: Cast, viewer: Viewer) -> Any:
    event = cast.groups["border"].events.get()
    return services.group_event_archive(actor=viewer, record=event, version=1, reason="in error")


def _term_create(cast: Cast, viewer: Viewer) -> Any:
    values = {"group": cast.groups["border"], "entity": cast.entities["CTED"], "role": Role.MEMBER}
    return services.term_create(actor=viewer, values=values)


def _term_update(cast: Cast, viewer: Viewer) -> Any:
    return services.term_update(actor=viewer, record=cast.terms["chair"], version=1, values={"note": "seen"})


def _term_archive(cast: Cast, viewer: Viewer) -> Any:
    return services.term_archive(actor=viewer, record=cast.terms["chair"], version=1, reason="twice")


def _hand_over(cast: Cast, viewer: Viewer) -> Any:
    values = {"end": "2025-12-31"}
    return services.term_hand_over(actor=viewer, term=cast.terms["chair"], version=1, values=values, next_values={})


SERVICES: dict[str, Callable[[Cast, Viewer], Any]] = {
    "group_create": _group_create,
    "group_update": _group_update,
    "group_archive": _group_archive,
    "group_event_record": _event_record,
    "group_event_archive": _event_archive,
    "term_create": _term_create,
    "term_update": _term_update,
    "term_archive": _term_archive,
    "term_hand_over": _hand_over,
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("persona", PERSONAS)
def test_the_services_of_groups_and_terms_obey_the_table(cast: Cast, persona: str, service: str) -> None:
    act = SERVICES[service]
    if persona in KEEPERS:
        assert act(cast, cast.viewer(persona))
        return
    with pytest.raises(Refused) as refused:
        act(cast, cast.viewer(persona))
    assert refused.value.reason == (TERMS_ARE_ENTERED if service.startswith("term") else GROUPS_ARE_KEPT)


@pytest.mark.parametrize("persona", OTHERS)
def test_a_refused_write_leaves_the_rows_as_they_were(cast: Cast, persona: str) -> None:
    with pytest.raises(Refused):
        _hand_over(cast, cast.viewer(persona))
    term = Term.objects.get(pk=cast.terms["chair"].pk)
    assert (term.end, term.end_state, term.version, term.history.count()) == ("", "open", 1, 1)
