"""Who reads in the measurements: the secretariat, and somebody with a seat in a group."""

from __future__ import annotations

from compact.accounts.models import User
from compact.entities.models import Person
from compact.kernel.operations import operation
from compact.kernel.viewers import Viewer
from compact.kernel.visibility import Visibility
from workinggroups.groups.models import Nomination, NominationStatus, Role, Term


def make() -> dict[str, User]:
    """Store the users, past the services, by what the figures call them."""
    with operation(actor=Viewer.system("bench")):
        found = {
            name: User.objects.create_user(
                f"{name}@example.org", "unused and long", full_name=name, is_superuser=name == "secretariat"
            )
            for name in ("secretariat", "reader")
        }
        person = Person.objects.create(family_name="Reader", user=found["reader"], visibility=Visibility.ALL)
        term = Term.objects.filter(role=Role.CHAIR, end_state="open").order_by("pk")[0]
        Nomination.objects.create(term=term, person=person, status=NominationStatus.CONFIRMED, start="2024")
    return found
