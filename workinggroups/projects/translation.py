"""Translated fields of the projects room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.kernel.history import register_history
from workinggroups.projects.models import PlannedActivity, Project, ProjectPartner


@register(Project)
class ProjectTranslation(TranslationOptions):
    """Titles and summaries in the six official languages; an English title is required."""

    fields = ("title", "summary")
    required_languages = {"en": ("title",)}


PROJECT_SETS = (
    "contributing_groups",
    "countries",
    "regions",
    "pillars",
    "instruments",
    "themes",
    "requests",
    "recommendations",
    "decisions",
    "action_items",
)

register_history(Project, app="workinggroups", many=PROJECT_SETS)
register_history(ProjectPartner, app="workinggroups")
register_history(PlannedActivity, app="workinggroups", many=("requests", "recommendations"))
