"""What each piece of evidence says, as sentences with places for its values; ``words`` fills them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.matching.evidence import Code

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Said:
    """``full`` is said where all its values are known, else ``short``; each of ``more`` follows where its are."""

    short: Any
    full: Any = ""
    more: tuple[Any, ...] = ()


ONLY_IN_ONE: Final = (
    gettext_lazy("Only in %(one)s: %(only_a)s."),
    gettext_lazy("Only in %(other)s: %(only_b)s."),
)
"""What one of the two has and the other lacks; ``one`` and ``other`` are what the reader calls them."""

_TITLES = {
    Code.TITLE_SAME: Said(gettext_lazy("The titles are the same."), gettext_lazy("Both are called “%(title_a)s”.")),
    Code.TITLE_CLOSE: Said(
        gettext_lazy("The titles are similar."),
        gettext_lazy("The titles are similar: “%(title_a)s” and “%(title_b)s”."),
    ),
    Code.TITLE_DIFFERENT: Said(
        gettext_lazy("The titles say different things."),
        gettext_lazy("The titles say different things: “%(title_a)s” and “%(title_b)s”."),
    ),
    Code.SUMMARY_CLOSE: Said(
        gettext_lazy("The summaries say similar things."),
        gettext_lazy("The summaries say similar things, for instance “%(sentence_a)s” and “%(sentence_b)s”."),
    ),
    Code.SUMMARY_DIFFERENT: Said(gettext_lazy("The summaries say different things.")),
    Code.WORDS_SHARED: Said(
        gettext_lazy("Both texts use the same words."),
        gettext_lazy("Both texts use these words: %(words)s."),
    ),
    Code.WORDS_DIFFERENT: Said(gettext_lazy("The texts use different words."), more=ONLY_IN_ONE),
    Code.NUMBERS_SHARED: Said(
        gettext_lazy("Both texts name the same numbers."),
        gettext_lazy("Both texts name the same numbers: %(numbers)s."),
    ),
    Code.PHASES_DIFFERENT: Said(
        gettext_lazy("The titles name different phases or editions, or only one names any."),
        gettext_lazy(
            "The titles name different phases or editions: number %(phase_a)s in %(one)s, number %(phase_b)s in "
            "%(other)s."
        ),
    ),
    Code.YEARS_DIFFERENT: Said(
        gettext_lazy("They are of different years."),
        gettext_lazy("They are of different years: %(years_a)s in %(one)s, %(years_b)s in %(other)s."),
    ),
}

_FIELDS = {
    Code.ENTITIES_SHARED: Said(
        gettext_lazy("The same entities take part in both."),
        gettext_lazy("Taking part in both: %(shared)s."),
        ONLY_IN_ONE,
    ),
    Code.ENTITIES_DIFFERENT: Said(
        gettext_lazy("No entity takes part in both."),
        gettext_lazy("No entity takes part in both: %(only_a)s in %(one)s, %(only_b)s in %(other)s."),
    ),
    Code.COUNTRIES_SHARED: Said(
        gettext_lazy("Both are for the same places."),
        gettext_lazy("Both are for %(shared)s."),
        ONLY_IN_ONE,
    ),
    Code.COUNTRIES_DIFFERENT: Said(
        gettext_lazy("They are for different places."),
        gettext_lazy("They are for different places: %(only_a)s in %(one)s, %(only_b)s in %(other)s."),
    ),
    Code.DATES_EQUAL: Said(gettext_lazy("The dates are the same, as far as they are known.")),
    Code.DATES_CLOSE: Said(
        gettext_lazy("The dates lie close together."),
        gettext_lazy("The dates lie close together: %(when_a)s in %(one)s, %(when_b)s in %(other)s."),
    ),
    Code.DATES_APART: Said(
        gettext_lazy("The dates lie apart."),
        gettext_lazy("The dates lie apart: %(when_a)s in %(one)s, %(when_b)s in %(other)s."),
    ),
    Code.AMOUNT_EQUAL: Said(
        gettext_lazy("The budgets are equal."), gettext_lazy("The budgets are equal: %(amount_a)s.")
    ),
    Code.AMOUNT_CLOSE: Said(
        gettext_lazy("The budgets are of similar size."),
        gettext_lazy("The budgets are of similar size: %(amount_a)s and %(amount_b)s."),
    ),
    Code.AMOUNT_DIFFERENT: Said(
        gettext_lazy("The budgets differ."), gettext_lazy("The budgets differ: %(amount_a)s and %(amount_b)s.")
    ),
    Code.THEMES_SHARED: Said(
        gettext_lazy("Both work on the same themes."),
        gettext_lazy("Both work on %(shared)s."),
        ONLY_IN_ONE,
    ),
    Code.THEMES_DIFFERENT: Said(
        gettext_lazy("They work on different themes."),
        gettext_lazy("They work on different themes: %(only_a)s in %(one)s, %(only_b)s in %(other)s."),
    ),
    Code.FAMILY_SIBLINGS: Said(
        gettext_lazy("Both are parts of one programme, which mostly divides its work by phase, year or State.")
    ),
    Code.FAMILY_DIFFERENT: Said(gettext_lazy("They are parts of different programmes.")),
    Code.KIND_DIFFERENT: Said(
        gettext_lazy("They are of different kinds."),
        gettext_lazy("They are of different kinds: %(kind_a)s and %(kind_b)s."),
    ),
    Code.CONTEXT_CLOSER: Said(gettext_lazy("They are closer to each other than to the other records.")),
    Code.CONTEXT_CROWDED: Said(gettext_lazy("Several other records are about as close to them.")),
}

_NAMES = {
    Code.NAME_SAME: Said(gettext_lazy("The names are the same."), gettext_lazy("Both are named “%(name_a)s”.")),
    Code.NAME_CLOSE: Said(
        gettext_lazy("The names are similar."),
        gettext_lazy("The names are similar: “%(name_a)s” and “%(name_b)s”."),
    ),
    Code.NAME_DIFFERENT: Said(
        gettext_lazy("The names differ."), gettext_lazy("The names differ: “%(name_a)s” and “%(name_b)s”.")
    ),
    Code.NAME_REORDERED: Said(
        gettext_lazy("The names have the same parts in another order."),
        gettext_lazy("The names have the same parts in another order: “%(name_a)s” and “%(name_b)s”."),
    ),
    Code.NAME_INITIALS: Said(
        gettext_lazy("One name gives initials where the other is written out."),
        gettext_lazy("One name gives initials where the other is written out: “%(name_a)s” and “%(name_b)s”."),
    ),
    Code.ACRONYM_SAME: Said(
        gettext_lazy("The acronym is the same."), gettext_lazy("The acronym is the same: %(acronym)s.")
    ),
    Code.ACRONYM_OF_NAME: Said(
        gettext_lazy("The acronym of one is made of the initials of the other’s name."),
        gettext_lazy("“%(acronym)s” is made of the initials of “%(name)s”."),
    ),
    Code.ACRONYM_DIFFERENT: Said(
        gettext_lazy("The acronyms differ."), gettext_lazy("The acronyms differ: %(acronym_a)s and %(acronym_b)s.")
    ),
    Code.EMAIL_SAME: Said(
        gettext_lazy("The e-mail address is the same."), gettext_lazy("The e-mail address is the same: %(email)s.")
    ),
    Code.EMAIL_DIFFERENT: Said(
        gettext_lazy("The e-mail addresses differ."),
        gettext_lazy("The e-mail addresses differ: %(email_a)s and %(email_b)s."),
    ),
    Code.PARENT_SHARED: Said(gettext_lazy("Both work for the same entity."), gettext_lazy("Both work for %(parent)s.")),
    Code.PARENT_DIFFERENT: Said(
        gettext_lazy("They work for different entities."),
        gettext_lazy("They work for different entities: %(parent_a)s and %(parent_b)s."),
    ),
}

SENTENCES: Final[Mapping[Code, Said]] = {**_TITLES, **_FIELDS, **_NAMES}
"""The sentences of each code; every code has them."""

SAME_MARKS: Final[Mapping[Code, Said]] = {
    Code.PHASES_DIFFERENT: Said(
        gettext_lazy("The titles name the same phase or edition."),
        gettext_lazy("The titles name the same phase or edition: number %(phase_a)s."),
    ),
    Code.YEARS_DIFFERENT: Said(
        gettext_lazy("The titles name the same year."), gettext_lazy("Both titles name %(years)s.")
    ),
}
"""What is said instead where the phase or the years speak for the same work: then they are the same."""

_NEITHER = frozenset((Code.FAMILY_SIBLINGS, Code.CONTEXT_CROWDED))
UNLIKE: Final = frozenset(code for code in Code if code.endswith(("-different", "-apart"))) - SAME_MARKS.keys()
"""The codes that say how two records differ."""

ALIKE: Final = frozenset(Code) - UNLIKE - SAME_MARKS.keys() - _NEITHER
"""The codes that say what two records have in common."""

BUT_COMMON: Final = gettext_lazy("Many that are not the same have as much in common.")
BUT_USUAL: Final = gettext_lazy("Many that are the same differ as much.")
"""Why what is common speaks against it all the same, and what differs for it: the matching weighs how usual each is."""

FIELDS: Final[Mapping[str, Any]] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "words": pgettext_lazy("evidence", "Words"),
    "numbers": pgettext_lazy("evidence", "Numbers"),
    "entities": gettext_lazy("Entities"),
    "countries": pgettext_lazy("evidence", "Places"),
    "dates": pgettext_lazy("evidence", "Dates"),
    "amount": pgettext_lazy("evidence", "Budget"),
    "themes": gettext_lazy("Themes"),
    "phase": pgettext_lazy("evidence", "Phase"),
    "year": pgettext_lazy("evidence", "Years"),
    "years": pgettext_lazy("evidence", "Years"),
    "family": pgettext_lazy("evidence", "Programme"),
    "kind": pgettext_lazy("evidence", "Kind"),
    "context": pgettext_lazy("evidence", "Compared with the others"),
    "name": pgettext_lazy("evidence", "Name"),
    "acronym": pgettext_lazy("evidence", "Acronym"),
    "email": pgettext_lazy("evidence", "E-mail address"),
    "parent": pgettext_lazy("evidence", "Works for"),
    "country": pgettext_lazy("evidence", "Places"),
}
"""What a piece of evidence is about, by the engine's name of the field."""
