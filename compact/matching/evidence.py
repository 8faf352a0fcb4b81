"""Why two records are, or are not, the same work: the words that the engine answers with.

A page turns each code and its values into a sentence in the reader's language; the engine itself speaks none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


class Code(StrEnum):
    """What a piece of evidence says. ``VALUES`` tells what each carries."""

    TITLE_SAME = "title-same"
    TITLE_CLOSE = "title-close"
    TITLE_DIFFERENT = "title-different"
    SUMMARY_CLOSE = "summary-close"
    SUMMARY_DIFFERENT = "summary-different"
    WORDS_SHARED = "words-shared"
    WORDS_DIFFERENT = "words-different"
    ENTITIES_SHARED = "entities-shared"
    ENTITIES_DIFFERENT = "entities-different"
    COUNTRIES_SHARED = "countries-shared"
    COUNTRIES_DIFFERENT = "countries-different"
    DATES_EQUAL = "dates-equal"
    DATES_CLOSE = "dates-close"
    DATES_APART = "dates-apart"
    AMOUNT_EQUAL = "amount-equal"
    AMOUNT_CLOSE = "amount-close"
    AMOUNT_DIFFERENT = "amount-different"
    THEMES_SHARED = "themes-shared"
    THEMES_DIFFERENT = "themes-different"
    PHASES_DIFFERENT = "phases-different"
    YEARS_DIFFERENT = "years-different"
    NUMBERS_SHARED = "numbers-shared"
    FAMILY_SIBLINGS = "family-siblings"
    FAMILY_DIFFERENT = "family-different"
    KIND_DIFFERENT = "kind-different"
    CONTEXT_CLOSER = "context-closer"
    CONTEXT_CROWDED = "context-crowded"
    NAME_SAME = "name-same"
    NAME_CLOSE = "name-close"
    NAME_DIFFERENT = "name-different"
    NAME_REORDERED = "name-reordered"
    NAME_INITIALS = "name-initials"
    ACRONYM_SAME = "acronym-same"
    ACRONYM_OF_NAME = "acronym-of-name"
    ACRONYM_DIFFERENT = "acronym-different"
    EMAIL_SAME = "email-same"
    EMAIL_DIFFERENT = "email-different"
    PARENT_SHARED = "parent-shared"
    PARENT_DIFFERENT = "parent-different"


_PERIODS: Final = tuple(
    f"{name}_{side}" for side in ("a", "b") for name in ("start", "end", "start_precision", "end_precision")
)

VALUES: Final[Mapping[Code, tuple[str, ...]]] = {
    Code.TITLE_SAME: ("title_a", "title_b"),
    Code.TITLE_CLOSE: ("title_a", "title_b", "similarity"),
    Code.TITLE_DIFFERENT: ("title_a", "title_b", "similarity"),
    Code.SUMMARY_CLOSE: ("sentence_a", "sentence_b", "similarity"),
    Code.SUMMARY_DIFFERENT: ("similarity",),
    Code.WORDS_SHARED: ("words",),
    Code.WORDS_DIFFERENT: ("only_a", "only_b"),
    Code.ENTITIES_SHARED: ("shared", "only_a", "only_b"),
    Code.ENTITIES_DIFFERENT: ("only_a", "only_b"),
    Code.COUNTRIES_SHARED: ("shared", "only_a", "only_b"),
    Code.COUNTRIES_DIFFERENT: ("only_a", "only_b"),
    Code.DATES_EQUAL: _PERIODS,
    Code.DATES_CLOSE: (*_PERIODS, "days"),
    Code.DATES_APART: (*_PERIODS, "days"),
    Code.AMOUNT_EQUAL: ("amount_a", "amount_b", "currency"),
    Code.AMOUNT_CLOSE: ("amount_a", "amount_b", "currency"),
    Code.AMOUNT_DIFFERENT: ("amount_a", "amount_b", "currency"),
    Code.THEMES_SHARED: ("shared", "only_a", "only_b"),
    Code.THEMES_DIFFERENT: ("only_a", "only_b"),
    Code.PHASES_DIFFERENT: ("phase_a", "phase_b"),
    Code.YEARS_DIFFERENT: ("years_a", "years_b"),
    Code.NUMBERS_SHARED: ("numbers",),
    Code.FAMILY_SIBLINGS: ("family",),
    Code.FAMILY_DIFFERENT: ("family_a", "family_b"),
    Code.KIND_DIFFERENT: ("kind_a", "kind_b"),
    Code.CONTEXT_CLOSER: ("nearer",),
    Code.CONTEXT_CROWDED: ("nearer",),
    Code.NAME_SAME: ("name_a", "name_b"),
    Code.NAME_CLOSE: ("name_a", "name_b", "similarity"),
    Code.NAME_DIFFERENT: ("name_a", "name_b", "similarity"),
    Code.NAME_REORDERED: ("name_a", "name_b"),
    Code.NAME_INITIALS: ("name_a", "name_b"),
    Code.ACRONYM_SAME: ("acronym",),
    Code.ACRONYM_OF_NAME: ("acronym", "name"),
    Code.ACRONYM_DIFFERENT: ("acronym_a", "acronym_b"),
    Code.EMAIL_SAME: ("email",),
    Code.EMAIL_DIFFERENT: ("email_a", "email_b"),
    Code.PARENT_SHARED: ("parent",),
    Code.PARENT_DIFFERENT: ("parent_a", "parent_b"),
}
"""The values of each code, in the order of the two records.

