"""The steps of a case as a viewer can take them: the form, the service, and the words around both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.entities.models import Entity
from workinggroups.groups.models import Group
from workinggroups.overlaps import policies_cases as policies
from workinggroups.overlaps.concerned import leads_of
from workinggroups.overlaps.forms_cases import FollowUpForm, OutcomeForm, SettleForm
from workinggroups.overlaps.models import CaseState
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Case, Position


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its place in the address, its heading, its button, whether the viewer may take it, and the form."""

    slug: str
    title: str
    intro: str
    submit: str
    done: str
    answer: Answer
    form: Any
    service: Callable[..., Any]

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"overlap-case-{self.slug}"

    def take(self, actor: Viewer, case: Case) -> None:
        """Hand the valid form to the service."""
        values: dict[str, Any] = self.form.values()
        version = self.form.cleaned_data["version"] or 0
        if self.slug == "follow-up":
            self.service(actor=actor, case=case, version=version, values=values)
        else:
            self.service(actor=actor, case=case, version=version, **values)


def steps_of(viewer: Viewer, case: Case, said: Sequence[Position], data: Any = None, taken: str = "") -> list[Step]:
    """The steps, with ``data`` in the form of the one that is ``taken``; first what most is asked for."""
    makers = (_accept, _propose, _settle, _follow_up)
    return [make(viewer, case, said, data if slug == taken else None) for slug, make in zip(SLUGS, makers, strict=True)]


SLUGS = ("accept", "propose", "settle", "follow-up")
"""The places of the steps in addresses."""


def _initial(case: Case, said: Sequence[Position]) -> dict[str, Any]:
    """The outcome that was named last. Its words go with it alone, so they stand beside it and not in the field."""
    return {"version": case.version, **({"outcome": said[-1].outcome} if said else {})}


def _accept(viewer: Viewer, case: Case, said: Sequence[Position], data: Any) -> Step:
    possible = policies.accepting(viewer, case)
    form = OutcomeForm(
        data,
        initial=_initial(case, said),
        auto_id="accept_%s",
        parties=possible.parties,
        party_name="entity",
        said=said,
        for_others=viewer.is_secretariat,
    )
    intro = _(
        "Once all entities concerned accept the same outcome, the case is settled with it. "
        "Where one withdraws, they have to accept the same words."
    )
    return Step(
        "accept",
        _("Accept an outcome"),
        _for(possible.parties, intro),
        _("Accept this outcome"),
        _("The outcome is accepted."),
        possible.answer,
        form,
        services.case_accept,
    )


def _propose(viewer: Viewer, case: Case, said: Sequence[Position], data: Any) -> Step:
    possible = policies.proposing(viewer, case)
    form = OutcomeForm(
        data,
        initial={"version": case.version},
        auto_id="propose_%s",
        parties=possible.parties,
        party_name="group",
        for_others=viewer.is_secretariat,
    )
    form.fields["text"].required = True
    intro = _("The entities concerned get a mail with your proposal, and accept it or answer.")
    return Step(
        "propose",
        _("Propose an outcome"),
        _for(possible.parties, intro),
        _("Propose this outcome"),
        _("The proposal is recorded."),
        possible.answer,
        form,
        services.case_propose,
    )


def _for(parties: Sequence[Any], intro: str) -> str:
    """``intro``, and for whom it is said where that is not asked."""
    if len(parties) != 1:
        return intro
    return " ".join((_("You say this for %(party)s.") % {"party": parties[0]}, intro))


def _settle(viewer: Viewer, case: Case, said: Sequence[Position], data: Any) -> Step:
    is_early = case.state == CaseState.OPEN
    form = SettleForm(data, initial=_initial(case, said), auto_id="settle_%s", is_early=is_early, said=said)
    return Step(
        "settle",
        _("Settle the case as the secretariat"),
        _("What is settled stays settled; everybody concerned gets a mail."),
        _("Settle the case"),
        _("The case is settled."),
        policies.case_settle(viewer, case),
        form,
        services.case_settle,
    )


def _follow_up(viewer: Viewer, case: Case, said: Sequence[Position], data: Any) -> Step:
    entities = Entity.objects.visible_to(viewer).live().order_by("code")
    groups = case.many("groups")
    if viewer.is_secretariat:
        groups = groups or list(Group.objects.visible_to(viewer).live().as_of(viewer.today).order_by("kind", "code"))
    groups = [group for group in groups if policies.case_follow_up(viewer, case, group)]
    leads = leads_of(case.candidate)
    initial = {"version": case.version, "entity": leads[0].pk if len(leads) == 1 else None}
    form = FollowUpForm(data, initial=initial, auto_id="follow_up_%s", entities=entities, groups=groups)
    return Step(
        "follow-up",
        _("Give out an action item"),
        _("What follows from the case: the entity in charge finds it among its action items."),
        _("Give it out"),
        _("The action item is given out."),
        policies.case_follow_up(viewer, case),
        form,
        services.case_follow_up,
    )


def steps_shown(viewer: Viewer, case: Case, steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The steps whose forms stand on the page of the case, and those that have a page of their own.

    What is asked of the viewer stands there; the secretariat, which records for others, is asked to settle alone.
    """
    possible = [step for step in steps if step.answer]
    if viewer.is_secretariat:
        asked = "settle" if case.state == CaseState.SECRETARIAT else ""
        inline = [step for step in possible if step.slug == asked]
    else:
        inline = possible[:1]
    return inline, [step for step in possible if step not in inline]


def taken_step(steps: Sequence[Step], slug: str) -> Step:
    """The step at ``slug``."""
    return next(step for step in steps if step.slug == slug)
