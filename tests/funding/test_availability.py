"""What a fund can still give to a project: arithmetic alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.funds.availability import Balance

ONE, OTHER = 1, 2


@pytest.mark.parametrize(
    ("balance", "available"),
    [
        (Balance(), 0),
        (Balance(free=100), 100),
        (Balance(earmarked={ONE: 70}), 70),
        (Balance(free=100, earmarked={ONE: 70}), 170),
        (Balance(earmarked={OTHER: 70}), 0),
        (Balance(in_words=70), 0),
        (Balance(free=100, allocated={ONE: 30}), 70),
        (Balance(free=100, earmarked={ONE: 70}, allocated={ONE: 30}), 140),
        (Balance(free=100, earmarked={ONE: 70}, allocated={ONE: 90}), 80),
        (Balance(free=100, allocated={OTHER: 30}), 70),
        (Balance(free=100, earmarked={OTHER: 30}, allocated={OTHER: 30}), 100),
        (Balance(free=100, earmarked={OTHER: 30}, allocated={OTHER: 50}), 80),
        (Balance(free=100, earmarked={ONE: 70, OTHER: 30}, allocated={ONE: 70, OTHER: 130}), 0),
    ],
)
def test_a_project_has_its_own_deposits_and_what_the_others_left_of_the_rest(balance: Balance, available: int) -> None:
    assert balance.available(ONE) == available


def test_a_deposit_taken_back_can_leave_less_than_nothing() -> None:
    assert Balance(free=20, earmarked={ONE: 50}, allocated={ONE: 60, OTHER: 15}).left == -5


amounts = st.integers(min_value=1, max_value=10**12)
projects = st.sampled_from([ONE, OTHER, 3])
deposits = st.lists(st.tuples(st.none() | projects, amounts), max_size=6)
wishes = st.lists(st.tuples(projects, amounts), max_size=8)


def _after(balance: Balance, project: int, amount: int) -> Balance:
    allocated = {**balance.allocated, project: balance.allocated.get(project, 0) + amount}
    return Balance(balance.free, balance.earmarked, balance.in_words, allocated)


def _filled(paid: list[tuple[int | None, int]]) -> Balance:
    free = sum(amount for project, amount in paid if project is None)
    named = {project for project, _ in paid if project is not None}
    return Balance(free, {each: sum(amount for project, amount in paid if project == each) for each in named})


@given(deposits, wishes)
def test_whatever_is_asked_for_nothing_is_allocated_twice_and_no_earmark_is_broken(
    paid: list[tuple[int | None, int]], asked: list[tuple[int, int]]
) -> None:
    balance = _filled(paid)
    for project, amount in asked:
        if amount <= balance.available(project):
            balance = _after(balance, project, amount)
    assert sum(balance.allocated.values()) <= sum(amount for _, amount in paid)
    for project, amount in balance.allocated.items():
        assert amount <= balance.free + balance.earmarked.get(project, 0)
    assert balance.left >= 0


@given(deposits, wishes, projects)
def test_what_is_available_can_be_taken_to_the_last_unit_and_then_nothing_is(
    paid: list[tuple[int | None, int]], asked: list[tuple[int, int]], project: int
) -> None:
    balance = _filled(paid)
    for other, amount in asked:
        balance = _after(balance, other, min(amount, balance.available(other)))
    available = balance.available(project)
    after = _after(balance, project, available)
    assert after.left >= 0
    assert after.available(project) == 0
