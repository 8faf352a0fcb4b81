"""Two texts line by line."""

from __future__ import annotations

import pytest

from compact.kernel.comparing import compared


def _told(old: str, new: str) -> list[tuple[str, str]]:
    return [(str(line.kind), line.text) for line in compared(old, new)]


def test_what_stayed_what_was_taken_out_and_what_was_put_in_are_told_in_order() -> None:
    assert _told("one\ntwo\nthree", "one\n2\nthree\nfour") == [
        ("same", "one"),
        ("removed", "two"),
        ("added", "2"),
        ("same", "three"),
        ("added", "four"),
    ]


@pytest.mark.parametrize(("old", "new"), [("a\r\nb", "a\nb"), ("a  \nb", "a\nb"), ("a\nb\n", "a\nb"), ("", "")])
def test_line_ends_and_spaces_after_a_line_are_no_difference(old: str, new: str) -> None:
    assert not any(line.differs for line in compared(old, new))


def test_spaces_before_a_line_are_one() -> None:
    assert [line.kind for line in compared("- a", "  - a")] == ["removed", "added"]


def test_a_text_that_is_new_is_put_in_and_one_that_is_gone_is_taken_out() -> None:
    assert _told("", "a\n\nb") == [("added", "a"), ("added", ""), ("added", "b")]
    assert _told("a", "") == [("removed", "a")]


def test_a_line_that_is_everywhere_still_counts() -> None:
    """The library's heuristic leaves lines out that occur often in long texts."""
    text = "\n".join(["–"] * 300)
    assert all(line.kind == "same" for line in compared(text, text))
    assert len([line for line in compared(text, f"{text}\nend") if line.differs]) == 1


def test_each_kind_has_a_word_for_those_who_do_not_see_colours() -> None:
    assert [str(line.kind.label) for line in compared("a", "b")] == ["taken out", "put in"]
