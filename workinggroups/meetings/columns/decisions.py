"""The columns of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, plain, reference, translations
from workinggroups.groups.columns import GROUP
from workinggroups.meetings.models import Decision, Meeting, SilenceProcedure

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _source_of(viewer: Viewer) -> Any:
    """Where a decision was taken: in a meeting, by silence, or *not known*, as far as the viewer may see it."""
    meetings = Meeting.objects.visible_to(viewer).live().filter(pk=OuterRef("meeting_id"))
    silence = SilenceProcedure.objects.visible_to(viewer).live().filter(decision=OuterRef("pk"))
    return Case(
        When(Exists(meetings), then=Value("meeting")),
        When(Exists(silence), then=Value("silence")),
        default=Value("not_known"),
        output_field=TextField(),
    )


DECISIONS = (
    *IDENTITY,
    *GROUP,
    *reference("meeting", _("meeting"), through="meeting"),
    Column("meeting_start", _("first day of the meeting"), "meeting__start", ColumnType.DATE, through="meeting"),
    *reference("agenda_item", _("agenda item"), through="agenda_item"),
    *plain(Decision, "number", "verb", "subject_kind"),
    *translations(Decision, "subject"),
    *reference("instrument", _("instrument"), "code", "title", through="instrument"),
    *plain(Decision, "document", "text", "decided_on"),
    Column("source_of", _("where it was decided"), type=ColumnType.CODE, compute=_source_of),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
