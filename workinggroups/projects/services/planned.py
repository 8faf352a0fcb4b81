"""Every write to planned activities: storing them once the others were seen, and making projects of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from compact.kernel.countries import country_name
from compact.kernel.operations import operation
from compact.kernel.places import Place
from compact.kernel.visibility import Visibility
from compact.kernel.writes import RecordServices, record_lock
from workinggroups.needs.models import Theme
from workinggroups.projects.models import DeclaredStatus, PlannedActivity, PlannedState, ProjectKind
from workinggroups.projects.near import Others, Wanted, others_near, seen_all, seen_sign
from workinggroups.projects.policies import planned as policies
from workinggroups.projects.services.projects import project_create
from workinggroups.projects.similar import SimilarWork, planned_typed, similar_work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import Project


def _planned_guard(actor: Viewer, planned: PlannedActivity) -> None:
    """What became a project is cancelled there."""
    if planned.project_id and planned.state == PlannedState.CANCELLED:
        raise ValidationError({"state": _("This became a project. Say there that it is cancelled.")})


planned = RecordServices(PlannedActivity, policies.planned_write, _planned_guard, policies.planned_archive)
planned_create, planned_update = planned.create, planned.update
planned_archive, planned_restore = planned.archive, planned.restore


class OthersFirst(Exception):
    """Nothing was stored: there are ``others`` that the actor has not been shown; ``seen`` says that they are now."""

    def __init__(self, others: Others, seen: str) -> None:
        super().__init__(len(others.keys))
        self.others = others
        self.seen = seen


def planned_store(
    *,
    actor: Viewer,
    record: PlannedActivity | None,
    version: int,
    values: Mapping[str, Any],
    reason: str = "",
    seen: str = "",
) -> PlannedActivity:
    """Create (``record`` is None) or update as the services do, once the actor has been shown what others plan.

    :class:`OthersFirst` when there is something to show that the token ``seen`` does not cover. The row is stored
    before the others are looked for, and taken back: by then this act holds the last lock of every operation, so
    whoever stored at the same moment is found. What is alike by its words is looked for before, holding no lock.
    """
    similar = _similar(actor, record, values)
    with transaction.atomic():
        if record is None:
            row = planned_create(actor=actor, values=values, reason=reason)
        else:
            row = planned_update(actor=actor, record=record, version=version, values=values, reason=reason)
        if row.state != PlannedState.CANCELLED:
            others = others_of(actor, row) if record is None or _is_moved(record, row) else Others()
            _others_show(actor, row, seen, others.with_similar(similar))
    return row


def _similar(actor: Viewer, record: PlannedActivity | None, values: Mapping[str, Any]) -> tuple[SimilarWork, ...]:
    """What is alike, where the activity is new or another than it was."""
    typed = planned_typed(record, values)
    changed = record is None or typed.material != planned_typed(record, {}).material or _is_revived(record, values)
    return similar_work(actor, typed) if changed else ()


def _is_revived(record: PlannedActivity, values: Mapping[str, Any]) -> bool:
    return record.state == PlannedState.CANCELLED and values.get("state", record.state) != PlannedState.CANCELLED


def _is_moved(before: PlannedActivity, after: PlannedActivity) -> bool:
    """Whether what others near it are chosen by has changed, or a cancelled activity is planned again."""
    revived = before.state == PlannedState.CANCELLED != after.state
    compared = ("country", "month", "institution", "theme_id")
    return revived or any(getattr(before, name) != getattr(after, name) for name in compared)


def _others_show(actor: Viewer, row: PlannedActivity, seen: str, others: Others) -> None:
    theme = _theme_seen(actor, row)
    wanted = Wanted(row.country, row.month, row.institution, theme.pk if theme else None)
    if others and not seen_all(seen, actor, wanted, others):
        raise OthersFirst(others, seen_sign(actor, wanted, others))


def others_of(viewer: Viewer, row: PlannedActivity) -> Others:
    """What ``viewer`` may see of others around the activity ``row``; a theme hidden from them is no reason."""
    theme = _theme_seen(viewer, row)
    return others_near(
        viewer=viewer,
        country=row.country,
        month=row.month,
        institution=row.institution,
        theme=theme,
        leave_out=row,
    )


def _theme_seen(viewer: Viewer, row: PlannedActivity) -> Theme | None:
    return Theme.objects.visible_to(viewer).live().filter(pk=row.theme_id).first() if row.theme_id else None


def planned_cancel(*, actor: Viewer, planned: PlannedActivity, version: int, reason: str = "") -> PlannedActivity:
    """Say that an activity will not take place."""
    if planned.state == PlannedState.CANCELLED:
        raise ValidationError(_("This activity is cancelled already."))
    values = {"state": PlannedState.CANCELLED}
    return planned_update(actor=actor, record=planned, version=version, values=values, reason=reason)


def planned_become_project(*, actor: Viewer, planned: PlannedActivity, version: int, reason: str = "") -> Project:
    """Make a project of the kind activity out of ``planned`` and link the two, in one operation.

    The project is led by the same entity and seen by as many people, as far as the actor may clear that.
    ValidationError when there is a project already, or the activity is cancelled or archived.
    """
    policies.planned_write(actor, planned).require()
    with operation(actor=actor, reason=reason):
        row = record_lock(planned, version=version, submitted={})
        _may_become_check(row)
        project = project_create(actor=actor, values=_project_values(actor, row))
        planned_update(actor=actor, record=row, version=version, values={"project": project})
    return project


def _may_become_check(row: PlannedActivity) -> None:
    if row.is_archived:
        raise ValidationError(_("This record is archived. Restore it before you change it."))
    if row.project_id:
        raise ValidationError(_("This activity became a project already."))
    if row.state == PlannedState.CANCELLED:
        raise ValidationError(_("This activity is cancelled. Plan it again first, then make a project of it."))


def _project_values(actor: Viewer, row: PlannedActivity) -> dict[str, Any]:
    theme = _theme_seen(actor, row)
    is_day = len(row.month) == len("2026-11-03")
    return {
        "kind": ProjectKind.ACTIVITY,
        **_titles(row, theme),
        "lead": row.entity,
        "countries": Place.objects.filter(pk=row.country),
        "institutions": row.institution,
        "themes": [theme] if theme else [],
        "requests": [each for each in row.many("requests") if not each.is_archived],
        "recommendations": [each for each in row.many("recommendations") if not each.is_archived],
        "start": row.month,
        "end": "" if is_day else row.month,
        "status": DeclaredStatus.PLANNED,
        "source": row.source,
        "evidence": row.evidence,
        "note": row.note,
        **_clearance(actor, row),
    }


def _titles(row: PlannedActivity, theme: Theme | None) -> dict[str, str]:
    """What is planned, as it was written; else theme, institution and State, in English and French."""
    if row.title:
        return {"title_en": row.title}
    names: Any = theme
    titles = {}
    for language in ("en", "fr"):
        subject = (getattr(names, f"name_{language}") or names.name_en) if theme else ""
        parts = (subject, row.institution, country_name(row.country, language))
        titles[f"title_{language}"] = ", ".join(part for part in parts if part)
    return titles


def _clearance(actor: Viewer, row: PlannedActivity) -> dict[str, Any]:
    """Originator and visibility of the activity; the narrowest where the actor cannot clear what it comes from.

    What somebody else entered for an entity is its own once its focal point makes a project of it.
    """
    if actor.is_secretariat:
        reference = row.clearance or _("As the planned activity that it comes from.")
        return {"originator": row.originator, "visibility": row.visibility, "clearance": reference}
    cleared = row.entity_id in actor.entity_ids()
    visibility = row.visibility if cleared else Visibility.SECRETARIAT
    return {"originator": row.entity, "visibility": visibility}
