"""The columns of calls for inputs, for API, pages and exports."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact.entities.columns import ENTITY
from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import (
    ARCHIVE,
    CLEARED,
    IDENTITY,
    SOURCED,
    many,
    person_name,
    plain,
    reference,
    translations,
)
from workinggroups.groups.columns import GROUP
from workinggroups.workplans.models import CallForInputs, Input, InputState

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def late() -> Q:
    """Inputs that came after the deadline of their call, or are still missing after it."""
    missing = Q(state=InputState.AWAITED, call__deadline__lt=timezone.now())
    return missing | Q(answered_at__gt=F("call__deadline"))


def _counted(condition: Q | None, viewer: Viewer) -> Any:
    """How many places of the call, as far as the viewer sees them, meet ``condition``."""
    seen = Input.objects.visible_to(viewer).live().filter(call=OuterRef("pk")).order_by()
    counted = seen.filter(condition or Q()).values("call").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _count(name: str, label: Any, condition: Q | None = None) -> Column:
    return Column(name, label, type=ColumnType.NUMBER, compute=partial(_counted, condition))


CALLS = (
    *IDENTITY,
    *GROUP,
    *translations(CallForInputs, "title"),
    *plain(CallForInputs, "text"),
    Column("questions", _("questions"), type=ColumnType.JSON),
    *many("addressees", _("addressees")),
    Column("deadline", _("deadline"), type=ColumnType.TIME),
    Column("zone", _("time zone of the deadline"), type=ColumnType.CODE),
    Column("reminder_days", _("reminders, days before"), type=ColumnType.CODE),
    *plain(CallForInputs, "state"),
    Column("sent_at", _("sent at"), type=ColumnType.TIME),
    _count("inputs_answered", _("answers"), Q(state=InputState.ANSWERED)),
    _count("inputs_nil", _("nil returns"), Q(state=InputState.NIL)),
    _count("inputs_awaited", _("not answered yet"), Q(state=InputState.AWAITED)),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
INPUTS = (
    *IDENTITY,
    *reference("call", _("call for inputs"), translated="title"),
    Column("deadline", _("deadline"), "call__deadline", ColumnType.TIME),
    *ENTITY,
    *plain(Input, "state"),
    Column("answers", _("answers"), type=ColumnType.JSON),
    *reference("person", _("answered by"), through="person"),
    Column("person_name", _("name of the person"), compute=person_name, through="person"),
    Column("answered_at", _("answered at"), type=ColumnType.TIME),
    Column("late", _("late"), type=ColumnType.BOOLEAN, compute=lambda viewer: late()),
    *SOURCED,
    *ARCHIVE,
)
