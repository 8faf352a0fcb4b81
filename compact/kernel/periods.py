"""A period of office or participation: what is known of its start and end, and who held it on a day."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.dates import (
    PartialDateField,
    earliest,
    is_partial_date,
    latest,
    on_or_after,
    on_or_before,
    partial_date_display,
    surely_on_or_after,
    surely_on_or_before,
)


class EndState(models.TextChoices):
    """What is known of the end of a period. *Not known* and *over* are different answers."""

    OPEN = "open", gettext_lazy("No end recorded")
    DATED = "dated", gettext_lazy("Ended or ending on the date given")
    OVER = "over", gettext_lazy("Over, date not known")
    UNKNOWN = "unknown", gettext_lazy("Not known whether it has ended")


class Certainty(models.TextChoices):
    """How sure the record is that a period covers a day."""

    CERTAIN = "certain", gettext_lazy("certain")
    POSSIBLE = "possible", gettext_lazy("possible")


def possibly_on(day: datetime.date, prefix: str = "") -> Q:
    """Rows whose period can cover ``day``; ``prefix`` leads to the period from another model."""
    end_state = f"{prefix}end_state"
    ends = Q(**{f"{end_state}__in": [EndState.OPEN, EndState.UNKNOWN]})
    ends |= Q(**{end_state: EndState.DATED}) & on_or_after(f"{prefix}end", day)
    if day < timezone.now().date():
        ends |= Q(**{end_state: EndState.OVER})
    return on_or_before(f"{prefix}start", day) & ends


def certainly_on(day: datetime.date, prefix: str = "") -> Q:
    """Rows whose period covers ``day`` beyond doubt.

    Start, end and a day on which somebody was *observed in office* all lie in the period, so each of them
    tells that it had begun by then and had not ended before.
    """
    known = [f"{prefix}{name}" for name in ("start", "observed_on", "end")]
    begun, lasting = Q(), Q(**{f"{prefix}end_state": EndState.OPEN})
    for name in known:
        begun |= surely_on_or_before(name, day)
        lasting |= surely_on_or_after(name, day)
    return possibly_on(day, prefix) & begun & lasting


def held_on[Q: models.QuerySet[Any]](queryset: Q, day: datetime.date) -> Q:
    """The rows of ``queryset`` that hold on ``day``, certainly or possibly; ``certainty`` says which."""
    certainty = Case(When(certainly_on(day), then=Value(Certainty.CERTAIN)), default=Value(Certainty.POSSIBLE))
    return queryset.filter(possibly_on(day)).annotate(certainty=certainty)


class Period(models.Model):
    """Start, end and observation of a period, each a partial date (domain rule 1)."""

    start = PartialDateField(
        gettext_lazy("from"), help_text=gettext_lazy("2019-05-08, 2019-05 or 2019. Empty: not known.")
    )
    end = PartialDateField(
        gettext_lazy("to"), help_text=gettext_lazy("Last day. Empty: see “What is known of the end”.")
    )
    end_state = models.CharField(
        gettext_lazy("what is known of the end"),
        max_length=10,
        choices=EndState,
        default=EndState.OPEN,
        help_text=gettext_lazy("Set by itself when an end date is given."),
    )
    observed_on = PartialDateField(
        gettext_lazy("observed on"),
        help_text=gettext_lazy("A day, month or year in which the source shows it in force. Empty: no such source."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_end_not_before_start",
                condition=Q(end="") | Q(start="") | Q(end__gte=F("start")) | Q(start__startswith=F("end")),
                violation_error_message=gettext_lazy("The end is before the start."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_end_state_matches_end",
                condition=Q(end="", end_state__in=["open", "over", "unknown"])
                | (~Q(end="") & Q(end_state=EndState.DATED)),
                violation_error_message=gettext_lazy("Give an end date, or say what is known of the end."),
            ),
        ]

    def clean(self) -> None:
        """Settle ``end_state`` from ``end`` and refuse an end before the start."""
        super().clean()
        if not all(is_partial_date(value) for value in (self.start, self.end, self.observed_on)):
            return  # the fields have said so; Django cleans the whole all the same
        if self.end:
            self.end_state = EndState.DATED
        elif self.end_state == EndState.DATED:
            raise ValidationError(
                {"end": _("Give the end date, or choose another answer for what is known of the end.")}
            )
        if self.start and self.end and latest(self.end) < earliest(self.start):
            raise ValidationError({"end": _("The end is before the start.")})
        self._clean_observation()

    def _clean_observation(self) -> None:
        if not self.observed_on:
            return
        before_start = self.start and latest(self.observed_on) < earliest(self.start)
        after_end = self.end and earliest(self.observed_on) > latest(self.end)
        if before_start or after_end:
            raise ValidationError(
                {"observed_on": _("The observation is outside the period. Correct one of the dates.")}
            )

    def certainly_within(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day that the period covers beyond doubt; None when there is no such day."""
        known = [value for value in (self.start, self.observed_on, self.end) if value and is_partial_date(value)]
        if not known:
            return None
        first = min(latest(value) for value in known)
        last = max(earliest(value) for value in known)
        if self.end_state == EndState.OPEN:
            last = datetime.date.max
        return (first, last) if first <= last else None

    def certainty_on(self, day: datetime.date) -> str:
        """How sure it is that the period covers ``day``: a :class:`Certainty`, or "" when it does not.

        The same answer as ``held_on`` gives for rows of the database, for a row at hand.
        """
        ends = {
            EndState.DATED: bool(self.end) and latest(self.end) >= day,
            EndState.OVER: day < timezone.now().date(),
        }
        if (self.start and earliest(self.start) > day) or not ends.get(EndState(self.end_state), True):
            return ""
        within = self.certainly_within()
        return Certainty.CERTAIN if within and within[0] <= day <= within[1] else Certainty.POSSIBLE

    @property
    def period_display(self) -> str:
        """The period in words, naming what is not known."""
        start = _("from %(date)s") % {"date": partial_date_display(self.start)} if self.start else _("start not known")
        end = _("to %(date)s") % {"date": partial_date_display(self.end)} if self.end else self._end_display()
        text = _("%(start)s; %(end)s") % {"start": start, "end": end}
        if self.observed_on:
            text += _(" (in force in %(date)s)") % {"date": partial_date_display(self.observed_on)}
        return text

    def _end_display(self) -> str:
        return {
            EndState.OPEN: _("no end recorded"),
            EndState.OVER: _("over, date not known"),
            EndState.UNKNOWN: _("not known whether it has ended"),
        }[EndState(self.end_state)]
