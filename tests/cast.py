"""The cast of the tests: a small Compact and one user for each persona of the rights table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from rest_framework.test import APIClient

from compact.accounts.models import User
from compact.entities import services as entity_services
from compact.entities.models import Entity, EntityKind, Person
from compact.kernel.viewers import Door, Viewer
from workinggroups.groups import services as group_services
from workinggroups.groups.models import Capacity, EventKind, Group, GroupKind, NominationStatus, Role, Term
from workinggroups.groups.viewers import viewer_for

PASSWORD = "a long enough password"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SYSTEM = Viewer.system("tests")

PERSONAS = (
    "superuser",
    "secretariat",
    "chair",
    "vice_chair",
    "alternate",
    "chair_pcve",
    "focal_point",
    "country_office",
    "reader",
)
"""Every persona: the table's columns, the chair of another group, and a superuser."""


@dataclass
class Cast:
    """The small Compact: entities, groups, terms and users, each by a short name."""

    entities: dict[str, Entity] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    """The sessions of those who have signed in already."""

    def viewer(self, persona: str, door: Door = Door.API) -> Viewer:
        """``persona`` as a viewer today."""
        return viewer_for(self.users[persona], door)

    def client(self, persona: str) -> APIClient:
        """A client of the API that is signed in as ``persona``; signing in happens once."""
        client = APIClient()
        if persona in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[persona]
        else:
            client.force_login(self.users[persona], backend=BACKEND)
            self.sessions[persona] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return client


def entity_make(code: str, **values: Any) -> Entity:
    """An entity with the least that it needs."""
    values = {"name_en": f"Office {code}", "acronym_en": code, "kind": EntityKind.UN_SECRETARIAT, **values}
    return entity_services.entity_create(actor=SYSTEM, values={"code": code, **values})


def group_make(code: str, kind: str = GroupKind.WORKING_GROUP, established: str = "2019-04-16", **values: Any) -> Group:
    """A group with its first lifecycle event."""
    group = group_services.group_create(
        actor=SYSTEM, values={"code": code, "kind": kind, "name_en": f"Group {code}", **values}
    )
    group_services.group_event_record(
        actor=SYSTEM, group=group, version=1, values={"kind": EventKind.ESTABLISHED, "on": established}
    )
    group.refresh_from_db()
    return group


def term_make(group: Group, entity: Entity, role: str, start: str = "2019-04-16", **values: Any) -> Term:
    """A term of office, open unless ``values`` say otherwise."""
    return group_services.term_create(
        actor=SYSTEM, values={"group": group, "entity": entity, "role": role, "start": start, **values}
    )


def person_make(name: str, entity: Entity, user: User | None = None, country: str = "") -> Person:
    """A person affiliated to ``entity`` since 2019."""
    person = entity_services.person_create(
        actor=SYSTEM, values={"given_name": name.title(), "family_name": "Example", "user": user}
    )
    entity_services.affiliation_create(
        actor=SYSTEM, values={"person": person, "entity": entity, "start": "2019", "country": country}
    )
    return person


def nominate(term: Term, person: Person, capacity: str = Capacity.REPRESENTATIVE, **values: Any) -> Any:
    """A confirmed nomination in force since 2019-05-01."""
    values = {"status": NominationStatus.CONFIRMED, "start": "2019-05-01", **values}
    return group_services.nomination_create(
        actor=SYSTEM, values={"term": term, "person": person, "capacity": capacity, **values}
    )


def cast_make() -> Cast:
    """Store the cast and return it."""
    cast = Cast()
    for code in ("UNOCT", "CTED", "UNODC", "WCO", "INTERPOL", "UNDP", "DCO"):
        cast.entities[code] = entity_make(code)
        entity_services.participation_create(
            actor=SYSTEM, values={"entity": cast.entities[code], "status": "member", "start": "2018-02-23"}
        )
    cast.groups["committee"] = group_make("committee", GroupKind.COMMITTEE, "2018-12-06")
    cast.groups["border"] = group_make("border")
    cast.groups["pcve"] = group_make("pcve")
    for name, group, code, role in (
        ("secretariat", "committee", "UNOCT", Role.SECRETARIAT),
        ("chair", "border", "WCO", Role.CO_CHAIR),
        ("vice_chair", "border", "INTERPOL", Role.VICE_CHAIR),
        ("chair_pcve", "pcve", "UNDP", Role.CHAIR),
        ("focal_point", "committee", "UNODC", Role.FOCAL_POINT),
    ):
        cast.terms[name] = term_make(cast.groups[group], cast.entities[code], role)
    for persona in PERSONAS:
        _persona_make(cast, persona)
    return cast


def _persona_make(cast: Cast, persona: str) -> None:
    user = User.objects.create_user(
        f"{persona.replace('_', '-')}@example.org", PASSWORD, full_name=persona, is_superuser=persona == "superuser"
    )
    cast.users[persona] = user
    term = cast.terms.get({"alternate": "chair"}.get(persona, persona))
    entity = term.entity if term else cast.entities["DCO" if persona == "country_office" else "CTED"]
    if persona == "superuser":
        return
    country = "KEN" if persona == "country_office" else ""
    cast.people[persona] = person_make(persona, entity, user, country)
    if term:
        capacity = Capacity.ALTERNATE if persona == "alternate" else Capacity.REPRESENTATIVE
        nominate(term, cast.people[persona], capacity)
