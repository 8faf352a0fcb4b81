"""Why two records look alike, in sentences that a chair understands, in the reader's language.

The matching answers with codes and values (``compact.matching.evidence``); what is kept of them in the database reads
the same, with dates as text. Where a value is missing, or was taken out because its reader may not see it, the sentence
is shorter.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from compact.kernel.money import Money
from compact.kernel.places import place_name
from compact.matching.evidence import Code, Evidence, Strength, Verdict
from workinggroups.overlaps.grading import graded
from workinggroups.overlaps.models import ComparedKind
from workinggroups.overlaps.periods import dates_words, period_words
from workinggroups.overlaps.sentences import ALIKE, BUT_COMMON, BUT_USUAL, FIELDS, SENTENCES, UNLIKE, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    type Sides = tuple[Any, Any]
    type Told = Evidence | Mapping[str, Any]
    """A piece of evidence: as the matching gave it, or as it was kept (field, weight, code, values)."""

LONGEST_LIST, LONGEST_TEXT = 5, 160
"""Of a list that many are named, then how many more there are; of a text that many letters."""

_STRONG, _CLEAR = 3.0, 1.0
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_PLACES = frozenset((Code.COUNTRIES_SHARED, Code.COUNTRIES_DIFFERENT))
_DATES = frozenset((Code.DATES_EQUAL, Code.DATES_CLOSE, Code.DATES_APART))

RECORDS = (pgettext_lazy("of two records", "the first"), pgettext_lazy("of two records", "the second"))
"""What the two are called where they stand side by side, or one above the other."""
ENTERED = (pgettext_lazy("of two records", "your entry"), pgettext_lazy("of two records", "this record"))
"""What they are called where somebody enters the one and is shown the other."""

_VERDICTS = {
    ComparedKind.WORK: {
        Verdict.SAME_WORK: gettext_lazy("The same work twice"),
        Verdict.OVERLAP: gettext_lazy("Overlapping work"),
        Verdict.RELATED: gettext_lazy("Related work"),
    },
    ComparedKind.ENTITY: {
        Verdict.SAME_WORK: gettext_lazy("The same entity twice"),
        Verdict.RELATED: gettext_lazy("Probably two entities"),
    },
    ComparedKind.PERSON: {
        Verdict.SAME_WORK: gettext_lazy("The same person twice"),
        Verdict.RELATED: gettext_lazy("Probably two people"),
    },
}
_SAME = {
    ComparedKind.WORK: {
        Strength.LIKELY: gettext_lazy("Likely the same work"),
        Strength.POSSIBLE: gettext_lazy("Possibly the same work"),
    },
    ComparedKind.ENTITY: {
        Strength.LIKELY: gettext_lazy("Likely the same entity"),
        Strength.POSSIBLE: gettext_lazy("Possibly the same entity"),
    },
    ComparedKind.PERSON: {
        Strength.LIKELY: gettext_lazy("Likely the same person"),
        Strength.POSSIBLE: gettext_lazy("Possibly the same person"),
    },
}
_STRENGTHS = {
    Strength.LIKELY: pgettext_lazy("strength", "Likely the same"),
    Strength.POSSIBLE: pgettext_lazy("strength", "Possibly the same"),
    Strength.RELATED: pgettext_lazy("strength", "Related"),
}
_KINDS = {
    "programme": pgettext_lazy("kind of work", "a programme"),
    "project": pgettext_lazy("kind of work", "a project"),
    "activity": pgettext_lazy("kind of work", "an activity"),
    "planned activity": pgettext_lazy("kind of work", "a planned activity"),
    "planned": pgettext_lazy("kind of work", "a planned activity"),
}


def evidence_words(evidence: Told, names: Mapping[str, str] | None = None, sides: Sides = RECORDS) -> str:
    """One piece of evidence as a plain sentence, or a few, of the active language.

    ``names`` gives the names of entities, themes and programmes by the codes that the values hold; a code without one
    is shown as it is, places by their names. ``sides`` are what the two records are called, in the order of the values.
    A code that this version does not know reads as its field alone.
    """
    code, values = _read(evidence, "code"), _read(evidence, "values") or {}
    if code not in SENTENCES:
        text = _("%(field)s: said in words that this version does not know.")
        return text % {"field": field_words(str(_read(evidence, "field")))}
    called = {"one": str(sides[0]), "other": str(sides[1])}
    code, said = graded(Code(code), values, speaks_for=speaks_for(evidence))
    sentence = dates_words(code, values, **called) if code in _DATES else ""
    sentence = sentence or _sentences(said, _spoken(code, values, names or {}) | called)
    if (unusual := _unusual(code, _weight(evidence))) is not None:
        sentence = f"{sentence} {unusual}"
    return sentence


def evidence_line(evidence: Iterable[Told], names: Mapping[str, str] | None = None, most: int | None = None) -> str:
    """All evidence on one line, what speaks for it first; the heaviest ``most`` where that is given."""
    heaviest = sorted(evidence, key=lambda each: -abs(_weight(each)))[:most]
    parts = []
    for wanted, text in ((True, _("For: %(evidence)s")), (False, _("Against: %(evidence)s"))):
        found = [evidence_words(each, names) for each in heaviest if speaks_for(each) is wanted]
        if found:
            parts.append(text % {"evidence": " ".join(found)})
    return " ".join(parts)


def speaks_for(evidence: Told) -> bool:
    """Whether it speaks for the same work rather than against it."""
    return _weight(evidence) > 0


def for_or_against(evidence: Told) -> str:
    """“For” or “against” the two being the same, in words."""
    return pgettext("evidence", "for") if speaks_for(evidence) else pgettext("evidence", "against")


def weight_words(evidence: Told) -> str:
    """How much it says, and in which direction, in words."""
    heavy, words = abs(_weight(evidence)), for_or_against(evidence)
    if heavy >= _STRONG:
        return _("strongly %(direction)s") % {"direction": words}
    return words if heavy >= _CLEAR else _("a little %(direction)s") % {"direction": words}


def field_words(field: str) -> str:
    """What a piece of evidence is about; ``field`` as the matching names it."""
    return str(FIELDS.get(field, field))


def verdict_words(verdict: str, kind: str = ComparedKind.WORK) -> str:
    """What two records of ``kind`` are taken for."""
    found = _VERDICTS[ComparedKind(kind)]
    return str(found.get(Verdict(verdict), found[Verdict.RELATED]))


def looks_words(verdict: str, strength: str, kind: str = ComparedKind.WORK) -> str:
    """What two records of ``kind`` look like, and how sure that is, in one phrase.

    How sure the matching is that two are the same says nothing where it takes them for two: that is then told alone.
    """
    is_same = verdict == Verdict.SAME_WORK or kind != ComparedKind.WORK
    same = _SAME[ComparedKind(kind)].get(Strength(strength)) if is_same else None
    return str(same or verdict_words(verdict, kind))


def strength_words(strength: str) -> str:
    """How sure the matching is, without a figure: few decisions make no percentages."""
    return str(_STRENGTHS[Strength(strength)])


# --- Sentences --------------------------------------------------------------------------------------------------------


def _read(evidence: Told, name: str) -> Any:
    return getattr(evidence, name) if isinstance(evidence, Evidence) else evidence.get(name)


def _weight(evidence: Told) -> float:
    return float(_read(evidence, "weight") or 0)


def _unusual(code: Code, weight: float) -> Any:
    """Why it speaks the other way than it reads; None where it does not."""
    if code in ALIKE and weight < 0:
        return BUT_COMMON
    return BUT_USUAL if code in UNLIKE and weight > 0 else None


def _sentences(said: Said, words: Mapping[str, str]) -> str:
    first = _filled(said.full, words) or str(said.short)
    return " ".join([first, *filter(None, (_filled(each, words) for each in said.more))])


def _filled(text: Any, words: Mapping[str, str]) -> str:
    """``text`` with its values; "" where one of them is not known."""
    sentence = str(text)
    needed = _PLACEHOLDER.findall(sentence)
    return sentence % words if all(words.get(name) for name in needed) else ""


# --- Values -----------------------------------------------------------------------------------------------------------


def _spoken(code: Code, values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """The values in words; what is not known is "" or missing."""
    words = {name: _value_words(value, code, names) for name, value in values.items()}
    for side in ("a", "b"):
        words[f"when_{side}"] = period_words(values, side)
        if (amount := values.get(f"amount_{side}")) is not None:
            words[f"amount_{side}"] = _amount_words(amount, str(values.get("currency") or ""))
        if kind := values.get(f"kind_{side}"):
            words[f"kind_{side}"] = str(_KINDS.get(kind, kind))
    years = [values.get(name) or [] for name in ("years_a", "years_b")]
    words["years"] = _list_words([year for year in years[0] if year in years[1]])
    return words


def _value_words(value: Any, code: Code, names: Mapping[str, str]) -> str:
    if isinstance(value, str):
        # A sentence is quoted within another one, which has a full stop of its own.
        return Truncator(names.get(value, value).strip().rstrip(".;:,")).chars(LONGEST_TEXT)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        found = value if isinstance(value, (list, tuple)) else sorted(value)
        return _list_words([_named(str(each), code, names) for each in found])
    return ""


def _named(text: str, code: Code, names: Mapping[str, str]) -> str:
    if code in (Code.WORDS_SHARED, Code.WORDS_DIFFERENT):
        return text
    if text in names or code not in _PLACES:
        return names.get(text, text)
    try:
        return place_name(text)
    except KeyError:  # a file that is screened may name places in words
        return text


def _list_words(found: Sequence[str]) -> str:
    """“A, B and C”; past five, how many more there are. Names that hold commas themselves are told apart by “;”."""
    if len(found) <= LONGEST_LIST and any("," in each for each in found):
        return "; ".join(found)
    if len(found) <= LONGEST_LIST:
        return get_text_list(list(found), pgettext("list", "and"))
    more = len(found) - LONGEST_LIST
    text = ngettext("%(named)s and %(number)d more", "%(named)s and %(number)d more", more)
    return text % {"named": ", ".join(found[:LONGEST_LIST]), "number": more}


def _amount_words(amount: Any, currency: str) -> str:
    try:
        value = Decimal(str(amount))
    except InvalidOperation:
        return str(amount)
    if currency:
        return str(Money(value, currency))
    whole = value == value.to_integral_value()
    return formats.number_format(value, decimal_pos=0 if whole else 2, force_grouping=True)
