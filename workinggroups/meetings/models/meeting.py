"""A meeting of the Committee or of one or several groups, its agenda and who was there."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity, Person
from compact.kernel.dates import PartialDateField, earliest, is_partial_date, latest, partial_date_display
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from compact.kernel.zones import validate_zone
from workinggroups.groups.models import Group
from workinggroups.meetings.models.days import day_there, zone_known
from workinggroups.meetings.queries import AgendaItemQuerySet, AttendanceQuerySet, MeetingQuerySet


class MeetingKind(models.TextChoices):
    """What sort of meeting it is."""

    COMMITTEE = "coordination_committee", gettext_lazy("Coordination Committee")
    GROUP = "working_group_meeting", gettext_lazy("Working group meeting")
    EVENT = "working_group_event", gettext_lazy("Working group event")
    RETREAT = "compact_retreat", gettext_lazy("Retreat of the Compact")


class MeetingStatus(models.TextChoices):
    """Whether it took place."""

    PLANNED = "planned", gettext_lazy("Planned")
    HELD = "held", gettext_lazy("Held")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class MeetingMode(models.TextChoices):
    """How people took part."""

    IN_PERSON = "in_person", gettext_lazy("In person")
    VIRTUAL = "virtual", gettext_lazy("Virtual")
    HYBRID = "hybrid", gettext_lazy("In person and virtual")


class Meeting(ClearedInGroup, Sourced, Record):
    """One meeting; its days may be known only to the month, its times are kept in UTC beside its zone."""

    groups = models.ManyToManyField(
        Group,
        verbose_name=gettext_lazy("groups"),
        related_name="meetings",
        help_text=gettext_lazy("The Committee, or the groups that meet together."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=30, choices=MeetingKind)
    number = models.PositiveSmallIntegerField(
        gettext_lazy("number"), null=True, blank=True, help_text=gettext_lazy("Empty: none, or not known.")
    )
    title = models.CharField(gettext_lazy("title"), max_length=300, blank=True)
    status = models.CharField(
        gettext_lazy("status"), max_length=10, choices=MeetingStatus, default=MeetingStatus.PLANNED
    )
    start = PartialDateField(
        gettext_lazy("first day"), help_text=gettext_lazy("2019-05-08, 2019-05 or 2019. Empty: not known.")
    )
    end = PartialDateField(gettext_lazy("last day"), help_text=gettext_lazy("Empty: the same day, or not known."))
    starts_at = models.DateTimeField(
        gettext_lazy("begins at"), null=True, blank=True, help_text=gettext_lazy("Empty: the hour is not known.")
    )
    ends_at = models.DateTimeField(
        gettext_lazy("ends at"), null=True, blank=True, help_text=gettext_lazy("Empty: the hour is not known.")
    )
    zone = models.CharField(
        gettext_lazy("time zone of the meeting"),
        max_length=60,
        blank=True,
        validators=[validate_zone],
        help_text=gettext_lazy("IANA name, for example Africa/Nairobi. Needed with an hour."),
    )
    mode = models.CharField(
        gettext_lazy("in person or virtual"),
        max_length=10,
        choices=MeetingMode,
        blank=True,
        help_text=gettext_lazy("Empty: not known."),
    )
    place = models.CharField(
        gettext_lazy("place"), max_length=200, blank=True, help_text=gettext_lazy("City and room. Empty: not known.")
    )
    link = models.URLField(
        gettext_lazy("link for taking part"), max_length=500, blank=True, help_text=gettext_lazy("Empty: none.")
    )
    summary = models.TextField(
        gettext_lazy("what it was about"), blank=True, help_text=gettext_lazy("A few sentences in our own words.")
    )
    head_count = models.PositiveIntegerField(
        gettext_lazy("participants, counted"),
        null=True,
        blank=True,
        help_text=gettext_lazy("A bare head count, where names were not taken. Empty: not counted."),
    )
    entities_count = models.PositiveIntegerField(
        gettext_lazy("entities, counted"),
        null=True,
        blank=True,
        help_text=gettext_lazy("How many entities were represented, where they were only counted. Empty: not counted."),
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("meeting")
        verbose_name_plural = gettext_lazy("meetings")
        ordering = ["-start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=Q(
                    archived_at__isnull=True,
                    number__isnull=False,
                    kind__in=["coordination_committee", "compact_retreat"],
                ),
                name="workinggroups_meeting_number_once",
                violation_error_message=gettext_lazy("Another meeting of this kind has this number."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | ~Q(zone=""),
                name="workinggroups_meeting_hour_has_zone",
                violation_error_message=gettext_lazy("Name the time zone of the meeting."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="workinggroups_meeting_end_after_start",
                violation_error_message=gettext_lazy("The meeting ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.when_display}" if self.start else self.name

    @property
    def name(self) -> str:
        """The title; where there is none, the kind and number."""
        kind = str(self.get_kind_display())
        if self.title or not self.number:
            return self.title or kind
        return _("%(kind)s, meeting %(number)d") % {"kind": kind, "number": self.number}

    @property
    def when_display(self) -> str:
        """The day or days in words, as precisely as they are known; "" when not known."""
        if not self.end or self.end == self.start:
            return partial_date_display(self.start)
        return _("%(start)s to %(end)s") % {
            "start": partial_date_display(self.start),
            "end": partial_date_display(self.end),
        }

    def clean(self) -> None:
        """Settle the days from the hours, and refuse what cannot be."""
        super().clean()
        if zone := zone_known(self.zone):
            self._days_from_hours(zone)
        if not all(is_partial_date(value) for value in (self.start, self.end)):
            return  # the fields have said so
        if self.start and self.end and latest(self.end) < earliest(self.start):
            raise ValidationError({"end": _("The end is before the start.")})
        if self.status == MeetingStatus.HELD and self.start and earliest(self.start) > _tomorrow():
            raise ValidationError({"status": _("A meeting in the future is not held yet. Choose “Planned”.")})

    def _days_from_hours(self, zone: datetime.tzinfo) -> None:
        if self.starts_at:
            self.start = day_there("starts_at", self.starts_at, zone)
        if self.ends_at and self.starts_at:
            last = day_there("ends_at", self.ends_at, zone)
            self.end = last if last != self.start else ""


def _tomorrow() -> datetime.date:
    """The latest day that it can be anywhere on earth now."""
    return (datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=14)).date()


class AgendaItem(Sourced, Record):
    """One point of the agenda of a meeting, in its place."""

    on_merge = {"presenter": Moves(Clash.KEEP)}

    meeting = models.ForeignKey(
        Meeting, verbose_name=gettext_lazy("meeting"), on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField(
        gettext_lazy("position"), blank=True, help_text=gettext_lazy("Empty: last.")
    )
    title = models.CharField(gettext_lazy("title"), max_length=300)
    text = models.TextField(gettext_lazy("explanation"), blank=True)
    presenter = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("presented by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Empty: nobody in particular."),
    )
    document = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("agenda item")
        verbose_name_plural = gettext_lazy("agenda items")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_agenda_position_once",
                violation_error_message=gettext_lazy("Another agenda item has this position."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Presence(models.TextChoices):
    """Whether somebody took part."""

    PRESENT = "present", gettext_lazy("Present")
    APOLOGIES = "apologies", gettext_lazy("Sent apologies")


class Attendance(Sourced, Record):
    """Who took part in a meeting: an entity, a person for it, or a number of people."""

    on_merge = {"entity": Moves(Clash.COMBINE), "person": Moves(Clash.COMBINE)}

    meeting = models.ForeignKey(
        Meeting, verbose_name=gettext_lazy("meeting"), on_delete=models.PROTECT, related_name="attendances"
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        help_text=gettext_lazy("Empty: a guest who came for nobody in the Compact."),
    )
    person = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        help_text=gettext_lazy("Empty: the name was not taken."),
    )
    guest = models.CharField(
        gettext_lazy("guest"), max_length=200, blank=True, help_text=gettext_lazy("Name and office. Empty: no guest.")
    )
    head_count = models.PositiveSmallIntegerField(
        gettext_lazy("how many"),
        null=True,
        blank=True,
        help_text=gettext_lazy("People of the entity whose names were not taken. Empty: not counted."),
    )
    presence = models.CharField(gettext_lazy("presence"), max_length=10, choices=Presence, default=Presence.PRESENT)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("attendance")
        verbose_name_plural = gettext_lazy("attendances")
        ordering = ["meeting", "entity__code", "person__family_name", "guest", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entity__isnull=False) | Q(person__isnull=False) | ~Q(guest=""),
                name="workinggroups_attendance_of_somebody",
                violation_error_message=gettext_lazy("Name the entity, the person or the guest."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "entity"],
                condition=Q(archived_at__isnull=True, entity__isnull=False, person__isnull=True, guest=""),
                name="workinggroups_attendance_entity_once",
                violation_error_message=gettext_lazy("This entity is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(archived_at__isnull=True, person__isnull=False),
                name="workinggroups_attendance_person_once",
                violation_error_message=gettext_lazy("This person is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(str(each) for each in (self.person or self.guest, self.entity) if each)
