"""Accounts and work for a demonstration: one fictional person for each persona, with rights that really work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from compact.accounts.models import User
from compact.accounts.services import user_create
from compact.entities.models import Entity, Person
from compact.entities.services import affiliation_create, person_create
from compact.kernel.operations import operation
from compact.kernel.records import Evidence
from compact.reports.demo_work import demo_work
from workinggroups.groups.models import Capacity, Group, NominationStatus, Role, Term
from workinggroups.groups.services import nomination_create, term_create

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from compact.kernel.viewers import Viewer

FAMILY_NAME = "Example (fictional)"
START = "2025-01-01"
"""When the fictional terms, posts and nominations begin."""
FICTIONAL = {
    "evidence": Evidence.DEMONSTRATION,
    "source": "Fictional",
    "note": "Made up for demonstrations; no such person or appointment exists.",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Who signs in as what: staff of ``entity``, perhaps nominated to its term in ``group``."""

    label: _StrPromise
    address: str
    given_name: str
    entity: str = ""
    group: str = ""
    role: str = ""
    capacity: str = Capacity.REPRESENTATIVE
    country: str = ""

    @property
    def full_name(self) -> str:
        """The name of the account and of the person."""
        return f"{self.given_name} {FAMILY_NAME}"


PERSONAS = (
    Persona(gettext_lazy("Administrator (superuser)"), "administrator@example.org", "Ada"),
    Persona(gettext_lazy("Secretariat"), "secretariat@example.org", "Sofia", "UNOCT", "committee", Role.SECRETARIAT),
    Persona(gettext_lazy("Co-chair, border group"), "chair@example.org", "Karim", "WCO", "border", Role.CO_CHAIR),
    Persona(
        gettext_lazy("Vice-chair, border group"),
        "vice-chair@example.org",
        "Lena",
        "INTERPOL",
        "border",
        Role.VICE_CHAIR,
    ),
    Persona(
        gettext_lazy("Alternate of the co-chair, border group"),
        "alternate@example.org",
        "Jun",
        "WCO",
        "border",
        Role.CO_CHAIR,
        Capacity.ALTERNATE,
    ),
    Persona(
        gettext_lazy("Chair, group on violent extremism"),
        "chair-pcve@example.org",
        "Amara",
        "UNDP",
        "pcve",
        Role.CHAIR,
    ),
    Persona(
        gettext_lazy("Focal point of UNODC"),
        "focal-point@example.org",
        "Diego",
        "UNODC",
        "committee",
        Role.FOCAL_POINT,
    ),
    Persona(
        gettext_lazy("Resident Coordinator’s office, Kenya"),
        "country-office@example.org",
        "Wanjiru",
        "DCO",
        country="KEN",
    ),
    Persona(gettext_lazy("Reader"), "reader@example.org", "Noor", "WHO"),
)


def demo_accounts(actor: Viewer, password: str) -> None:
    """Make the account of each persona that has none, and work for them to see; every account then has ``password``.

    What an earlier run made is left as it is, terms ended since included. Raises Entity.DoesNotExist or
    Group.DoesNotExist when the data about the Compact is not loaded.
    """
    with operation(actor=actor, reason="Accounts for a demonstration"):
        for persona in PERSONAS:
            user = User.objects.filter(email=persona.address).first()
            if user is None:
                _make(actor, persona, password)
            elif not user.check_password(password):
                user.set_password(password)
                user.save(update_fields=["password"])
        demo_work(actor)


def _make(actor: Viewer, persona: Persona, password: str) -> None:
    account = {
        "email": persona.address,
        "full_name": persona.full_name,
        "is_superuser": not persona.entity,
    }
    user = user_create(actor=actor, values=account, password=password)
    if not persona.entity:
        return
    entity = Entity.objects.live().get(code=persona.entity)
    identity = {
        "given_name": persona.given_name,
        "family_name": FAMILY_NAME,
        "email": persona.address,
        "user": user,
        **FICTIONAL,
    }
    person = person_create(actor=actor, values=identity)
    post = {"person": person, "entity": entity, "start": START, "country": persona.country, **FICTIONAL}
    affiliation_create(actor=actor, values=post)
    if persona.group:
        _nominate(actor, persona, person, entity)


def _nominate(actor: Viewer, persona: Persona, person: Person, entity: Entity) -> None:
    """Nominate to the term on record; where none may be running today, to a fictional one."""
    group = Group.objects.live().get(code=persona.group)
    seat: dict[str, Any] = {"group": group, "entity": entity, "role": persona.role}
    held = Term.objects.live().as_of(timezone.localdate())
    term = held.filter(**seat).first()
    if term is None:
        term = term_create(actor=actor, values={**seat, "start": START, **FICTIONAL})
    nomination = {
        "term": term,
        "person": person,
        "capacity": persona.capacity,
        "status": NominationStatus.CONFIRMED,
        "start": START,
        **FICTIONAL,
    }
    nomination_create(actor=actor, values=nomination)
