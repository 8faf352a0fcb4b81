"""Translated fields of the needs room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.kernel.history import register_history
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme


@register(Theme)
class ThemeTranslation(TranslationOptions):
    """Names in the six official languages; English is required."""

    fields = ("name",)
    required_languages = {"en": ("name",)}


for model in (Theme, AssistanceRequest, Recommendation):
    register_history(model, app="workinggroups")
