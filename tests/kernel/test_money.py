"""Amounts keep their currency and every digit, from what is typed to what is written out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, TextField, Value
from django.db.models.functions import Cast as Typed
from django.utils import translation

from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.exports import csv_pieces, xlsx_file
from compact.kernel.money import (
    LARGEST,
    AmountField,
    CurrencyMismatch,
    Money,
    amounts_settle,
    currencies,
    currency_choices,
    decimals,
    money_of,
    validate_currency,
)
from compact.kernel.places import Place
from compact.kernel.sql import AmountOrder, AmountText
from compact.kernel.standard_columns import money
from tests.cast import SYSTEM
from tests.projects.ground import project_make
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from tests.cast import Cast


# --- Money in Python --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("currency", "places"), [("USD", 2), ("JPY", 0), ("XOF", 0), ("KWD", 3), ("TND", 3)])
def test_a_currency_has_its_own_number_of_decimals(currency: str, places: int) -> None:
    assert decimals(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("2100000", "USD", 210_000_000), ("-0.05", "USD", -5), ("5000", "JPY", 5000), ("1.234", "KWD", 1234)],
)
def test_an_amount_is_whole_minor_units_and_back(amount: str, currency: str, minor: int) -> None:
    assert Money(Decimal(amount), currency).minor == minor
    assert Money.of_minor(minor, currency) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(("amount", "currency"), [("0.005", "USD"), ("0.5", "JPY"), ("0.0001", "KWD")])
def test_an_amount_with_more_decimals_than_its_currency_is_no_whole_number_of_units(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=amount):
        Money(Decimal(amount), currency).minor  # noqa: B018  # the property raises


def test_amounts_of_one_currency_are_added_and_those_of_two_are_not() -> None:
    dollars = Money(Decimal("1.10"), "USD")
    assert dollars + Money(Decimal("2.20"), "USD") == Money(Decimal("3.30"), "USD")
    assert -dollars == Money(Decimal("-1.10"), "USD")
    with pytest.raises(CurrencyMismatch, match=r"USD \+ EUR"):
        dollars + Money(Decimal(1), "EUR")


def test_an_amount_that_is_not_known_is_no_money_and_nothing_is_zero() -> None:
    assert money_of(None, "") is None
    assert money_of(0, "USD") == Money(Decimal(0), "USD")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "USD 2,100,000"), ("fr", "2\u202f100\u202f000 USD"), ("zh-hans", "USD 2,100,000")]
)
def test_money_is_written_in_the_reader_s_language_with_the_code(language: str, text: str) -> None:
    with translation.override(language):
        assert str(Money(Decimal(2_100_000), "USD")).replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("0.5", "USD", "USD 0.50"), ("-5.25", "EUR", "EUR -5.25"), ("1.5", "KWD", "KWD 1.500"), ("9", "JPY", "JPY 9")],
)
def test_decimals_are_written_where_there_are_any(amount: str, currency: str, text: str) -> None:
    assert str(Money(Decimal(amount), currency)).replace("\xa0", " ") == text


# --- Currencies -------------------------------------------------------------------------------------------------------


def test_currencies_are_those_in_use_today() -> None:
    assert {"USD", "EUR", "CHF", "JPY", "KWD", "XOF"} <= currencies()
    assert not {"DEM", "FRF", "XXX", "XAU", ""} & currencies()


@pytest.mark.parametrize("code", ["usd", "DEM", "EURO", "$"])
def test_another_code_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValidationError, match="USD or EUR"):
        validate_currency(code)


def test_a_form_offers_the_currencies_in_the_reader_s_language() -> None:
    field = Project._meta.get_field("budget_currency").formfield()
    assert isinstance(field, forms.ChoiceField)
    with translation.override("fr"):
        assert dict(currency_choices())["CHF"] == "CHF, franc suisse"
        assert ("CHF", "CHF, franc suisse") in list(field.choices)
    assert field.clean("") == ""


# --- What a service takes ---------------------------------------------------------------------------------------------


def _settled(row: Project | None = None, **values: Any) -> dict[str, Any]:
    return amounts_settle(row or Project(), values)


def _problems(row: Project | None = None, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        _settled(row, **values)
    return caught.value.message_dict


def test_a_decimal_of_major_units_becomes_minor_units_of_its_currency() -> None:
    assert _settled(budget=Decimal("2.50"), budget_currency="USD")["budget"] == 250
    assert _settled(budget=Decimal(0), budget_currency="JPY")["budget"] == 0
    assert _settled(budget=None, budget_currency="")["budget"] is None
    assert _settled(title="Project") == {"title": "Project"}


def test_an_amount_has_a_currency_and_a_currency_an_amount() -> None:
    assert _problems(budget=Decimal(5)) == {"budget": ["Choose the currency of this amount."]}
    assert _problems(budget_currency="USD") == {"budget_currency": ["There is no amount. Leave the currency empty."]}


def test_an_amount_that_goes_takes_its_currency_along() -> None:
    row = Project(budget=500, budget_currency="USD")
    assert _problems(row, budget=None) == {"budget_currency": ["There is no amount. Leave the currency empty."]}
    assert _problems(row, budget_currency="") == {"budget": ["Choose the currency of this amount."]}
    assert _settled(row, budget=None, budget_currency="")["budget"] is None


def test_the_amount_stays_the_same_when_its_currency_alone_changes() -> None:
    row = Project(budget=500_000, budget_currency="USD")
    assert _settled(row, budget_currency="KWD")["budget"] == 5_000_000
    assert _settled(row, budget_currency="JPY")["budget"] == 5000
    row.budget = 500_050
    assert _problems(row, budget_currency="JPY") == {"budget": ["JPY has 0 decimals. Round the amount."]}


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    assert _problems(budget=Decimal("1.005"), budget_currency="USD") == {
        "budget": ["USD has 2 decimals. Round the amount."]
    }
    assert _settled(budget=Decimal("1.50000"), budget_currency="USD")["budget"] == 150


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), LARGEST, -LARGEST, 5, 5.0, "5"])
def test_what_is_no_amount_is_refused(amount: Any) -> None:
    assert "not an amount of money" in _problems(budget=amount, budget_currency="USD")["budget"][0]


# --- The field --------------------------------------------------------------------------------------------------------


def test_a_form_shows_major_units_and_the_name_of_the_currency_is_in_the_migration() -> None:
    field = Project._meta.get_field("budget")
    assert isinstance(field, AmountField)
    assert field.value_from_object(Project(budget=250, budget_currency="USD")) == Decimal("2.50")
    typed: dict[str, Any] = {"budget": Decimal("2.5"), "budget_currency": "USD"}
    assert field.value_from_object(Project(**typed)) == Decimal("2.5")
    assert field.value_from_object(Project()) is None
    assert field.deconstruct()[3]["currency"] == "budget_currency"
    assert isinstance(field.formfield(), forms.DecimalField)


@pytest.mark.django_db
def test_an_amount_that_no_service_settled_is_never_stored(cast: Cast) -> None:
    row = project_make(cast)
    row.budget, row.budget_currency = Decimal(5), "USD"  # type: ignore[assignment]  # as a form leaves it
    with pytest.raises(TypeError, match="through a service"):
        row.save()


# --- Written out, the same on both databases --------------------------------------------------------------------------


BUDGET = money(Project, "budget")
UNITS = [
    ("2100000.00", "USD", 210_000_000),
    ("-0.05", "USD", -5),
    ("-1.05", "EUR", -105),
    ("0.00", "EUR", 0),
    ("5000", "JPY", 5000),
    ("-5000", "JPY", -5000),
    ("0.007", "KWD", 7),
    ("-12.345", "KWD", -12_345),
    ("999999999999999.99", "USD", 99_999_999_999_999_999),
    ("999999999999999.999", "KWD", 999_999_999_999_999_999),
    ("999999999999999", "JPY", 999_999_999_999_999),
]


def _selected(expression: type[Any], minor: int | None, currency: str) -> Any:
    """What the database makes of an amount, by way of a row that there is."""
    found = expression(Typed(Value(minor), BigIntegerField()), Typed(Value(currency), TextField()))
    return Place.objects.filter(code="KEN").annotate(found=found).values_list("found", flat=True).get()


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "currency", "minor"), UNITS)
def test_the_database_writes_an_amount_with_the_decimals_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert _selected(AmountText, minor, currency) == text
    assert Money(Decimal(text), currency).minor == minor


@pytest.mark.django_db
def test_the_database_writes_nothing_for_an_amount_that_is_not_known() -> None:
    assert _selected(AmountText, None, "") is None


@pytest.mark.django_db
def test_the_order_of_amounts_is_that_of_their_numbers_whatever_the_currency() -> None:
    keys = [(_selected(AmountOrder, minor, currency), Decimal(text)) for text, currency, minor in UNITS]
    assert [text for _, text in sorted(keys)] == sorted(Decimal(text) for text, _, _ in UNITS)


@pytest.mark.django_db
def test_unknown_amounts_come_last_in_either_direction(cast: Cast) -> None:
    for amount in (Decimal(10), Decimal(9), None):
        project_make(cast, budget=amount, budget_currency="USD" if amount else "")
    for order, amounts in (("budget", ["9.00", "10.00", None]), ("-budget", ["10.00", "9.00", None])):
        found = rows(Project.objects.all(), BUDGET, viewer=SYSTEM, order=(order,))
        assert [row[0] for row in found] == amounts


AMOUNT = Column("amount", "", type=ColumnType.AMOUNT)


def test_a_workbook_holds_an_amount_as_a_number_with_its_decimals() -> None:
    written = ["2100000.00", "-0.05", "5000", "1.234", None, "9999999999999.99", "99999999999999.99"]
    with xlsx_file([AMOUNT], [(value,) for value in written]) as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    cells = [sheet.cell(line, 1) for line in range(2, len(written) + 2)]
    exact = [2_100_000, -0.05, 5000, 1.234, None, 9_999_999_999_999.99, "99999999999999.99"]
    assert [cell.value for cell in cells] == exact
    assert [cell.number_format for cell in cells][:4] == ["#,##0.00", "#,##0.00", "#,##0", "#,##0.000"]


def test_a_file_of_commas_holds_every_digit() -> None:
    content = b"".join(csv_pieces([AMOUNT], [("99999999999999.99",), ("-0.05",), (None,)])).decode()
    assert content.split("\r\n") == ["amount", "99999999999999.99", "-0.05", '""', ""]
