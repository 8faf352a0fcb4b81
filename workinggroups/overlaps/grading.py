"""How boldly a sentence speaks: as boldly as what was measured. Which sentence fits, and what it says of the two."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy

from compact.matching.evidence import Code
from workinggroups.overlaps.sentences import SAME_MARKS, SENTENCES, Said

if TYPE_CHECKING:
    from collections.abc import Mapping

NEARLY: Final = 0.85
"""The closeness (0 to 1) from which two texts say nearly the same: another word, another order, a translation."""

SIMILAR: Final = 0.55
"""The closeness from which two texts are about like things; below, they have something in common at most."""

_NEARLY_EQUAL: Final = Decimal("0.05")
"""By what share of the larger two budgets differ at most that are called nearly equal."""

_NEARLY_SAME: Final[Mapping[Code, Said]] = {
    Code.TITLE_CLOSE: Said(
        gettext_lazy("The titles say nearly the same."),
        gettext_lazy("The titles say nearly the same: “%(title_a)s” and “%(title_b)s”."),
    ),
    Code.SUMMARY_CLOSE: Said(
        gettext_lazy("The summaries say nearly the same."),
        gettext_lazy("The summaries say nearly the same, for instance “%(sentence_a)s” and “%(sentence_b)s”."),
    ),
    Code.NAME_CLOSE: Said(
        gettext_lazy("The names are nearly the same."),
        gettext_lazy("The names are nearly the same: “%(name_a)s” and “%(name_b)s”."),
    ),
    Code.AMOUNT_CLOSE: Said(
        gettext_lazy("The budgets are nearly equal."),
        gettext_lazy("The budgets are nearly equal: %(amount_a)s and %(amount_b)s."),
    ),
}
_LITTLE_SHARED: Final[Mapping[Code, Said]] = {
    Code.TITLE_CLOSE: Said(
        gettext_lazy("The titles have something in common."),
        gettext_lazy("The titles have something in common: “%(title_a)s” and “%(title_b)s”."),
    ),
    Code.SUMMARY_CLOSE: Said(
        gettext_lazy("The summaries have something in common."),
        gettext_lazy("The summaries have something in common, for instance “%(sentence_a)s” and “%(sentence_b)s”."),
    ),
    Code.NAME_CLOSE: Said(
        gettext_lazy("The names have something in common."),
        gettext_lazy("The names have something in common: “%(name_a)s” and “%(name_b)s”."),
    ),
}
_SUMMARY_SAME: Final = Said(
    gettext_lazy("The summaries say the same."), gettext_lazy("Both summaries say: “%(sentence_a)s”.")
)
_ONE_PHASE: Final = Said(
    gettext_lazy("Only one of the titles names a phase or an edition."),
    more=(
        gettext_lazy("Only in %(one)s: number %(phase_a)s."),
        gettext_lazy("Only in %(other)s: number %(phase_b)s."),
    ),
)
_CLOSE: Final[Mapping[Code, Code]] = {
    Code.TITLE_DIFFERENT: Code.TITLE_CLOSE,
    Code.SUMMARY_DIFFERENT: Code.SUMMARY_CLOSE,
}
"""What is said instead of texts that are called different because many others are as close."""


def graded(code: Code, values: Mapping[str, Any], *, speaks_for: bool) -> tuple[Code, Said]:
    """The sentence for what was found, and the code that it reads as."""
    if code in SAME_MARKS and speaks_for:
        return code, SAME_MARKS[code]
    closeness = values.get("similarity")
    if not isinstance(closeness, int | float):
        return code, _by_values(code, values)
    if code in _CLOSE and closeness >= SIMILAR:
        code = _CLOSE[code]
    if code == Code.SUMMARY_CLOSE and values.get("sentence_a") and values["sentence_a"] == values.get("sentence_b"):
        return code, _SUMMARY_SAME
    if closeness < SIMILAR:
        return code, _LITTLE_SHARED.get(code, SENTENCES[code])
    return code, SENTENCES[code] if closeness < NEARLY else _NEARLY_SAME.get(code, SENTENCES[code])


def _by_values(code: Code, values: Mapping[str, Any]) -> Said:
    """The sentence for what was found where no closeness is told, by the values themselves."""
    if code == Code.PHASES_DIFFERENT and bool(values.get("phase_a")) != bool(values.get("phase_b")):
        return _ONE_PHASE
    return _NEARLY_SAME[code] if code == Code.AMOUNT_CLOSE and _nearly_equal(values) else SENTENCES[code]


def _nearly_equal(values: Mapping[str, Any]) -> bool:
    try:
        one, other = (Decimal(str(values.get(name))) for name in ("amount_a", "amount_b"))
    except InvalidOperation:
        return False
    return abs(one - other) <= _NEARLY_EQUAL * max(one, other)
