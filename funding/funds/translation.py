"""Translated fields of the funds room, then its histories."""

from modeltranslation.decorators import register
from modeltranslation.translator import TranslationOptions

from compact.kernel.history import register_history
from funding.funds.models import Allocation, Contribution, Deposit, Fund, FundingPartner, Pledge


@register(Fund)
class FundTranslation(TranslationOptions):
    """Names in the six official languages; English is required."""

    fields = ("name",)
    required_languages = {"en": ("name",)}


@register(FundingPartner)
class FundingPartnerTranslation(TranslationOptions):
    """Names of those that are neither States nor entities."""

    fields = ("name",)


for model in (Fund, FundingPartner, Pledge, Contribution, Deposit, Allocation):
    register_history(model, app="funding")
