"""Funds that pay for the work, and the States, entities and others that fill them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.countries import country_display, validate_country
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedReference
from funding.funds.queries import FundingPartnerQuerySet, FundQuerySet


class Fund(ClearedReference, Sourced, Record):
    """A fund, such as the United Nations Trust Fund for Counter-Terrorism."""

    on_merge = {"administrator": Moves(Clash.KEEP)}

    code = models.SlugField(
        gettext_lazy("code"), max_length=40, help_text=gettext_lazy("Short and lasting: other systems use it.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=300)
    administrator = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("administered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funds",
        help_text=gettext_lazy("Empty: not known, or an entity outside the Compact."),
    )
    purpose = models.TextField(gettext_lazy("purpose"), blank=True)
    link = models.URLField(gettext_lazy("link"), max_length=500, blank=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("fund")
        verbose_name_plural = gettext_lazy("funds")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True),
                name="funding_fund_code_in_use_once",
                violation_error_message=gettext_lazy("Another fund has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FundingPartnerKind(models.TextChoices):
    """Who fills a fund."""

    STATE = "state", gettext_lazy("State")
    ENTITY = "entity", gettext_lazy("Entity of the Compact")
    OTHER = "other", pgettext_lazy("funding partner", "Other")


class FundingPartner(ClearedReference, Sourced, Record):
    """A State, an entity or another that gives money."""

    on_merge = {"entity": Moves(Clash.STOP)}

    code = models.CharField(
        gettext_lazy("code"),
        max_length=20,
        help_text=gettext_lazy("The three-letter code of a State, an acronym, or a short code of ours."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=6, choices=FundingPartnerKind)
    country = models.CharField(
        gettext_lazy("State"),
        max_length=3,
        blank=True,
        validators=[validate_country],
        help_text=gettext_lazy("ISO 3166 alpha-3 code, e.g. KEN. Only for a State."),
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_parts",
        help_text=gettext_lazy("Only for an entity of the Compact."),
    )
    name = models.CharField(
        gettext_lazy("name"), max_length=300, blank=True, help_text=gettext_lazy("Only for others: States have theirs.")
    )

    objects = FundingPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("funding partner")
        verbose_name_plural = gettext_lazy("funding partners")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True),
                name="funding_partner_code_in_use_once",
                violation_error_message=gettext_lazy("Another funding partner has this code."),
            ),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(archived_at__isnull=True, kind="state"),
                name="funding_partner_state_once",
                violation_error_message=gettext_lazy("This State is a funding partner already."),
            ),
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(archived_at__isnull=True, kind="entity"),
                name="funding_partner_entity_once",
                violation_error_message=gettext_lazy("This entity is a funding partner already."),
            ),
            models.CheckConstraint(
                condition=(
                    (Q(kind="state") & ~Q(country="") & Q(entity__isnull=True))
                    | (Q(kind="entity") & Q(country="") & Q(entity__isnull=False))
                    | (Q(kind="other") & Q(country="") & Q(entity__isnull=True))
                ),
                name="funding_partner_is_what_its_kind_says",
                violation_error_message=gettext_lazy(
                    "A State needs its country, an entity of the Compact the entity, others neither."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | (Q(name_en__isnull=False) & ~Q(name_en="")),
                name="funding_partner_other_has_name",
                violation_error_message=gettext_lazy("Give the name."),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == FundingPartnerKind.STATE:
            return country_display(self.country)
        return str(self.entity) if self.entity else self.name or self.code
