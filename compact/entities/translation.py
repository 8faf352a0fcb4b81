"""Translated fields of the entities room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.history import register_history


@register(Entity)
class EntityTranslation(TranslationOptions):
    """Names and acronyms in the six official languages; English is required."""

    fields = ("name", "acronym")
    required_languages = {"en": ("name",)}


for model in (Entity, Alias, Participation, Person, Affiliation):
    register_history(model, app="compact")