``title_*``, ``sentence_*``, ``name_*``, ``acronym*``, ``email*``, ``parent*``, ``family*``, ``kind_*`` and ``currency``
are strings; ``similarity`` is 0 to 1; ``shared``, ``only_*``, ``words``, ``numbers`` and ``years_*`` are sorted lists
of strings; ``start_a``, ``end_a`` and their like are dates or None; ``*_precision_*`` tell how far these are known, as
records do; ``amount_*`` are numbers; ``days`` is a whole number or None; ``phase_*`` are whole numbers, None where a
title names none; ``nearer`` tells how many other records are closer to one of the two.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason. The weights of a match's evidence and its prior add up to the log-odds of its probability."""

    field: str
    """title, summary, words, entities, countries, dates, amount, themes, phase, family, kind, context, name, ..."""
    weight: float
    """Natural log-odds for (above zero) or against (below zero)."""
    code: Code
    values: Mapping[str, object]

    def turned(self) -> Self:
        """Answer the same of the two records in the other order."""
        return replace(self, values={name: self.values[_across(name)] for name in self.values})


def _across(name: str) -> str:
    """Answer the name of the same value of the other record; of one that belongs to both its own."""
    return name[:-1] + {"_a": "b", "_b": "a"}.get(name[-2:], name[-1:])


class Verdict(StrEnum):
    """What two records are to each other (rule 7 of the domain).

    A duplicate is merged; an overlap is two real pieces of work, and both stay.
    """

    SAME_WORK = "same_work"
    OVERLAP = "overlap"
    RELATED = "related"


class Strength(StrEnum):
    """How sure the engine is that the two are the same work, in words: few decisions make no percentages."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that somebody should look at."""

    a: str
    b: str
    verdict: Verdict
    probability: float
    """That the two are the same work, 0 to 1: the logistic of ``prior`` and the weights together."""
    strength: Strength
    evidence: tuple[Evidence, ...]
    """The heaviest first."""
    prior: float = 0.0
    """Log-odds before any evidence; it moves with the number of records."""

    def seen_from(self, key: str) -> Self:
        """Answer the same with the record of ``key`` as the first of the two, in the evidence as well."""
        if self.a == key:
            return self
        return replace(self, a=self.b, b=self.a, evidence=tuple(each.turned() for each in self.evidence))
