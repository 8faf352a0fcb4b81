"""Ten thousand terms, always the same ones."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import connection

from compact.accounts.models import User
from compact.entities.models import Entity, EntityKind
from workinggroups.groups.models import Group, GroupKind, Role, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

TERMS = 10_000
GROUPS = ENTITIES = 50
_ROLES = (Role.CO_CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.OBSERVER)
_SPACE = uuid.UUID(int=0)


def lay() -> User:
    """Store the terms, past the services, for they are thrown away; the answer is a user who reads them."""
    entities = Entity.objects.bulk_create(
        Entity(code=f"E{n:02}", name_en=f"Office number {n} “à l’œuvre”", kind=EntityKind.UN_SECRETARIAT, **_facts(n))
        for n in range(ENTITIES)
    )
    groups = Group.objects.bulk_create(
        Group(code=f"group-{n:02}", name_en=f"Group number {n}, on a matter", kind=GroupKind.WORKING_GROUP, **_facts(n))
        for n in range(GROUPS)
    )
    Term.objects.bulk_create(_terms(groups, entities), batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database in service keeps its statistics by itself
    return User.objects.create_user("reader@example.org", "unused and long", full_name="Reader")


def _terms(groups: list[Group], entities: list[Entity]) -> Iterator[Term]:
    for n in range(TERMS):
        role, place = divmod(n, GROUPS * ENTITIES)
        year, month = 2010 + n % 15, 1 + n % 12
        yield Term(
            group=groups[place // ENTITIES],
            entity=entities[place % ENTITIES],
            role=_ROLES[role],
            start=("", f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{1 + n % 28:02}")[n % 4],
            end=f"{year + 2}" if n % 3 == 0 else "",
            end_state="dated" if n % 3 == 0 else ("open", "unknown")[n % 2],
            observed_on=f"{year}" if n % 5 == 0 else "",
            **_facts(n),
        )


def _facts(n: int) -> dict[str, Any]:
    return {
        "uid": uuid.uuid5(_SPACE, str(n)),
        "source": f"https://records.example.org/letters/{2010 + n % 15}/{n}",
        "evidence": ("record", "page", "general_knowledge")[n % 3],
        "note": 'As noted, "in full", by the secretariat' if n % 7 == 0 else "",
    }
