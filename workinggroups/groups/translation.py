"""Translated fields of the groups room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.kernel.history import register_history
from workinggroups.groups.models import Group, GroupEvent, Nomination, Term


@register(Group)
class GroupTranslation(TranslationOptions):
    """Names and mandates in the six official languages; an English name is required."""

    fields = ("name", "mandate")
    required_languages = {"en": ("name",)}


for model in (Group, GroupEvent, Term, Nomination):
    register_history(model, app="workinggroups")
