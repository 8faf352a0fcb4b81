"""The resources of projects and of their partners."""

from __future__ import annotations

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.projects.columns import projects as columns
from workinggroups.projects.filters import projects as filters
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.services.partners import partners
from workinggroups.projects.services.projects import projects


class ProjectSerializer(RecordSerializer):
    """A programme, a project of it, or an activity."""

    class Meta(RecordSerializer.Meta):
        model = Project
        columns = columns.PROJECTS


class ProjectPartnerSerializer(RecordSerializer):
    """An entity's part in a project."""

    class Meta(RecordSerializer.Meta):
        model = ProjectPartner
        columns = columns.PROJECT_PARTNERS


class ProjectViewSet(ResourceViewSet):
    """Programmes, projects and activities; the budget of one contains the budgets of its parts: never add both."""

    model = Project
    services = projects
    columns = columns.PROJECTS
    serializer_class = ProjectSerializer
    filterset_class = filters.ProjectFilters


class ProjectPartnerViewSet(ResourceViewSet):
    """Who works in a project beside its lead entity, as what, with which budget share or named contribution."""

    model = ProjectPartner
    services = partners
    columns = columns.PROJECT_PARTNERS
    serializer_class = ProjectPartnerSerializer
    filterset_class = filters.ProjectPartnerFilters
