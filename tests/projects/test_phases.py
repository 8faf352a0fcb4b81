"""The phase by date is what the partial dates say beyond doubt, in Python and in the database alike."""

from __future__ import annotations

import datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from compact.kernel.dates import earliest, latest
from tests.periods import days, partial_dates
from tests.projects.ground import project_make
from workinggroups.projects.models import DeclaredStatus, Phase, Project
from workinggroups.projects.phases import is_out_of_step, out_of_step, phase_case, phase_is, phase_on

if TYPE_CHECKING:
    from tests.cast import Cast

DAY = datetime.date(2026, 6, 15)
DATES = (
    *("", "2025", "2026", "2027", "2026-05", "2026-06", "2026-07"),
    *("2026-06-14", "2026-06-15", "2026-06-16", "2026-12-31", "2027-01-01"),
)


@pytest.mark.parametrize(
    ("start", "end", "phase"),
    [
        ("2026-07", "", Phase.NOT_STARTED),
        ("2026-06", "", Phase.UNKNOWN),
        ("2026-05", "", Phase.STARTED),
        ("2026-06-15", "2026-06-15", Phase.RUNNING),
        ("2025", "2026", Phase.UNKNOWN),
        ("2025", "2027", Phase.RUNNING),
        ("", "2027", Phase.UNKNOWN),
        ("", "2025", Phase.ENDED),
        ("", "", Phase.UNKNOWN),
        ("2024", "2026-06-14", Phase.ENDED),
    ],
)
def test_the_phase_is_told_from_what_the_dates_say_beyond_doubt(start: str, end: str, phase: Phase) -> None:
    assert phase_on(start, end, DAY) == phase


@given(start=partial_dates, end=partial_dates, day=days)
def test_a_phase_that_is_told_holds_on_whichever_days_are_meant(start: str, end: str, day: datetime.date) -> None:
    firsts = [earliest(start), latest(start)] if start else [datetime.date.min, datetime.date.max]
    lasts = [earliest(end), latest(end)] if end else [datetime.date.min, datetime.date.max]
    possible = {
        (Phase.ENDED if last < day else Phase.NOT_STARTED if first > day else Phase.RUNNING)
        for first, last in product(firsts, lasts)
        if first <= last
    }
    phase = phase_on(start, end, day)
    if phase == Phase.STARTED:
        assert end == ""
        assert Phase.NOT_STARTED not in possible
    elif phase != Phase.UNKNOWN:
        assert possible <= {phase}


@pytest.fixture
def dated(cast: Cast) -> dict[int, tuple[str, str, str]]:
    """A project for each pair of dates, each with a status; what they hold, by key."""
    lead = project_make(cast).lead
    statuses = [*DeclaredStatus.values, ""]
    rows = [
        Project(title="Project", lead=lead, start=start, end=end, status=statuses[number % len(statuses)])
        for number, (start, end) in enumerate(product(DATES, DATES))
    ]
    stored = Project.objects.bulk_create(rows)
    return {row.pk: (row.start, row.end, row.status) for row in stored}


@pytest.mark.django_db
def test_the_database_tells_the_same_phase(dated: dict[int, tuple[str, str, str]]) -> None:
    for day in (DAY, datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)):
        expected = {key: phase_on(start, end, day).value for key, (start, end, _) in dated.items()}
        rows = Project.objects.filter(pk__in=dated)
        assert dict(rows.annotate(phase_found=phase_case(day)).values_list("pk", "phase_found")) == expected
        for phase in Phase:
            found = set(rows.filter(phase_is(phase, day)).values_list("pk", flat=True))
            assert found == {key for key, each in expected.items() if each == phase}


@pytest.mark.django_db
def test_the_database_finds_the_same_contradictions(dated: dict[int, tuple[str, str, str]]) -> None:
    found = set(Project.objects.filter(out_of_step(DAY)).values_list("pk", flat=True))
    assert found == {
        key for key, (start, end, status) in dated.items() if is_out_of_step(status, phase_on(start, end, DAY))
    }
    assert found


@pytest.mark.parametrize(
    ("status", "phase"),
    [("planned", "running"), ("ongoing", "ended"), ("closed", "not_started"), ("suspended", "ended")],
)
def test_a_status_is_out_of_step_with_a_phase_that_excludes_it(status: str, phase: str) -> None:
    assert is_out_of_step(status, phase)


@pytest.mark.parametrize("status", ["cancelled", ""])
def test_a_cancelled_project_and_one_without_status_contradict_nothing(status: str) -> None:
    assert not any(is_out_of_step(status, phase) for phase in Phase)


def test_no_status_contradicts_dates_that_tell_nothing() -> None:
    assert not any(is_out_of_step(status, Phase.UNKNOWN) for status in DeclaredStatus)
