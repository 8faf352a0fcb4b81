"""A room above has a say in every merge: before, after, and when it is undone."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from compact.merging.models import Merge
from tests.merging.ground import merge, plan, undo
from tests.projects.ground import project_make

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

NAME = "tests.merging.no_such_room"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper) -> ModuleType:
    """A room above, in which there is nothing yet."""
    module = ModuleType(NAME)
    monkeypatch.setitem(sys.modules, NAME, module)
    settings.MERGE_RULES = NAME
    return module


def test_it_is_told_of_merges_and_of_undone_ones(cast: Cast, room: Any) -> None:
    heard: list[tuple[str, Any]] = []
    room.before_merge = lambda **values: heard.append(("before", values))
    room.after_merge = lambda **values: heard.append(("after", values))
    room.after_undo = lambda **values: heard.append(("undo", values))
    one, two = project_make(cast, "One"), project_make(cast, "Two")
    merged = merge(one, two)
    undo(merged)
    assert [name for name, _values in heard] == ["before", "before", "after", "undo"]
    values = heard[2][1]
    assert (values["merge"], values["survivor"], values["retired"]) == (merged, one, two)
    assert values["retired"].merged_into_id == one.pk
    assert heard[3][1]["retired"].merged_into_id is None


@pytest.mark.parametrize("error", [Refused("WCO has not agreed."), ValidationError("WCO has not agreed.")])
def test_it_refuses_a_merge_whose_changes_are_shown_nevertheless(cast: Cast, room: Any, error: Exception) -> None:
    def before_merge(**values: Any) -> None:
        raise error

    room.before_merge = before_merge
    told = plan(project_make(cast, "One"), project_make(cast, "Two", title_fr="Deux"))
    assert told.problems == ("WCO has not agreed.",)
    assert [change.after for change in told.changes if change.field == "title (French)"] == ["Deux"]


def test_what_goes_wrong_afterwards_takes_the_merge_back(cast: Cast, room: Any) -> None:
    def after_merge(**values: Any) -> None:
        raise ValidationError("No.")

    room.after_merge = after_merge
    with pytest.raises(ValidationError, match="No"):
        merge(project_make(cast, "One"), project_make(cast, "Two"))
    assert Merge.objects.count() == 0


def test_a_room_that_is_not_there_says_nothing(cast: Cast, settings: SettingsWrapper) -> None:
    settings.MERGE_RULES = "tests.merging.nowhere"
    assert not merge(project_make(cast, "One"), project_make(cast, "Two")).is_undone


def test_a_room_that_cannot_be_read_is_an_error(
    cast: Cast, settings: SettingsWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_room.py").write_text("import no_such_package")
    monkeypatch.syspath_prepend(tmp_path)
    settings.MERGE_RULES = "broken_room"
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        merge(project_make(cast, "One"), project_make(cast, "Two"))
