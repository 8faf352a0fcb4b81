"""The resource of terms of reference."""

from __future__ import annotations

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.workplans.columns import terms as columns
from workinggroups.workplans.filters import terms as filters
from workinggroups.workplans.models import TermsOfReference
from workinggroups.workplans.services import terms as services


class TermsOfReferenceSerializer(RecordSerializer):
    """One version of what a group is to do and how it works."""

    class Meta(RecordSerializer.Meta):
        model = TermsOfReference
        columns = columns.TERMS_OF_REFERENCE


class TermsOfReferenceViewSet(ResourceViewSet):
    """Terms of reference, version by version; approving one closes the version in force before it."""

    model = TermsOfReference
    services = services.terms
    columns = columns.TERMS_OF_REFERENCE
    serializer_class = TermsOfReferenceSerializer
    filterset_class = filters.TermsOfReferenceFilters
