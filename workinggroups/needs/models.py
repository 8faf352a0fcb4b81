"""What States ask for and what is recommended to them: the needs that projects answer; and the themes of all work."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.countries import country_display, validate_country
from compact.kernel.dates import PartialDateField, earliest, is_partial_date, latest
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import Cleared, ClearedReference
from workinggroups.needs.queries import AssistanceRequestQuerySet, RecommendationQuerySet, ThemeQuerySet


class Theme(ClearedReference, Sourced, Record):
    """A subject of work, by which needs, projects and planned activities are compared."""

    code = models.SlugField(
        gettext_lazy("code"), max_length=40, help_text=gettext_lazy("Short and lasting: other systems use it.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=200)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("theme")
        verbose_name_plural = gettext_lazy("themes")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_theme_code_in_use_once",
                violation_error_message=gettext_lazy("Another theme has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Need(Cleared, Sourced, Record):
    """What both kinds of need have: a State, an institution, a theme, and what is needed in words."""

    code = models.CharField(
        gettext_lazy("reference"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("The number under which it is filed. Empty: none."),
    )
    country = models.CharField(
        gettext_lazy("State"),
        max_length=3,
        validators=[validate_country],
        help_text=gettext_lazy("ISO 3166 alpha-3 code, e.g. KEN."),
    )
    institution = models.CharField(
        gettext_lazy("institution"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Ministry, agency or court. Empty: none named."),
    )
    title = models.CharField(gettext_lazy("subject"), max_length=300)
    detail = models.TextField(gettext_lazy("detail"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " · ".join(part for part in (self.code, self.title, self.country_display) if part)

    @property
    def country_display(self) -> str:
        """The State by its name in the active language; the code itself where there is no such State."""
        return country_display(self.country)


class Channel(models.TextChoices):
    """How a request came in."""

    NOTE_VERBALE = "note_verbale", gettext_lazy("Note verbale")
    LETTER = "letter", gettext_lazy("Letter or e-mail")
    MEETING = "meeting", gettext_lazy("Meeting or visit")
    COUNTRY_OFFICE = "country_office", gettext_lazy("Resident Coordinator’s office")
    ASSESSMENT = "assessment", gettext_lazy("Assessment visit")
    OTHER = "other", pgettext_lazy("channel", "Other")


class RequestReply(models.TextChoices):
    """What was answered to a request."""

    PENDING = "pending", gettext_lazy("No reply yet")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    PARTLY = "partly", gettext_lazy("Accepted in part")
    DECLINED = "declined", gettext_lazy("Declined")


class AssistanceRequest(Need):
    """A State asks for assistance (the Compact supports Member States at their request)."""

    on_merge = {"handled_by": Moves(Clash.KEEP)}

    requested_on = PartialDateField(gettext_lazy("requested on"), help_text=gettext_lazy("Empty: not known."))
    channel = models.CharField(
        gettext_lazy("channel"), max_length=20, choices=Channel, blank=True, help_text=gettext_lazy("Empty: not known.")
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=gettext_lazy("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        help_text=gettext_lazy("Empty: none named."),
    )
    handled_by = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("handling entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests_handled",
        help_text=gettext_lazy("Who follows it up. Empty: nobody yet."),
    )
    reply = models.CharField(gettext_lazy("reply"), max_length=10, choices=RequestReply, default=RequestReply.PENDING)
    replied_on = PartialDateField(
        gettext_lazy("replied on"), help_text=gettext_lazy("Empty: not yet, or the day is not known.")
    )
    reply_text = models.TextField(gettext_lazy("what was answered"), blank=True)

    objects = AssistanceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("assistance request")
        verbose_name_plural = gettext_lazy("assistance requests")
        ordering = ["-requested_on", "country", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True) & ~Q(code=""),
                name="workinggroups_request_code_in_use_once",
                violation_error_message=gettext_lazy("Another request has this reference."),
            ),
            models.CheckConstraint(
                condition=~Q(reply="pending") | Q(replied_on=""),
                name="workinggroups_request_reply_has_kind",
                violation_error_message=gettext_lazy("Say what was replied, or leave the day of the reply empty."),
            ),
        ]

    def clean(self) -> None:
        """Refuse a reply before the request."""
        super().clean()
        both = bool(self.requested_on and self.replied_on)
        both = both and is_partial_date(self.requested_on) and is_partial_date(self.replied_on)
        if both and latest(self.replied_on) < earliest(self.requested_on):
            raise ValidationError({"replied_on": _("The reply is before the request.")})


class Priority(models.TextChoices):
    """How urgent a recommendation is, as its source says."""

    HIGH = "high", pgettext_lazy("priority", "High")
    MEDIUM = "medium", pgettext_lazy("priority", "Medium")
    LOW = "low", pgettext_lazy("priority", "Low")


class RecommendationOrigin(models.TextChoices):
    """What a recommendation comes from."""

    CTED_VISIT = "cted_visit", gettext_lazy("Assessment visit of the Counter-Terrorism Committee")
    CTED_STOCKTAKING = "cted_stocktaking", gettext_lazy("Stocktaking of the Counter-Terrorism Committee")
    MUTUAL_EVALUATION = "mutual_evaluation", gettext_lazy("Mutual evaluation (FATF and its regional bodies)")
    TECHNICAL = "technical", gettext_lazy("Technical assessment of an entity")
    OTHER = "other", pgettext_lazy("origin", "Other")


class Recommendation(Need):
    """What an assessment recommends to a State; shared with nobody until it is cleared (resolution 2395 (2017))."""

    origin = models.CharField(gettext_lazy("comes from"), max_length=20, choices=RecommendationOrigin)
    made_on = PartialDateField(gettext_lazy("made on"), help_text=gettext_lazy("Empty: not known."))
    theme = models.ForeignKey(
        Theme,
        verbose_name=gettext_lazy("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        help_text=gettext_lazy("Empty: none named."),
    )
    priority = models.CharField(
        gettext_lazy("priority"),
        max_length=6,
        choices=Priority,
        blank=True,
        help_text=gettext_lazy("As the source says. Empty: it says nothing."),
    )
    document = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("recommendation")
        verbose_name_plural = gettext_lazy("recommendations")
        ordering = ["-made_on", "country", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True) & ~Q(code=""),
                name="workinggroups_recommendation_code_in_use_once",
                violation_error_message=gettext_lazy("Another recommendation has this reference."),
            )
        ]
