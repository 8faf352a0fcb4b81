"""Partial dates."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from compact.kernel.dates import earliest, latest, partial_date_display, validate_partial_date


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2019-05-08", datetime.date(2019, 5, 8), datetime.date(2019, 5, 8)),
        ("2019-05", datetime.date(2019, 5, 1), datetime.date(2019, 5, 31)),
        ("2020-02", datetime.date(2020, 2, 1), datetime.date(2020, 2, 29)),
        ("2019", datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)),
    ],
)
def test_a_partial_date_means_the_days_from_its_earliest_to_its_latest(
    value: str, first: datetime.date, last: datetime.date
) -> None:
    assert (earliest(value), latest(value)) == (first, last)


@pytest.mark.parametrize(
    "value",
    ["19", "2019-13", "2019-02-30", "08/05/2019", "2019-5-8", "2019-05-08T10:00", "٢٠١٩", "1799", "2200", " 2019"],
)
def test_what_is_not_a_partial_date_is_refused_with_what_to_write(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_partial_date(value)
    assert "Write 2019-05-08, or 2019-05, or 2019" in caught.value.messages[0]
    assert value in caught.value.messages[0]


def test_an_empty_date_is_valid_and_means_not_known() -> None:
    validate_partial_date("")
    assert partial_date_display("") == ""


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", "2019", "2019"),
        ("en", "2019-05", "May 2019"),
        ("fr", "2019-05", "mai 2019"),
        ("fr", "2019-05-08", "8 mai 2019"),
        ("fr", "2019-05-01", "1er mai 2019"),
        ("fr", "2019-05-21", "21 mai 2019"),
        ("en", "2019-05-01", "1 May 2019"),
    ],
)
def test_a_partial_date_is_shown_in_words_as_precisely_as_it_is_known(language: str, value: str, text: str) -> None:
    with translation.override(language):
        assert partial_date_display(value) == text


def test_the_first_of_a_month_is_an_ordinal_in_french_alone_wherever_a_date_is_written() -> None:
    moment = datetime.datetime(2026, 12, 1, 9, 5, tzinfo=datetime.UTC)
    page = Template(
        '{{ day }} · {{ day|date:"DATE_FORMAT" }} · {{ moment|date:"DATETIME_FORMAT" }} · {{ day|date:"jS" }}'
    )
    shown = {}
    for language in ("fr", "en"):
        with translation.override(language):
            shown[language] = page.render(Context({"day": moment.date(), "moment": moment}))
    assert shown == {
        "fr": "1er décembre 2026 · 1er décembre 2026 · 1er décembre 2026 09:05 · 1er",
        "en": "1 December 2026 · 1 December 2026 · 1 December 2026, 09:05 · 1st",
    }
