"""Translated fields of the meetings room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.kernel.history import register_history
from workinggroups.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    Objection,
    SilenceProcedure,
)


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    """Titles in the six official languages; none is required."""

    fields = ("title",)


@register((Decision, SilenceProcedure))
class SubjectTranslation(TranslationOptions):
    """What is decided, in the six official languages; English is required."""

    fields = ("subject",)
    required_languages = {"en": ("subject",)}


register_history(Meeting, app="workinggroups", many=("groups",))
register_history(SilenceProcedure, app="workinggroups", many=("addressees",))
for model in (AgendaItem, Attendance, Minutes, Decision, ActionItem, Objection):
    register_history(model, app="workinggroups")
