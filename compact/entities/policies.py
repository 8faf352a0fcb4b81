"""Who may write what in the entities room: the secretariat all, others nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no, secretariat_only

if TYPE_CHECKING:
    from compact.entities.models import Affiliation, Person
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def entity_write(viewer: Viewer, record: Record | None = None) -> Answer:
    """Entities, aliases and participations are the secretariat's."""
    return secretariat_only(viewer)


def person_write(viewer: Viewer, person: Person | None = None) -> Answer:
    """People are the secretariat's; linking a login to one gives rights, so it is a superuser's."""
    answer = secretariat_only(viewer)
    if not answer or viewer.is_superuser or person is None:
        return answer
    stored = type(person).objects.filter(pk=person.pk).values_list("user_id", flat=True).first()
    if person.user_id != stored:
        return no(_("Only a superuser can link a user account to a person. Ask the administrator of this site."))
    return YES


def affiliation_write(viewer: Viewer, affiliation: Affiliation | None = None) -> Answer:
    """Affiliations are the secretariat's; nobody writes one that gives them rights (domain rule 2)."""
    answer = secretariat_only(viewer)
    if not answer or viewer.is_superuser or affiliation is None:
        return answer
    if affiliation.country and affiliation.person_id == viewer.person_id:
        return no(_("Nobody approves their own record. Ask a colleague in the secretariat to enter it."))
    return YES
