"""Why a seat on the Committee is held, vacant or not known: full sentences in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import ParticipationStatus
from compact.kernel.dates import partial_date_display
from compact.kernel.periods import EndState
from workinggroups.groups.models import Role

if TYPE_CHECKING:
    from compact.kernel.periods import Period

_TO_THE_DAY = len("2019-05-08")

_WORDS = {
    ("committee_chair", Role.CHAIR): gettext_lazy("As chair of the Committee"),
    ("committee_chair", Role.CO_CHAIR): gettext_lazy("As co-chair of the Committee"),
    ("committee_chair", "vacant"): gettext_lazy(
        "Chair of the Committee: vacant; the term of %(entity)s is over (%(period)s)."
    ),
    ("committee_chair", "not_known"): gettext_lazy("Chair of the Committee: nobody is known to hold this seat."),
    ("named", Role.VICE_CHAIR): gettext_lazy("As vice-chair of the Committee"),
    ("named", Role.MEMBER): gettext_lazy("With a seat of its own on the Committee"),
    ("named", Role.OBSERVER): gettext_lazy("As observer on the Committee"),
    ("named", "vacant"): gettext_lazy("Seat of CTED: vacant; the term of %(entity)s is over (%(period)s)."),
    ("named", "not_known"): gettext_lazy("Seat of CTED: nobody is known to hold this seat."),
    ("group_chair", Role.CHAIR): gettext_lazy("As chair of the working group “%(group)s”"),
    ("group_chair", Role.CO_CHAIR): gettext_lazy("As co-chair of the working group “%(group)s”"),
    ("group_chair", "vacant"): gettext_lazy(
        "Chair of the working group “%(group)s”: vacant; the term of %(entity)s is over (%(period)s)."
    ),
    ("group_chair", "not_known"): gettext_lazy(
        "Chair of the working group “%(group)s”: nobody is known to hold this seat."
    ),
    ("group_vice_chair", Role.VICE_CHAIR): gettext_lazy("As vice-chair of the working group “%(group)s”"),
    ("group_vice_chair", "vacant"): gettext_lazy(
        "Vice-chair of the working group “%(group)s”: vacant; the term of %(entity)s is over (%(period)s)."
    ),
    ("group_vice_chair", "not_known"): gettext_lazy(
        "Vice-chair of the working group “%(group)s”: nobody is known to hold this seat."
    ),
    ("secretariat", Role.SECRETARIAT): gettext_lazy("As secretariat of the Committee"),
    ("secretariat", "vacant"): gettext_lazy(
        "Secretariat of the Committee: vacant; the term of %(entity)s is over (%(period)s)."
    ),
    ("secretariat", "not_known"): gettext_lazy("Secretariat of the Committee: nobody is known to hold this seat."),
    ("entity", ParticipationStatus.MEMBER): gettext_lazy("As entity of the Compact (member)"),
    ("entity", ParticipationStatus.OBSERVER): gettext_lazy("As entity of the Compact (observer)"),
    ("entity", ParticipationStatus.NOT_KNOWN): gettext_lazy("As entity of the Compact (member or observer: not known)"),
}


def words(seat: str, what: str) -> str:
    """The sentence for a kind of seat and the role, status or state that it follows from; names to be filled in."""
    return str(_WORDS[str(seat), str(what)])


def since(sentence: str, period: Period) -> str:
    """``sentence`` with what is known of the period: since when, seen when, until when."""
    return _("%(sentence)s.") % {"sentence": _until(_from(sentence, period), period)}


def _from(sentence: str, period: Period) -> str:
    known = period.start or period.observed_on
    facts = {"sentence": sentence, "day": partial_date_display(known), "month": partial_date_display(known)}
    to_the_day = len(known) == _TO_THE_DAY
    if period.start:
        return (_("%(sentence)s since %(day)s") if to_the_day else _("%(sentence)s since %(month)s")) % facts
    if not known:
        return _("%(sentence)s; start not known") % facts
    if to_the_day:
        return _("%(sentence)s; in office on %(day)s, start not known") % facts
    return _("%(sentence)s; in office in %(month)s, start not known") % facts


def _until(sentence: str, period: Period) -> str:
    if period.end_state == EndState.UNKNOWN:
        return _("%(sentence)s; not known whether this has ended") % {"sentence": sentence}
    if period.end_state == EndState.OVER:
        return _("%(sentence)s; over since, on a day not known") % {"sentence": sentence}
    if not period.end:
        return sentence
    facts = {"sentence": sentence, "day": partial_date_display(period.end), "month": partial_date_display(period.end)}
    to_the_day = len(period.end) == _TO_THE_DAY
    return (_("%(sentence)s, until %(day)s") if to_the_day else _("%(sentence)s, until %(month)s")) % facts
