"""Who a signed-in user is today: rights derive from terms and affiliations and end with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from compact.entities.models import Affiliation, Person
from compact.kernel.countries import country_name
from compact.kernel.dates import partial_date_display
from compact.kernel.periods import Certainty
from compact.kernel.viewers import Seat, Viewer, door_of
from workinggroups.groups.models import Capacity, Group, Nomination, NominationStatus, Role

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest

    from compact.accounts.models import User
    from compact.kernel.viewers import Door


def viewer_resolve(request: HttpRequest) -> Viewer:
    """The viewer of an authenticated request, today in UTC."""
    user: User = request.user  # type: ignore[assignment]  # every door needs a signed-in user
    return viewer_for(user, door_of(request))


def viewer_for(user: User, door: Door, today: datetime.date | None = None) -> Viewer:
    """``user`` as a viewer on ``today`` (UTC; now unless given)."""
    day = today or timezone.now().date()
    person = Person.objects.live().filter(user_id=user.pk).first() if user.is_active else None
    seats = (*_nominated(person, day), *_country_offices(person, day)) if person else ()
    return Viewer(
        user_id=user.pk,
        label=str(user),
        door=door,
        today=day,
        is_superuser=user.is_superuser,
        is_secretariat=user.is_superuser or any(seat.role == Role.SECRETARIAT for seat in seats),
        person_id=person.pk if person else None,
        seats=seats,
    )


def _nominated(person: Person, day: datetime.date) -> list[Seat]:
    """Seats from confirmed nominations surely in force, in terms that may be running."""
    nominations = (
        Nomination.objects.live()
        .filter(person=person, status=NominationStatus.CONFIRMED)
        .filter(term__archived_at=None, term__group__archived_at=None, term__entity__archived_at=None)
        .select_related("term__group", "term__entity")
    )
    held = [row for row in nominations if row.certainty_on(day) == Certainty.CERTAIN and row.term.certainty_on(day)]
    if not held:
        return []
    groups = Group.objects.filter(pk__in={row.term.group_id for row in held})
    existing = set(groups.filter(groups.existing_on(day, "pk")).values_list("pk", flat=True))
    return [_seat(row) for row in held if row.term.group_id in existing]


def _seat(nomination: Nomination) -> Seat:
    term = nomination.term
    alternate = nomination.capacity == Capacity.ALTERNATE
    sentence = (
        _("Alternate for %(entity)s as %(role)s of %(group)s")
        if alternate
        else _("Representative of %(entity)s as %(role)s of %(group)s")
    )
    why = sentence % {"entity": term.entity, "role": term.get_role_display(), "group": term.group}
    until = nomination.end or term.end
    if until:
        why = _("%(reason)s, until %(date)s") % {"reason": why, "date": partial_date_display(until)}
    return Seat(
        role=term.role, why=why, group_id=term.group_id, entity_id=term.entity_id, alternate=alternate, until=until
    )


def _country_offices(person: Person, day: datetime.date) -> list[Seat]:
    affiliations = Affiliation.objects.live().filter(person=person, entity__archived_at=None).exclude(country="")
    return [
        Seat(
            role="country_office",
            why=_("Works in the Resident Coordinator’s office in %(country)s") % {"country": country_name(row.country)},
            country=row.country,
            until=row.end,
        )
        for row in affiliations
        if row.certainty_on(day) == Certainty.CERTAIN
    ]
