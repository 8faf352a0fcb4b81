"""Dates in evidence: no sentence claims more than is known of the two."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation

from compact.matching.evidence import Code, Evidence
from workinggroups.overlaps import words
from workinggroups.overlaps.comparing.works import period
from workinggroups.overlaps.sides import period_words

DAY = datetime.date


def said(code: Code, *days: Any) -> str:
    """The sentence of start and end of one, start and end of the other."""
    values = dict(zip(("start_a", "end_a", "start_b", "end_b"), days, strict=True))
    return words.evidence_words(Evidence("dates", -1.0 if code == Code.DATES_APART else 1.0, code, values))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (DAY(2024, 3, 4), DAY(2025, 6, 7), "Both start on 4 March 2024 and end on 7 June 2025."),
        (DAY(2024, 3, 1), DAY(2024, 3, 31), "Both take place in March 2024."),
        (DAY(2027, 1, 1), DAY(2027, 1, 31), "Both take place in January 2027."),
        (DAY(2021, 1, 1), DAY(2021, 12, 31), "Both take place in 2021."),
        (DAY(2021, 1, 1), DAY(2022, 6, 30), "Both start in 2021 and end in June 2022."),
        (DAY(2021, 5, 6), DAY(2021, 5, 6), "Both take place on 6 May 2021."),
        (DAY(2021, 1, 1), None, "Both start in 2021. When they end is not known."),
        (None, DAY(2021, 6, 30), "Both end in June 2021. When they start is not known."),
    ],
)
def test_equal_dates_are_told_as_precisely_as_they_are_known(start: Any, end: Any, expected: str) -> None:
    assert said(Code.DATES_EQUAL, start, end, start, end) == expected


def test_an_end_that_only_one_has_is_not_called_the_same() -> None:
    both = DAY(2020, 1, 1)
    assert said(Code.DATES_EQUAL, both, DAY(2022, 3, 18), both, None) == (
        "Both start in 2020. The end is not known in the second."
    )
    assert said(Code.DATES_EQUAL, None, both, DAY(2019, 5, 1), both) == (
        "Both end on 1 January 2020. The start is not known in the first."
    )


def test_one_common_date_is_told_before_what_differs() -> None:
    start = DAY(2021, 3, 1)
    assert said(Code.DATES_CLOSE, start, DAY(2022, 3, 31), start, DAY(2022, 12, 31)) == (
        "Both start in March 2021. They end at different times: March 2022 in the first, 2022 in the second."
    )
    end = DAY(2022, 12, 31)
    assert said(Code.DATES_APART, DAY(2019, 1, 1), end, start, end) == (
        "Both end in 2022. They start at different times: 2019 in the first, March 2021 in the second."
    )


def test_periods_that_touch_do_not_lie_apart() -> None:
    assert said(Code.DATES_APART, DAY(2020, 1, 1), DAY(2023, 12, 31), DAY(2022, 4, 1), DAY(2026, 4, 30)) == (
        "The periods touch, but differ: 2020 – 2023 in the first, April 2022 – April 2026 in the second."
    )
    assert said(Code.DATES_APART, DAY(2020, 1, 1), DAY(2020, 12, 31), None, DAY(2023, 6, 20)) == (
        "The dates lie apart: 2020 in the first, end on 20 June 2023 (start not known) in the second."
    )


def test_a_start_within_the_other_period_touches_it() -> None:
    assert said(Code.DATES_APART, DAY(2020, 1, 1), DAY(2025, 5, 31), DAY(2020, 3, 26), None) == (
        "The periods touch, but differ: 2020 – May 2025 in the first, start on 26 March 2020 (end not known) in the "
        "second."
    )


def test_dates_that_cannot_be_read_are_passed_over() -> None:
    assert said(Code.DATES_EQUAL, "soon", "", None, None) == "The dates are the same, as far as they are known."


def told(code: Code, *sides: tuple[str, str]) -> str:
    """The sentence of start and end of one and of the other as they are written: 2026, 2026-05 or 2026-05-08."""
    values: dict[str, Any] = {}
    for side, dates in zip(("a", "b"), sides, strict=True):
        values |= {f"{name}_{side}": value for name, value in period(*dates).items()}
    return words.evidence_words(Evidence("dates", -1.0 if code == Code.DATES_APART else 1.0, code, values))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-01-01", "2026-12-31", "Both start on 1 January 2026 and end on 31 December 2026."),
        ("2026", "2026", "Both take place in 2026."),
        ("2026-01", "2026-01", "Both take place in January 2026."),
        ("2026-01", "2026-12", "Both start in January 2026 and end in December 2026."),
        ("2026-03-01", "2026-03-31", "Both start on 1 March 2026 and end on 31 March 2026."),
        ("2026-01", "", "Both start in January 2026. When they end is not known."),
    ],
)
def test_what_is_known_of_a_date_is_told(start: str, end: str, expected: str) -> None:
    assert told(Code.DATES_EQUAL, (start, end), (start, end)) == expected


def test_a_date_that_one_knows_less_well_is_told_as_far_as_both_know_it() -> None:
    assert told(Code.DATES_EQUAL, ("2026", "2026"), ("2026-01-01", "2026-12")) == "Both take place in 2026."


def test_two_periods_are_told_each_as_far_as_it_is_known() -> None:
    assert told(Code.DATES_APART, ("2026-01-01", "2026-06-30"), ("2027-01", "2027")) == (
        "The dates lie apart: 1 January 2026 – 30 June 2026 in the first, January 2027 – 2027 in the second."
    )
    with translation.override("fr"):
        text = told(Code.DATES_APART, ("2026-01-01", "2026-06-30"), ("2027", "2028"))
        common = told(Code.DATES_EQUAL, ("2026-05-01", ""), ("2026-05-01", ""))
    assert "1er janvier 2026 – 30 juin 2026 dans la première, 2027 – 2028 dans la seconde." in text
    assert common == "Les deux commencent le 1er mai 2026. La fin n’est connue pour aucune des deux."


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("2026", "2027", "2026 – 2027"), ("2026-04", "2026-12-01", "avril 2026 – 1er décembre 2026")],
)
def test_a_field_with_a_period_needs_no_article_of_days_in_french(start: str, end: str, expected: str) -> None:
    with translation.override("fr"):
        assert period_words(start, end) == expected
