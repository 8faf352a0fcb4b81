"""The resources of the funds room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, status
from rest_framework.decorators import action

from compact.entities.models import Entity
from compact.kernel.api.references import ReferenceField
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import Amount, PartialDate, ReasonSerializer, RecordSerializer
from compact.kernel.visibility import Visibility
from funding.funds import columns, filters
from funding.funds.models import Allocation, Contribution, Deposit, Entry, Fund, FundingPartner, Pledge
from funding.funds.services import entries
from funding.funds.services import funds as fund_services
from funding.funds.services.reversing import entry_reverse
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class FundSerializer(RecordSerializer):
    """A fund that pays for the work."""

    class Meta(RecordSerializer.Meta):
        model = Fund
        columns = columns.FUNDS


class FundingPartnerSerializer(RecordSerializer):
    """A State, an entity or another that gives money."""

    class Meta(RecordSerializer.Meta):
        model = FundingPartner
        columns = columns.FUNDING_PARTNERS


class PledgeSerializer(RecordSerializer):
    """Money that a partner announced; or a statement, which enters no sum."""

    class Meta(RecordSerializer.Meta):
        model = Pledge
        columns = columns.PLEDGES


class ContributionSerializer(RecordSerializer):
    """Money that a partner signed for."""

    class Meta(RecordSerializer.Meta):
        model = Contribution
        columns = columns.CONTRIBUTIONS


class DepositSerializer(RecordSerializer):
    """Money of a partner that arrived in a fund."""

    class Meta(RecordSerializer.Meta):
        model = Deposit
        columns = columns.DEPOSITS


class AllocationSerializer(RecordSerializer):
    """Money of a fund for a project, announced or confirmed."""

    class Meta(RecordSerializer.Meta):
        model = Allocation
        columns = columns.ALLOCATIONS


class _StepSerializer(ReasonSerializer):
    """Takes no other names: a misspelt amount would post the one that was announced."""

    def to_internal_value(self, data: Any) -> Any:
        """The values; a name that is no field is an error."""
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError({name: [gettext("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class ReversalSerializer(_StepSerializer):
    """Why an entry is reversed, and as of when."""

    value_date = PartialDate(
        label=_("value date"),
        required=False,
        allow_blank=True,
        help_text=_("Of the reversal. Empty: that of the entry."),
    )


class ConfirmationSerializer(_StepSerializer):
    """What is confirmed, where it is not what was announced, and why."""

    fund = ReferenceField(Fund, label=_("fund"), required=False)
    recipient = ReferenceField(Entity, label=_("recipient"), required=False)
    project = ReferenceField(Project, label=_("project"), required=False)
    amount = Amount(label=_("amount"), required=False)
    currency = serializers.CharField(label=_("currency"), required=False, max_length=3)
    value_date = PartialDate(label=_("value date"), required=False, allow_blank=True)
    source: Any = serializers.CharField(label=_("source"), required=False, allow_blank=True, max_length=500)
    visibility = serializers.ChoiceField(label=_("visible to"), required=False, choices=Visibility.choices)
    clearance = serializers.CharField(label=_("clearance"), required=False, allow_blank=True, max_length=300)


class FundViewSet(ResourceViewSet):
    """Funds that pay for the work."""

    model = Fund
    services = fund_services.funds
    columns = columns.FUNDS
    serializer_class = FundSerializer
    filterset_class = filters.FundFilters


class FundingPartnerViewSet(ResourceViewSet):
    """Those who fill funds, or pay for projects directly."""

    model = FundingPartner
    services = fund_services.partners
    columns = columns.FUNDING_PARTNERS
    serializer_class = FundingPartnerSerializer
    filterset_class = filters.FundingPartnerFilters


class EntryViewSet(ResourceViewSet):
    """Entries of money: posted once, and reversed where they are wrong."""

    @action(detail=True, methods=["post"], serializer_class=ReversalSerializer)
    def reverse(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Take the entry back, with a reason: answers with the new entry, its amount with the other sign."""
        return self.posted(lambda values, **given: entry_reverse(**given, **values))

    def posted(self, post: Callable[..., Entry]) -> Response:
        """The entry that ``post`` makes of this one, with what was sent as ``values``."""
        record = self.get_object()
        version = self.version_read(record)
        self.services.policy(self.viewer, record).require()
        sent = dict(self.checked(self.request.data))
        reason = self.reason(sent.pop("reason", ""))
        made = post(actor=self.viewer, entry=record, version=version, values=sent, reason=reason)
        return self.answer(self.representation(made), status.HTTP_201_CREATED)


class PledgeViewSet(EntryViewSet):
    """What partners announced, and statements of totals and appeals, which enter no sum."""

    model = Pledge
    services = entries.pledges
    columns = columns.PLEDGES
    serializer_class = PledgeSerializer
    filterset_class = filters.PledgeFilters


class ContributionViewSet(EntryViewSet):
    """What partners signed for."""

    model = Contribution
    services = entries.contributions
    columns = columns.CONTRIBUTIONS
    serializer_class = ContributionSerializer
    filterset_class = filters.ContributionFilters


class DepositViewSet(EntryViewSet):
    """What arrived in the funds."""

    model = Deposit
    services = entries.deposits
    columns = columns.DEPOSITS
    serializer_class = DepositSerializer
    filterset_class = filters.DepositFilters


class AllocationViewSet(EntryViewSet):
    """What funds announced for projects, and what they set aside for them."""

    model = Allocation
    services = entries.allocations
    columns = columns.ALLOCATIONS
    serializer_class = AllocationSerializer
    filterset_class = filters.AllocationFilters

    @action(detail=True, methods=["post"], serializer_class=ConfirmationSerializer)
    def confirm(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Confirm what was announced: answers with the new allocation; the announcement stays."""
        return self.posted(entries.allocation_confirm)
