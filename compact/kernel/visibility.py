"""Who may see a record, and whose clearance opened it (domain rule 8, ST/SGB/2007/6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.errors import Refused
from compact.kernel.moving import Clash, Moves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.moving import Rule
    from compact.kernel.viewers import Viewer


class Visibility(models.TextChoices):
    """How far a record is seen, from narrow to wide."""

    SECRETARIAT = "secretariat", gettext_lazy("The originator and the secretariat")
    GROUP = "group", gettext_lazy("The group as well")
    ALL = "all", gettext_lazy("All entities")


VISIBILITY_WIDTH: dict[str, int] = {Visibility.SECRETARIAT: 0, Visibility.GROUP: 1, Visibility.ALL: 2}
"""How many people see a record, from few to many."""


class Cleared(models.Model):
    """A record with an originator, a visibility, and the clearance that widened it."""

    on_merge: Mapping[str, Rule] = {"originator": Moves(Clash.KEEP)}

    originator = models.ForeignKey(
        settings.ORIGINATOR_MODEL,
        verbose_name=gettext_lazy("originator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("The entity that the information comes from. Empty: the secretariat."),
    )
    visibility = models.CharField(
        gettext_lazy("visible to"), max_length=12, choices=Visibility, default=Visibility.SECRETARIAT
    )
    clearance = models.CharField(
        gettext_lazy("clearance"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("How the originator agreed to wider sharing, e.g. “e-mail of 3 May 2026”."),
    )
    cleared_at = models.DateTimeField(
        gettext_lazy("cleared at"),
        null=True,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Empty: never widened."),
    )
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("clearance recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class ClearedReference(Cleared):
    """Reference facts about the Compact itself: open to all entities unless somebody narrows them."""

    visibility = models.CharField(gettext_lazy("visible to"), max_length=12, choices=Visibility, default=Visibility.ALL)

    class Meta:
        abstract = True


class ClearedInGroup(Cleared):
    """The work of a group: open to the group unless somebody narrows or widens it."""

    visibility = models.CharField(
        gettext_lazy("visible to"), max_length=12, choices=Visibility, default=Visibility.GROUP
    )

    class Meta:
        abstract = True


def clearance_apply(actor: Viewer, record: Cleared, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``values`` with the clearance stamped where they open ``record`` wider, or to a new originator's cost.

    Widening needs the clearance of the originator on record and of the one that ``values`` name: given by
    those whom it nominated to speak for it, or recorded by the secretariat with a reference. What others than
    the secretariat enter has their own entity as originator. Raises :class:`Refused` when a clearance is
    missing, or when somebody narrows what is not theirs; ValidationError when the originator is not theirs to
    name, or to take from whom it comes.
    """
    result = _with_originator(actor, record, values)
    before = VISIBILITY_WIDTH.get(record.visibility, 0) if record.pk else 0
    after = VISIBILITY_WIDTH.get(result.get("visibility", record.visibility), 0)
    named = result.get("originator", record.originator)
    moved = bool(record.pk) and named != record.originator
    if after < before:
        narrowing_check(actor, record)
    if after == 0 or (after <= before and not moved):
        return result
    asked = [named] if after <= before or not moved else [record.originator, named]
    own = _speaks_for(actor, record, after)
    for originator in asked:
        _require_clearance(actor, originator, own, reference=bool(result.get("clearance")))
    result.update(cleared_at=timezone.now(), cleared_by_id=actor.user_id)
    return result


def narrowing_check(actor: Viewer, record: Cleared) -> None:
    """Nobody but its originator and the secretariat hides what others have been reading."""
    if not actor.is_secretariat and record.originator_id not in actor.entity_ids():
        raise Refused(_("This comes from somebody else. Only they and the secretariat show it to fewer people."))


def _with_originator(actor: Viewer, record: Cleared, values: Mapping[str, Any]) -> dict[str, Any]:
    result, own = dict(values), _speaks_for(actor, record)
    if actor.is_secretariat:
        return result
    if not record.pk and result.get("originator") is None and own:
        if len(own) > 1:
            raise ValidationError({"originator": _("Say which of the entities that you speak for enters this.")})
        entities: Any = record._meta.get_field("originator").related_model
        result["originator"] = entities.objects.get(pk=next(iter(own)))
    named = result.get("originator", record.originator)
    if named != record.originator and (named is None or named.pk not in own):
        raise ValidationError({"originator": _("You can name your own entity only.")})
    if record.pk and record.originator_id not in own:
        _kept_check(record, result, named)
    return result


def _kept_check(record: Cleared, values: Mapping[str, Any], named: Any) -> None:
    """Raise ValidationError where somebody else names another originator, or rewrites how it cleared the record."""
    if named != record.originator:
        text = _("This comes from somebody else, who clears it. Only they and the secretariat name another originator.")
        raise ValidationError({"originator": text})
    if values.get("clearance", record.clearance) != record.clearance:
        text = _("This comes from somebody else. Only they and the secretariat say how it was cleared.")
        raise ValidationError({"clearance": text})


def _speaks_for(actor: Viewer, record: Cleared, width: int = 0) -> frozenset[int]:
    """The entities that ``actor`` speaks for.

    Alternates, who clear nothing, enter what they draft for the entity that they stand in for; it may be as wide
    as such records are unless somebody says otherwise.
    """
    usual = VISIBILITY_WIDTH[record._meta.get_field("visibility").get_default()]
    return actor.entity_ids() or actor.entity_ids(alternates=not record.pk and width <= usual)


def _require_clearance(actor: Viewer, originator: Any, own: frozenset[int], *, reference: bool) -> None:
    if originator is None and actor.is_secretariat:
        return
    if originator is not None and originator.pk in own:
        return
    if actor.is_secretariat and reference:
        return
    who = originator or _("The secretariat")
    text = _("%(entity)s has not cleared wider sharing.") % {"entity": who}
    if actor.is_secretariat:
        text += " " + _("Say in “clearance” how it agreed, then save again.")
    raise Refused(text)


def cleared_to(viewer: Viewer, prefix: str = "", *group_paths: str) -> models.Q:
    """The condition under which a :class:`Cleared` row, reached through ``prefix``, may be seen.

    ``group_paths`` lead to the ids of the groups that the row belongs to; without one, the visibility
    *group* opens the row to nobody but its originator. A path through a set (many-to-many field) would give a
    row once for each of its groups: use :func:`cleared_where`.
    """
    groups = viewer.group_ids(alternates=True)
    return cleared_where(viewer, prefix, *(models.Q(**{f"{prefix}{path}__in": groups}) for path in group_paths))


def cleared_where(viewer: Viewer, prefix: str, *in_group: models.Q) -> models.Q:
    """The same where one of the conditions ``in_group`` says that the row belongs to a group of ``viewer``.

    For a set of groups: ``Q(**{f"{prefix}pk__in": Through.objects.filter(group_id__in=…).values("meeting_id")})``.
    """
    seen = models.Q(**{f"{prefix}visibility": Visibility.ALL})
    seen |= models.Q(**{f"{prefix}originator_id__in": viewer.entity_ids(alternates=True)})
    for condition in in_group:
        seen |= models.Q(**{f"{prefix}visibility": Visibility.GROUP}) & condition
    return seen
