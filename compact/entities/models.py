"""The entities of the Compact, the names they go by, their part in it, and their people."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.queries import (
    AffiliationQuerySet,
    AliasQuerySet,
    EntityQuerySet,
    ParticipationQuerySet,
    PersonQuerySet,
)
from compact.kernel.countries import validate_country
from compact.kernel.dates import PartialDateField
from compact.kernel.moving import Clash, Mergeable, Moves, merged_is_archived
from compact.kernel.periods import Period
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedReference

validate_iati = RegexValidator(
    r"^[A-Z]{2,3}-[A-Z0-9]+-[^\s/&|?]+$|^\d{5}$|^[A-Z0-9]+-[^\s/&|?]+$",
    gettext_lazy("An IATI organisation identifier looks like XM-DAC-41305 or XI-IATI-UNOCT."),
)


class EntityKind(models.TextChoices):
    """Where an entity stands in or beside the United Nations system."""

    UN_SECRETARIAT = "un_secretariat", gettext_lazy("UN Secretariat")
    UN_FUND_PROGRAMME = "un_fund_programme", gettext_lazy("UN fund, programme or institute")
    SPECIALISED_AGENCY = "specialised_agency", gettext_lazy("Specialized agency")
    RELATED_ORG = "related_org", gettext_lazy("Related organization")
    NON_UN = "non_un", gettext_lazy("Outside the United Nations")


class Entity(ClearedReference, Sourced, Mergeable, Record):
    """An office or organization that takes part in the Compact or works with it."""

    kept_on_merge = ("code", "name", "acronym", "iati_identifier")

    code = models.CharField(
        gettext_lazy("code"),
        max_length=30,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]*$", gettext_lazy("Capital letters, digits and hyphens only."))],
        help_text=gettext_lazy("Short, stable, in capitals: other systems use it."),
    )
    name = models.CharField(gettext_lazy("name"), max_length=300)
    acronym = models.CharField(gettext_lazy("acronym"), max_length=40, blank=True)
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=EntityKind)
    website = models.URLField(gettext_lazy("website"), blank=True)
    iati_identifier = models.CharField(
        gettext_lazy("IATI organisation identifier"), max_length=100, blank=True, validators=[validate_iati]
    )

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("entity")
        verbose_name_plural = gettext_lazy("entities")
        ordering = ["code"]
        constraints = [
            merged_is_archived("compact_entity_merged_is_archived"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True),
                name="compact_entity_code_in_use_once",
                violation_error_message=gettext_lazy("Another entity has this code."),
            ),
            models.UniqueConstraint(
                fields=["iati_identifier"],
                condition=Q(archived_at__isnull=True) & ~Q(iati_identifier=""),
                name="compact_entity_iati_in_use_once",
                violation_error_message=gettext_lazy("Another entity has this IATI identifier."),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.name


class AliasKind(models.TextChoices):
    """Why an entity is found under another name."""

    FORMER = "former", gettext_lazy("Former name")
    OTHER = "other", gettext_lazy("Other name in use")
    MISSPELT = "misspelt", gettext_lazy("Common misspelling")


class Alias(Sourced, Record):
    """A further name under which searches and imports find an entity."""

    on_merge = {"entity": Moves(Clash.DROP)}

    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="aliases"
    )
    text = models.CharField(gettext_lazy("name or acronym"), max_length=300)
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=AliasKind, default=AliasKind.OTHER)
    language = models.CharField(
        gettext_lazy("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=gettext_lazy("Empty: any language."),
    )

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("alias")
        verbose_name_plural = gettext_lazy("aliases")
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "text"],
                condition=Q(archived_at__isnull=True),
                name="compact_alias_once_per_entity",
                violation_error_message=gettext_lazy("The entity has this alias already."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class ParticipationStatus(models.TextChoices):
    """As what an entity takes part in the Compact."""

    MEMBER = "member", gettext_lazy("Member")
    OBSERVER = "observer", gettext_lazy("Observer")
    NOT_KNOWN = "not_known", gettext_lazy("Not known")


class Participation(Period, Sourced, Record):
    """An entity's part in the Compact over a period."""

    on_merge = {"entity": Moves(Clash.DROP)}

    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="participations"
    )
    status = models.CharField(gettext_lazy("status"), max_length=10, choices=ParticipationStatus)
    signed_on = PartialDateField(gettext_lazy("signed on"), help_text=gettext_lazy("Empty: not known."))

    objects = ParticipationQuerySet.as_manager()

    class Meta(Period.Meta):
        abstract = False
        verbose_name = gettext_lazy("participation")
        verbose_name_plural = gettext_lazy("participations")
        ordering = ["entity__code", "start", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(archived_at__isnull=True, end_state="open"),
                name="compact_participation_one_open",
                violation_error_message=gettext_lazy("The entity takes part already. End that participation first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.get_status_display()}"


class Person(ClearedReference, Sourced, Mergeable, Record):
    """Somebody who serves in the Compact's bodies; may or may not have a login."""

    kept_on_merge = ("given_name", "family_name", "email")
    merge_rules = "compact.entities.merging.PersonRules"

    given_name = models.CharField(gettext_lazy("given name"), max_length=150, blank=True)
    family_name = models.CharField(gettext_lazy("family name"), max_length=150)
    honorific = models.CharField(gettext_lazy("form of address"), max_length=30, blank=True)
    email = models.EmailField(gettext_lazy("e-mail address"), blank=True)
    phone = models.CharField(gettext_lazy("telephone"), max_length=50, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("user account"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        help_text=gettext_lazy("The login of this person. Empty: none. Only a superuser changes it."),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("person")
        verbose_name_plural = gettext_lazy("people")
        ordering = ["family_name", "given_name", "pk"]
        constraints = [merged_is_archived("compact_person_merged_is_archived")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name) if part)


class Affiliation(Period, Sourced, Record):
    """A person's post in an entity over a period."""

    on_merge = {"person": Moves(Clash.DROP), "entity": Moves(Clash.DROP)}

    person = models.ForeignKey(
        Person, verbose_name=gettext_lazy("person"), on_delete=models.PROTECT, related_name="affiliations"
    )
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="affiliations"
    )
    title = models.CharField(pgettext_lazy("of a person", "title"), max_length=200, blank=True)
    country = models.CharField(
        gettext_lazy("Resident Coordinator's office in"),
        max_length=3,
        blank=True,
        validators=[validate_country],
        help_text=gettext_lazy("ISO 3166 alpha-3 code, e.g. KEN. Only for staff of a Resident Coordinator's office."),
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta(Period.Meta):
        abstract = False
        verbose_name = gettext_lazy("affiliation")
        verbose_name_plural = gettext_lazy("affiliations")
        ordering = ["person__family_name", "person__given_name", "start", "pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.entity}"

    def clean(self) -> None:
        """Refuse a second affiliation of the same person to the same entity over the same days."""
        super().clean()
        within = self.certainly_within()
        others = Affiliation.objects.live().filter(
            person_id=self.person_id, entity_id=self.entity_id, country=self.country
        )
        for other in others.exclude(pk=self.pk):
            theirs = other.certainly_within()
            if within and theirs and within[0] <= theirs[1] and theirs[0] <= within[1]:
                raise ValidationError(
                    _("%(person)s is affiliated to %(entity)s over those days already. End that affiliation first.")
                    % {"person": self.person, "entity": self.entity}
                )
