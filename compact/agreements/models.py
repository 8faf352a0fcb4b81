"""Agreements between entities with who signed them, and the instruments that the work rests on."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.agreements.queries import AgreementQuerySet, InstrumentQuerySet, SignatureQuerySet
from compact.entities.models import Entity, Person
from compact.kernel.dates import PartialDateField
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedReference


class InstrumentKind(models.TextChoices):
    """What sort of text an instrument is."""

    STRATEGY = "strategy", gettext_lazy("Strategy")
    PILLAR = "pillar", gettext_lazy("Pillar of the Strategy")
    PROGRAMME = "programme", gettext_lazy("Joint Programme of Work")
    PRIORITY = "priority", gettext_lazy("Priority of the Joint Programme of Work")
    LEGAL_INSTRUMENT = "legal_instrument", gettext_lazy("Convention or protocol")
    GA_RESOLUTION = "ga_resolution", gettext_lazy("Resolution of the General Assembly")
    SC_RESOLUTION = "sc_resolution", gettext_lazy("Resolution of the Security Council")
    SG_DOCUMENT = "sg_document", gettext_lazy("Document of the Secretary-General")


class Instrument(ClearedReference, Sourced, Record):
    """A text that plans and projects point to; pillars, priorities and amendments stand below another one."""

    code = models.CharField(
        gettext_lazy("symbol or code"),
        max_length=60,
        help_text=gettext_lazy("The symbol of the document, or a short code of ours: other systems use it."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=InstrumentKind)
    title = models.CharField(gettext_lazy("title"), max_length=300)
    parent = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=gettext_lazy("The text that this one belongs to or amends. Empty: none."),
    )
    adopted_on = PartialDateField(gettext_lazy("adopted on"), help_text=gettext_lazy("Empty: not known."))
    link = models.URLField(gettext_lazy("link to the text"), max_length=500, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("instrument")
        verbose_name_plural = gettext_lazy("instruments")
        ordering = ["kind", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True),
                name="compact_instrument_code_in_use_once",
                violation_error_message=gettext_lazy("Another instrument has this symbol or code."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse a circle."""
        super().clean()
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": _("An instrument cannot be part of itself. Choose another one.")})
            ancestor = ancestor.parent


class Agreement(ClearedReference, Sourced, Record):
    """A memorandum, arrangement or agreement that entities signed with each other or with parties outside."""

    title = models.CharField(gettext_lazy("title"), max_length=300)
    signed_on = PartialDateField(gettext_lazy("signed on"), help_text=gettext_lazy("Empty: not known."))
    place = models.CharField(
        gettext_lazy("place"), max_length=200, blank=True, help_text=gettext_lazy("Empty: not known.")
    )
    link = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)
    other_parties = models.CharField(
        gettext_lazy("parties outside the Compact"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("Separated by semicolons. Empty: none."),
    )
    witnesses = models.CharField(
        gettext_lazy("witnesses"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("Names and titles, separated by semicolons. Empty: none on record."),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("agreement")
        verbose_name_plural = gettext_lazy("agreements")
        ordering = ["signed_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Signature(Sourced, Record):
    """A party to an agreement, who signed for it, and with which title then."""

    on_merge = {"entity": Moves(Clash.DROP), "person": Moves(Clash.DROP)}

    agreement = models.ForeignKey(
        Agreement, verbose_name=gettext_lazy("agreement"), on_delete=models.PROTECT, related_name="signatures"
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        help_text=gettext_lazy("Empty: a party outside the Compact, or one that is not known."),
    )
    person = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("signed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        help_text=gettext_lazy("Empty: not known who signed."),
    )
    title = models.CharField(
        gettext_lazy("title then"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("The title of the person on the day of the signature, whatever it became since."),
    )
    party = models.CharField(
        gettext_lazy("party outside the Compact"), max_length=200, blank=True, help_text=gettext_lazy("Empty: none.")
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("signature")
        verbose_name_plural = gettext_lazy("signatures")
        ordering = ["agreement__signed_on", "agreement", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entity__isnull=False) | Q(person__isnull=False) | ~Q(party=""),
                name="compact_signature_of_somebody",
                violation_error_message=gettext_lazy("Name the entity, the person or the party outside the Compact."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "entity"],
                condition=Q(archived_at__isnull=True, entity__isnull=False, person__isnull=True),
                name="compact_signature_entity_once",
                violation_error_message=gettext_lazy("This entity is on record as a party already."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "person"],
                condition=Q(archived_at__isnull=True, person__isnull=False),
                name="compact_signature_person_once",
                violation_error_message=gettext_lazy("This person is on record as signatory already."),
            ),
        ]

    def __str__(self) -> str:
        who = [str(each) for each in (self.person, self.entity, self.party) if each]
        return f"{', '.join(who)} · {self.agreement}"
