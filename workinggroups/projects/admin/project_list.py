"""What the list of projects shows of each: completed a page at a time, in as many queries however many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.countries import name_key
from compact.kernel.dates import partial_date_display
from compact.kernel.places import place_name
from compact.kernel.visibility import Visibility
from workinggroups.projects.models import BudgetBasis, Project
from workinggroups.projects.phases import is_out_of_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer

_PLACES_NAMED = 3
_SEEN_BY = {Visibility.SECRETARIAT: "neutral", Visibility.GROUP: "possible", Visibility.ALL: "certain"}


class ProjectColumns(StaffAdmin):
    """The columns."""

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """The places of each, and its phase today; two queries."""
        found: dict[int, list[str]] = {}
        for name in ("regions", "countries"):
            through: Any = getattr(Project, name).through
            links = through._base_manager.filter(project__in=[row.pk for row in rows])
            for project, code in links.values_list("project_id", "place_id"):
                found.setdefault(project, []).append(place_name(code))
        for row in rows:
            row.place_names = sorted(found.get(row.pk, []), key=name_key)
            row.phase_today = row.phase(viewer.today)

    @admin.display(description=gettext_lazy("reference"), ordering="code")
    def reference(self, project: Any) -> str:
        """The code, or a dash."""
        return project.code or EMPTY

    @admin.display(description=gettext_lazy("title"), ordering="title_en")
    def name(self, project: Any) -> SafeString | str:
        """The title, with the kind where it is no project."""
        if project.kind == "project":
            return str(project.title)
        return format_html("{} {}", project.title, badge("neutral", str(project.get_kind_display())))

    @admin.display(description=gettext_lazy("lead group"), ordering="group__code")
    def lead_group(self, project: Any) -> str:
        """The code of the group, whose name would take five lines; or a dash."""
        return project.group.code if project.group else EMPTY

    @admin.display(description=gettext_lazy("places"))
    def places(self, project: Any) -> str:
        """The first countries and regions, and how many more."""
        names = [*([_("worldwide")] if project.is_global else []), *project.place_names]
        rest = len(names) - _PLACES_NAMED
        if rest > 1:
            more = ngettext("%(count)d more", "%(count)d more", rest) % {"count": rest}
            return ", ".join([*names[:_PLACES_NAMED], more])
        return ", ".join(names) or project.place_note or EMPTY

    @admin.display(description=gettext_lazy("from – to"), ordering="start")
    def when(self, project: Any) -> str:
        """Both ends in words, a question mark where one is not known."""
        if not (project.start or project.end):
            return EMPTY
        return " – ".join(partial_date_display(day) or "?" for day in (project.start, project.end))

    @admin.display(description=gettext_lazy("declared status"), ordering="status")
    def declared(self, project: Any) -> SafeString | str:
        """The status, and the phase by date where it contradicts it."""
        text = project.get_status_display() or EMPTY
        if not is_out_of_step(project.status, project.phase_today):
            return text
        phase = _("by date: %(phase)s") % {"phase": project.phase_today.label}
        return format_html("{} {}", text, badge("vacant", phase))

    @admin.display(description=gettext_lazy("budget"), ordering="budget")
    def money(self, project: Any) -> SafeString | str:
        """The amount with its currency; marked where it was only asked for."""
        amount = project.budget_money
        if amount is None:
            return EMPTY
        text = format_html('<span class="nowrap">{}</span>', amount)
        if project.budget_basis == BudgetBasis.REQUESTED:
            return format_html("{} {}", text, badge("unconfirmed", pgettext("an amount", "asked for")))
        return text

    @admin.display(description=gettext_lazy("visible to"), ordering="visibility")
    def seen_by(self, project: Any) -> SafeString:
        """How far it is seen."""
        words = {
            Visibility.SECRETARIAT: pgettext("visible to", "secretariat"),
            Visibility.GROUP: pgettext("visible to", "group"),
            Visibility.ALL: pgettext("visible to", "all"),
        }
        return badge(_SEEN_BY[Visibility(project.visibility)], words[Visibility(project.visibility)])
