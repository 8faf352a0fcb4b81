"""Entries of money for staff: pledges, contributions, deposits and allocations, each with its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.filters import BasisFilter
from compact.kernel.admin.related import Neighbours
from funding.funds.admin.entry import EntryAdmin, StandingFilter, posting
from funding.funds.admin.forms import ConfirmationForm, entry_intro
from funding.funds.models import Allocation, AllocationState, Contribution, Deposit, Pledge, PledgeNature
from funding.funds.services import entries as services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

_MONEY = (("amount", "currency"), "value_date")
_STAYING = ("recipient", "recipient__merged_into", "project", "project__merged_into")
_PARTIES = ("fund", "recipient", "project", "originator")
_FILTERS = (("fund", admin.RelatedOnlyFieldListFilter), ("currency", admin.AllValuesFieldListFilter), StandingFilter)
_LAST = (BasisFilter, "evidence", "visibility")
_HELP = gettext_lazy("Funding partner, fund, recipient, project, earmark, source, note")


@admin.register(Pledge)
class PledgeAdmin(EntryAdmin):
    """Pledges and statements."""

    services = services.pledges
    list_display = ("money", "giver", "day", "fund", "recipient_now", "project_now", "standing", "basis")
    list_filter = ("nature", ("partner", admin.RelatedOnlyFieldListFilter), *_FILTERS, *_LAST)
    search_help_text = _HELP
    related = ("partner", "partner__entity", "fund", *_STAYING)
    autocomplete_fields = ("partner", *_PARTIES)
    fieldsets = posting(
        "nature", "partner", ("amount", "currency"), "value_date", "fund", "recipient", "project", "earmark"
    )
    neighbours = (
        Neighbours(
            Contribution, "pledge", ("partner", ("money_display", gettext_lazy("amount")), "value_date"), add_page=None
        ),
    )

    @admin.display(description=gettext_lazy("funding partner"), ordering="partner__code")
    def giver(self, pledge: Any) -> str:
        """The partner; none for a statement."""
        return str(pledge.partner or EMPTY)

    def badges(self, entry: Any) -> list[SafeString]:
        """And whether it is a statement, which enters no sum."""
        if entry.nature == PledgeNature.PLEDGE:
            return super().badges(entry)
        return [badge("possible", entry.get_nature_display()), *super().badges(entry)]


@admin.register(Contribution)
class ContributionAdmin(EntryAdmin):
    """Signed contributions."""

    services = services.contributions
    list_display = ("money", "partner", "day", "fund", "recipient_now", "project_now", "standing", "basis")
    list_filter = (("partner", admin.RelatedOnlyFieldListFilter), *_FILTERS, *_LAST)
    search_help_text = _HELP
    related = ("partner", "partner__entity", "fund", *_STAYING)
    autocomplete_fields = ("partner", "pledge", *_PARTIES)
    fieldsets = posting(
        "partner", ("amount", "currency"), "value_date", "pledge", "fund", "recipient", "project", "earmark"
    )
    neighbours = (
        Neighbours(
            Deposit, "contribution", (("money_display", gettext_lazy("amount")), "value_date", "fund"), add_page=None
        ),
    )


@admin.register(Deposit)
class DepositAdmin(EntryAdmin):
    """Deposits."""

    services = services.deposits
    list_display = ("money", "partner", "day", "fund", "project_now", "earmark", "standing", "basis")
    list_filter = (("partner", admin.RelatedOnlyFieldListFilter), *_FILTERS, *_LAST)
    search_help_text = _HELP
    related = ("partner", "partner__entity", "fund", *_STAYING)
    autocomplete_fields = ("partner", "contribution", *_PARTIES)
    fieldsets = posting(
        "partner", ("amount", "currency"), "value_date", "contribution", "fund", "recipient", "project", "earmark"
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A deposit is of an amount in a fund."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("amount", "currency", "fund"):
            field.required, field.help_text = True, ""
        return field


@admin.register(Allocation)
class AllocationAdmin(EntryAdmin):
    """Allocations; an announced one is confirmed by a step."""

    services = services.allocations
    list_display = ("money", "fund", "recipient_now", "project_now", "day", "standing", "basis")
    list_filter = ("state", *_FILTERS, *_LAST)
    search_help_text = gettext_lazy("Fund, recipient, project, source, note")
    related = ("fund", *_STAYING)
    autocomplete_fields = ("follows", *_PARTIES)
    fieldsets = posting("state", *_MONEY, "fund", "recipient", "project", "follows")
    neighbours = (
        Neighbours(
            Allocation,
            "follows",
            (("money_display", gettext_lazy("amount")), "value_date", "fund", "recipient", "project"),
            add_page=None,
            title=gettext_lazy("confirmed by"),
        ),
    )

    def badges(self, entry: Any) -> list[SafeString]:
        """The state first."""
        kind = "certain" if entry.state == AllocationState.CONFIRMED else "possible"
        return [badge(kind, entry.get_state_display()), *super().badges(entry)]

    def steps(self, entry: Any) -> list[tuple[str, Any]]:
        """An announcement can be confirmed as well, until it is."""
        found = super().steps(entry)
        waits = entry.state == AllocationState.ANNOUNCED and not entry.confirmations.standing().exists()
        return [("confirm", gettext_lazy("Confirm…")), *found] if found and waits else found

    def step_views(self) -> dict[str, Any]:
        """And the confirmation."""
        return {**super().step_views(), "confirm": self.confirm_view}

    def confirm_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Post the confirmation of an announcement."""
        entry, viewer = self.record_get(request, object_id), self.viewer(request)
        self.services.policy(viewer, entry).require()
        form = ConfirmationForm(request.POST or None, entry=entry, viewer=viewer, site=self.admin_site)

        def act() -> str:
            data = form.cleaned_data
            made = services.allocation_confirm(
                actor=viewer, entry=entry, version=data["version"] or 0, values=form.values(), reason=data["reason"]
            )
            return _("The allocation is confirmed: %(amount)s is posted.") % {"amount": made.money_display}

        title, submit = _("Confirm an allocation"), _("Confirm the allocation")
        return self.step(request, entry, form, act, title=title, intro=entry_intro(entry), submit=submit)
