"""What merging means for people beyond the rules of their keys: a login gives rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.merging.rules import MergeRules

if TYPE_CHECKING:
    from compact.entities.models import Person
    from compact.kernel.viewers import Viewer


class PersonRules(MergeRules):
    """Nobody gains rights by a merge of their own making (domain rule 2)."""

    def problems(self, actor: Viewer, survivor: Person, retired: Person) -> list[str]:
        """Two logins are two people until a superuser says otherwise; a login moves by a superuser's hand alone."""
        if survivor.user_id and retired.user_id:
            return [_("Both have a user account. A superuser takes the account of one of them away first.")]
        if actor.is_superuser:
            return []
        if actor.person_id in (survivor.pk, retired.pk):
            return [_("Nobody approves their own record. Ask a colleague in the secretariat to merge it.")]
        if retired.user_id:
            return [_("Let the one with the user account survive. Only a superuser gives it to another person.")]
        return []
