"""Translated fields of the work plans room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.kernel.history import register_history
from workinggroups.workplans.models import CallForInputs, Input, Output, OutputReport, TermsOfReference, WorkPlan


@register((WorkPlan, Output, CallForInputs))
class TitleTranslation(TranslationOptions):
    """Titles in the six official languages; English is required."""

    fields = ("title",)
    required_languages = {"en": ("title",)}


register_history(CallForInputs, app="workinggroups", many=("addressees",))
for model in (TermsOfReference, WorkPlan, Output, OutputReport, Input):
    register_history(model, app="workinggroups")
