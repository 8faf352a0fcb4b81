"""The screen on which staff record a whole meeting, in one save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.changes import entries_of
from compact.kernel.admin.unsent import unsent_take
from compact.kernel.errors import Refused, StaleVersion
from workinggroups.meetings.admin.recording_screen import Screen
from workinggroups.meetings.services.recording import RecordingErrors, meeting_record

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.writes import RecordServices
    from workinggroups.meetings.models import Meeting

NAME = "workinggroups_meeting_record"


class RecordingPages(StaffAdmin):
    """Adds ``record/`` to the meetings: of a new meeting, and below each that there is."""

    services: RecordServices[Any]
    change_list_template = "admin/meeting_list.html"

    def get_urls(self) -> list[Any]:
        """The two pages before Django's own."""
        view = self.admin_site.admin_view(self.record_view)
        own = [path("record/", view, name=f"{NAME}_new"), path("<path:object_id>/record/", view, name=NAME)]
        return [*own, *super().get_urls()]

    def record_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Show the screen, store it all at once, or say what keeps it from being stored."""
        meeting = self.record_get(request, object_id) if object_id else None
        viewer = self.viewer(request)
        self.services.policy(viewer, meeting).require()
        if request.method != "POST":
            kept = unsent_take(request)
            return self._shown(request, Screen(viewer, meeting, kept, quiet=True))
        screen = Screen(viewer, meeting, request.POST)
        if "more" in request.POST:
            screen.grow()
            return self._shown(request, screen)
        stored = self._stored(request, screen) if screen.is_valid() else None
        if stored is None:
            return self._shown(request, screen)
        messages.success(request, _("The meeting is recorded: “%(meeting)s”.") % {"meeting": stored})
        return HttpResponseRedirect(self.address("change", stored.pk))

    def _stored(self, request: HttpRequest, screen: Screen) -> Meeting | None:
        facts = screen.facts
        try:
            return meeting_record(
                actor=screen.viewer,
                meeting=screen.meeting,
                version=facts.cleaned_data["version"] or 0,
                recording=screen.recording(),
                reason=screen.reason.cleaned_data["reason"],
            )
        except RecordingErrors as errors:
            screen.errors_tell(errors)
        except StaleVersion as stale:
            screen.since = _since(stale, facts.cleaned_data["version"] or 0)
            screen.stale_tell(stale)
        except Refused as refusal:
            facts.add_error(None, refusal.reason)
        except ValidationError as error:
            facts.add_error(None, error)
        return None

    def _shown(self, request: HttpRequest, screen: Screen) -> HttpResponse:
        title = _("Record “%(meeting)s”") % {"meeting": screen.meeting} if screen.meeting else _("Record a meeting")
        return self.page(request, "admin/meeting_record.html", title, screen.meeting, screen=screen)


def _since(stale: StaleVersion, opened: int) -> list[Any]:
    return [entry for entry in entries_of(stale.current) if entry.version > opened]
