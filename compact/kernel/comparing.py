"""Two texts line by line: what stayed, what was taken out, what was put in."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy


class LineKind(models.TextChoices):
    """What became of a line."""

    SAME = "same", pgettext_lazy("line of a text", "unchanged")
    REMOVED = "removed", pgettext_lazy("line of a text", "taken out")
    ADDED = "added", pgettext_lazy("line of a text", "put in")


class Line(NamedTuple):
    """One line of the comparison; ``text`` is plain, as it was typed."""

    kind: LineKind
    text: str

    @property
    def differs(self) -> bool:
        """Whether the line is in one of the two texts alone."""
        return self.kind != LineKind.SAME


def compared(old: str, new: str) -> list[Line]:
    """The lines of both texts in their order; where they differ, those of ``old`` stand before those of ``new``.

    Line ends of every system are the same; spaces at the end of a line do not count.
    """
    before, after = _lines(old), _lines(new)
    found: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found += [Line(LineKind.SAME, text) for text in before[start:end]]
            continue
        found += [Line(LineKind.REMOVED, text) for text in before[start:end]]
        found += [Line(LineKind.ADDED, text) for text in after[new_start:new_end]]
    return found


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]
