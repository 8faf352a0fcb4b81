"""Who may see a record, and whose clearance opened it (domain rule 8, ST/SGB/2007/6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer


class Visibility(models.TextChoices):
    """How far a record is seen, from narrow to wide."""

    SECRETARIAT = "secretariat", gettext_lazy("The originator and the secretariat")
    GROUP = "group", gettext_lazy("The group as well")
    ALL = "all", gettext_lazy("All entities")


_WIDTH: dict[str, int] = {Visibility.SECRETARIAT: 0, Visibility.GROUP: 1, Visibility.ALL: 2}


class Cleared(models.Model):
    """A record with an originator, a visibility, and the clearance that widened it."""

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


def clearance_apply(actor: Viewer, record: Cleared, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``values`` with the clearance stamped where they widen what is seen of ``record``.

    Widening needs the originator's clearance: given by those whom the originator nominated to speak
    for it, or recorded by the secretariat with a reference. Raises :class:`Refused` when there is none.
    """
    result = dict(values)
    before = _WIDTH.get(record.visibility, 0) if record.pk else 0
    after = _WIDTH.get(values.get("visibility", record.visibility), 0)
    if after <= before:
        return result
    originator = values.get("originator", record.originator)
    gives_own = originator is None or originator.pk in actor.entity_ids()
    if not gives_own and not values.get("clearance"):
        raise Refused(
            _("%(entity)s has not cleared wider sharing. Say in “clearance” how it agreed, then save again.")
            % {"entity": originator}
        )
    result.update(cleared_at=timezone.now(), cleared_by_id=actor.user_id)
    return result


def cleared_to(viewer: Viewer, prefix: str = "", *group_paths: str) -> models.Q:
    """The condition under which a :class:`Cleared` row, reached through ``prefix``, may be seen.

    ``group_paths`` lead to the ids of the groups that the row belongs to; without one, the visibility
    *group* opens the row to nobody but its originator.
    """
    seen = models.Q(**{f"{prefix}visibility": Visibility.ALL})
    seen |= models.Q(**{f"{prefix}originator_id__in": viewer.entity_ids(alternates=True)})
    for path in group_paths:
        in_group = models.Q(**{f"{prefix}{path}__in": viewer.group_ids(alternates=True)})
        seen |= models.Q(**{f"{prefix}visibility": Visibility.GROUP}) & in_group
    return seen
