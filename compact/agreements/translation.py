"""Translated fields of the agreements room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.agreements.models import Agreement, Instrument, Signature
from compact.kernel.history import register_history


@register((Agreement, Instrument))
class TitleTranslation(TranslationOptions):
    """Titles in the six official languages; English is required."""

    fields = ("title",)
    required_languages = {"en": ("title",)}


for model in (Agreement, Signature, Instrument):
    register_history(model, app="compact")
