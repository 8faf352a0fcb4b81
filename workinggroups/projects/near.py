"""What others plan for the same State at about the same time, so that double work is seen before it starts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db.models import Prefetch, Q, TextChoices
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from compact.kernel.dates import earliest, is_partial_date, latest, on_or_after, on_or_before, partial_date_display
from compact.kernel.places import in_places
from workinggroups.needs.models import Theme
from workinggroups.projects.institutions import same_institution
from workinggroups.projects.models import DeclaredStatus, PlannedActivity, PlannedState, Project, ProjectKind
from workinggroups.projects.seen import rows_seen, rows_sign

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from compact.kernel.viewers import Viewer
    from workinggroups.projects.similar import SimilarWork

DAYS = 90
"""How far apart two activities may be and still concern each other."""

MOST_CONTACTS = 50
"""To how many activities one message goes at most."""

_SALT = "workinggroups.projects.near"
_SHORTEST = len("2026-11")


class Reason(TextChoices):
    """Why somebody else's activity is shown."""

    INSTITUTION = "institution", gettext_lazy("same institution")
    THEME = "theme", gettext_lazy("same theme")
    STATE = "state", gettext_lazy("same State")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is about to plan."""

    country: str
    month: str
    institution: str
    theme_id: int | None


@dataclass(frozen=True, slots=True)
class Other:
    """One activity of somebody else (or of one's own entity), in words of the active language.

    ``key`` names the row among planned activities and projects; ``uid`` is that of a planned activity, None for a
    project. ``contact`` and ``contact_email`` are "" where none is on record. ``alike`` says why it may be the same
    work, None where nothing does.
    """

    key: str
    uid: UUID | None
    entity: str
    title: str
    when: str
    institution: str
    theme: str
    reasons: tuple[Reason, ...]
    contact: str = ""
    contact_email: str = ""
    alike: SimilarWork | None = None

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words."""
        return tuple(str(reason.label) for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Others:
    """What is planned, and what runs already as an activity, both with those of the same institution or theme first.

    ``similar`` is what else may be the same work, in another State or at another time.
    """

    planned: tuple[Other, ...] = ()
    projects: tuple[Other, ...] = ()
    similar: tuple[SimilarWork, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.planned or self.projects or self.similar)

    @property
    def keys(self) -> list[str]:
        """What is shown, each by a short name."""
        return [other.key for other in (*self.planned, *self.projects)] + [each.key for each in self.similar]

    def with_similar(self, similar: Iterable[SimilarWork]) -> Others:
        """The same with what is ``similar``: beside the activity that is shown already, else in a list of its own."""
        alike = {each.key: each for each in similar}
        planned, projects = (
            tuple(replace(other, alike=alike.pop(other.key, None)) for other in others)
            for others in (self.planned, self.projects)
        )
        return Others(planned, projects, tuple(alike.values()))

    @property
    def can_be_written_to(self) -> list[Other]:
        """The planned activities whose contact has an e-mail address, as many as one message goes to."""
        return [other for other in self.planned if other.contact_email][:MOST_CONTACTS]


def days_around(month: str, days: int = DAYS) -> tuple[datetime.date, datetime.date]:
    """The first and last day that are within ``days`` of ``month``, which may be a day; ValueError for no such date."""
    margin = datetime.timedelta(days=days)
    return earliest(month) - margin, latest(month) + margin


def can_fall_near(month: str, days: int = DAYS) -> Q:
    """The condition that a planned activity can fall within ``days`` of ``month``."""
    first, last = days_around(month, days)
    return on_or_after("month", first) & on_or_before("month", last)


def others_near(
    *,
    viewer: Viewer,
    country: str,
    month: str,
    institution: str = "",
    theme: Theme | None = None,
    leave_out: PlannedActivity | None = None,
    days: int = DAYS,
) -> Others:
    """What ``viewer`` may see of activities in the State that can fall within ``days`` of ``month``.

    ``month`` is a month or a day; from anything else nothing follows. Cancelled and archived ones are no others.
    ``leave_out`` is the activity that is asked about, and with it the project that it became. Five queries at most.
    """
    if len(month) < _SHORTEST or not is_partial_date(month):
        return Others()
    wanted = Wanted(country, month, institution, theme.pk if theme else None)
    rows = _planned(viewer, wanted, days)
    if leave_out is not None and leave_out.pk:
        rows = [row for row in rows if row.pk != leave_out.pk]
    known = {row.project_id for row in (*rows, *([leave_out] if leave_out else ()))} - {None}
    apart = _kept_apart(leave_out)
    rows = [row for row in rows if str(row.uid) not in apart]
    themes = _themes(viewer, rows)
    planned = [_of_planned(row, themes.get(row.theme_id), wanted) for row in rows]
    running = [row for row in _projects(viewer, wanted, days) if row.pk not in known and str(row.uid) not in apart]
    projects = [_of_project(row, wanted) for row in running]
    return Others(_sorted(planned), _sorted(projects))


def _kept_apart(record: PlannedActivity | None) -> frozenset[str]:
    """The identifiers of what people decided to be other work than ``record``: it is never shown beside it again.

    The room above tells, at ``settings.KEPT_APART``; where that is empty, nothing is kept apart.
    """
    if record is None or not record.pk or not settings.KEPT_APART:
        return frozenset()
    return cast("frozenset[str]", import_string(settings.KEPT_APART)(record))


def _planned(viewer: Viewer, wanted: Wanted, days: int) -> list[Any]:
    seen = PlannedActivity.objects.visible_to(viewer).live().filter(country=wanted.country, entity__archived_at=None)
    rows = seen.filter(can_fall_near(wanted.month, days)).exclude(state=PlannedState.CANCELLED)
    return list(rows.select_related("entity").order_by("month", "pk"))


def _themes(viewer: Viewer, rows: Iterable[Any]) -> dict[int | None, Theme]:
    """The themes of ``rows`` that may be seen and are in use; a hidden one is no reason either."""
    keys = {row.theme_id for row in rows} - {None}
    found = Theme.objects.visible_to(viewer).live().filter(pk__in=keys) if keys else ()
    return {theme.pk: theme for theme in found}


def _projects(viewer: Viewer, wanted: Wanted, days: int) -> list[Any]:
    """Activities among the projects that name the State and can take place in the time; cancelled ones apart.

    Without an end, an activity lasts no longer than its start is known to.
    """
    first, last = days_around(wanted.month, days)
    started = ~Q(start="") & on_or_before("start", last)
    lasting = started & (on_or_after("end", first) | Q(end="") & on_or_after("start", first))
    ending = Q(start="") & on_or_after("end", first) & on_or_before("end", last)
    there = in_places("id", Project.countries.through, "project_id", [wanted.country])
    seen = Project.objects.visible_to(viewer).live().filter(there, kind=ProjectKind.ACTIVITY, lead__archived_at=None)
    rows = seen.filter(lasting | ending).exclude(status=DeclaredStatus.CANCELLED)
    themes = Prefetch("themes", queryset=Theme.objects.visible_to(viewer).live(), to_attr="themes_seen")
    return list(rows.select_related("lead").prefetch_related(themes).order_by("start", "pk"))


def _of_planned(row: Any, theme: Theme | None, wanted: Wanted) -> Other:
    return Other(
        key=f"a{row.pk}",
        uid=row.uid,
        entity=str(row.entity),
        title=row.title,
        when=partial_date_display(row.month),
        institution=row.institution,
        theme=str(theme or ""),
        reasons=_reasons(wanted, [row.institution], {theme.pk} if theme else set()),
        contact=row.contact,
        contact_email=row.contact_email,
    )


def _of_project(row: Any, wanted: Wanted) -> Other:
    days = [partial_date_display(day) for day in dict.fromkeys((row.start, row.end)) if day]
    return Other(
        key=f"p{row.pk}",
        uid=None,
        entity=str(row.lead),
        title=str(row),
        when=" – ".join(days),
        institution=row.institutions,
        theme=", ".join(str(theme) for theme in row.themes_seen),
        reasons=_reasons(wanted, row.institutions.split(";"), {theme.pk for theme in row.themes_seen}),
    )


def _reasons(wanted: Wanted, institutions: Iterable[str], theme_ids: set[int]) -> tuple[Reason, ...]:
    found = []
    if any(same_institution(wanted.institution, each) for each in institutions):
        found.append(Reason.INSTITUTION)
    if wanted.theme_id in theme_ids:
        found.append(Reason.THEME)
    return tuple(found) or (Reason.STATE,)


def _sorted(others: list[Other]) -> tuple[Other, ...]:
    """The same institution first, then the same theme; within each as they came, by date."""
    return tuple(
        sorted(others, key=lambda each: (Reason.INSTITUTION not in each.reasons, Reason.THEME not in each.reasons))
    )


def seen_sign(viewer: Viewer, wanted: Wanted, others: Others) -> str:
    """A token which says that ``viewer`` was shown ``others`` for what they want to plan."""
    return rows_sign(_asked(viewer, wanted), others.keys, salt=_SALT)


def seen_all(token: str, viewer: Viewer, wanted: Wanted, others: Others) -> bool:
    """Whether ``token`` says that ``viewer`` was shown all ``others`` for exactly this, less than a day ago."""
    return rows_seen(token, _asked(viewer, wanted), others.keys, salt=_SALT)


def _asked(viewer: Viewer, wanted: Wanted) -> list[Any]:
    return [viewer.user_id, wanted.country, wanted.month, wanted.institution, wanted.theme_id]
