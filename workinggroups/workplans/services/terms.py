"""Every write to terms of reference. What is approved stays as it is: the next version replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from workinggroups.workplans.models import CycleState, TermsOfReference
from workinggroups.workplans.policies.cycle import FINAL
from workinggroups.workplans.policies.terms import terms_archive as archive_policy
from workinggroups.workplans.policies.terms import terms_write
from workinggroups.workplans.services.cycle import CycleServices, cycle_check, stored_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group

_COPIED = ("group", "text", "document", "silence_breakers")


def _terms_guard(actor: Viewer, terms: TermsOfReference) -> None:
    """The cycle; and what the Committee approved does not change. A text that was not on record may be added."""
    cycle_check(actor, terms)
    stored = stored_of(terms)
    if stored is None or stored.state not in FINAL:
        return
    changed = [name for name in ("group_id", "number") if getattr(stored, name) != getattr(terms, name)]
    changed += ["text"] if stored.text and stored.text != terms.text else []
    if changed:
        text = _("The Committee approved this version, so it stays as it is. Write the next version instead.")
        raise ValidationError({name.removesuffix("_id"): text for name in changed})


class TermsServices(CycleServices[TermsOfReference]):
    """The writes of terms of reference; approving a version closes the one in force before it."""

    def create(self, *, actor: Viewer, values: Mapping[str, Any], reason: str = "") -> TermsOfReference:
        """Store a version; the secretariat may record one that is approved already."""
        with operation(actor=actor, reason=reason):
            if values.get("state") == CycleState.APPROVED and values.get("group") is not None:
                self._earlier_close(actor, values["group"], values.get("number") or 1)
            return super().create(actor=actor, values=values, reason=reason)

    def update(
        self, *, actor: Viewer, record: TermsOfReference, version: int, values: Mapping[str, Any], reason: str = ""
    ) -> TermsOfReference:
        """Store ``values``, and the end of the version before, as one operation."""
        with operation(actor=actor, reason=reason):
            if values.get("state") == CycleState.APPROVED != record.state:
                self._earlier_close(actor, record.group, record.number)
            return super().update(actor=actor, record=record, version=version, values=values, reason=reason)

    def _earlier_close(self, actor: Viewer, group: Group, number: int) -> None:
        """Close the approved version of ``group`` that is older than ``number``; a newer one stands in the way."""
        approved = TermsOfReference.objects.live().filter(group=group, state=CycleState.APPROVED)
        earlier = approved.filter(number__lt=number).select_for_update(of=("self",)).first()
        if earlier is not None:
            values = {"state": CycleState.CLOSED}
            super().update(actor=actor, record=earlier, version=earlier.version, values=values)


terms = TermsServices(TermsOfReference, terms_write, _terms_guard, archive_policy)
terms_create, terms_update = terms.create, terms.update
terms_archive, terms_restore = terms.archive, terms.restore


def terms_next(
    *, actor: Viewer, terms: TermsOfReference, values: Mapping[str, Any], reason: str = ""
) -> TermsOfReference:
    """Start the version after ``terms`` as a draft with its text, document and rules, changed by ``values``.

    It is seen by whom ``terms`` are seen by, since it begins with their text.
    ValidationError when ``terms`` is not approved yet, or the next version is on record already.
    """
    if terms.state not in FINAL:
        raise ValidationError(_("This version is not approved yet. Change it; there is no need for another one."))
    copied = {name: getattr(terms, name) for name in (*_COPIED, "visibility")}
    if actor.is_secretariat:
        copied |= {"originator": terms.originator, "clearance": terms.clearance or str(terms)[:300]}
    values = {**copied, "number": terms.number + 1, **values, "state": CycleState.DRAFT}
    return terms_create(actor=actor, values=values, reason=reason)
