"""The resources of the agreements room."""

from __future__ import annotations

from compact.agreements import columns, filters, services
from compact.agreements.models import Agreement, Instrument, Signature
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer


class AgreementSerializer(RecordSerializer):
    """A memorandum, arrangement or agreement that entities signed."""

    class Meta(RecordSerializer.Meta):
        model = Agreement
        columns = columns.AGREEMENTS


class SignatureSerializer(RecordSerializer):
    """A party to an agreement, who signed for it, and with which title then."""

    class Meta(RecordSerializer.Meta):
        model = Signature
        columns = columns.SIGNATURES


class InstrumentSerializer(RecordSerializer):
    """A resolution, convention, pillar, programme or priority that the work rests on."""

    class Meta(RecordSerializer.Meta):
        model = Instrument
        columns = columns.INSTRUMENTS


class AgreementViewSet(ResourceViewSet):
    """Agreements that entities signed with each other or with parties outside the Compact."""

    model = Agreement
    services = services.agreements
    columns = columns.AGREEMENTS
    serializer_class = AgreementSerializer
    filterset_class = filters.AgreementFilters


class SignatureViewSet(ResourceViewSet):
    """The parties to agreements, with the persons who signed and their titles at that time."""

    model = Signature
    services = services.signatures
    columns = columns.SIGNATURES
    serializer_class = SignatureSerializer
    filterset_class = filters.SignatureFilters


class InstrumentViewSet(ResourceViewSet):
    """Resolutions, conventions and protocols, pillars of the Strategy, programmes of work and their priorities."""

    model = Instrument
    services = services.instruments
    columns = columns.INSTRUMENTS
    serializer_class = InstrumentSerializer
    filterset_class = filters.InstrumentFilters
