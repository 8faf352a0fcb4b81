"""Why two records look alike, in sentences that a chair understands, in the reader's language.

The matching answers with codes and values (``compact.matching.evidence``); what is kept of them in the database reads
the same, with dates as text. Where a value is missing, or was taken out because its reader may not see it, the sentence
is shorter.
"""

from __future__ import annotations

import calendar
import datetime
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
from workinggroups.overlaps.models import ComparedKind, VerdictChoice
from workinggroups.overlaps.sentences import ALIKE, BUT_COMMON, BUT_USUAL, FIELDS, SAME_MARKS, SENTENCES, UNLIKE, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    type Told = Evidence | Mapping[str, Any]
    """A piece of evidence: as the matching gave it, or as it was kept (field, weight, code, values)."""

LONGEST_LIST, LONGEST_TEXT = 5, 160
"""Of a list that many are named, then how many more there are; of a text that many letters."""

_STRONG, _CLEAR = 3.0, 1.0
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_PLACES = frozenset((Code.COUNTRIES_SHARED, Code.COUNTRIES_DIFFERENT))
_SAME = {
    ComparedKind.ENTITY: gettext_lazy("The same entity twice"),
    ComparedKind.PERSON: gettext_lazy("The same person twice"),
}
_STRENGTHS = {
    Strength.LIKELY: pgettext_lazy("strength", "Likely the same"),
    Strength.POSSIBLE: pgettext_lazy("strength", "Possibly the same"),
    Strength.RELATED: pgettext_lazy("strength", "Related"),
}
_KINDS = {
    "programme": gettext_lazy("Programme"),
    "project": gettext_lazy("Project"),
    "activity": gettext_lazy("Activity"),
    "planned activity": gettext_lazy("planned activity"),
    "planned": gettext_lazy("planned activity"),
}


def evidence_words(evidence: Told, names: Mapping[str, str] | None = None) -> str:
    """One piece of evidence as a plain sentence, or a few, of the active language.

    ``names`` gives the names of entities, themes and programmes by the codes that the values hold; a code without one
    is shown as it is, places by their names. A code that this version does not know reads as its field alone.
    """
    code, values = _read(evidence, "code"), _read(evidence, "values") or {}
    said = SENTENCES.get(code)
    if said is None:
        text = _("%(field)s: said in words that this version does not know.")
        return text % {"field": field_words(str(_read(evidence, "field")))}
    if code in SAME_MARKS and speaks_for(evidence):
        said = SAME_MARKS[Code(code)]
    sentence = _sentences(said, _spoken(Code(code), values, names or {}))
    if (unusual := _unusual(Code(code), _weight(evidence))) is not None:
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
    same = _SAME.get(ComparedKind(kind)) if verdict == Verdict.SAME_WORK else None
    return str(same or VerdictChoice(verdict).label)


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
        words[f"when_{side}"] = period_words(_day(values.get(f"start_{side}")), _day(values.get(f"end_{side}")))
        if (amount := values.get(f"amount_{side}")) is not None:
            words[f"amount_{side}"] = _amount_words(amount, str(values.get("currency") or ""))
        if kind := values.get(f"kind_{side}"):
            words[f"kind_{side}"] = str(_KINDS.get(kind, kind))
    words["when"] = " / ".join(dict.fromkeys(filter(None, (words["when_a"], words["when_b"]))))
    return words


def _value_words(value: Any, code: Code, names: Mapping[str, str]) -> str:
    if isinstance(value, str):
        return Truncator(names.get(value, value)).chars(LONGEST_TEXT)
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
    """“A, B and C”; past five, how many more there are."""
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


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def period_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """A period, no more precise than it may be known: whole months and whole years are named as such; "" for none.

    The matching compares days; “2026-11” reaches it as the first or last day of that month.
    """
    if start is not None and end is not None:
        return _from_to(start, end)
    if start is not None:
        whole = start.day == 1
        return _("from %(month)s") % {"month": _month(start)} if whole else _("from %(day)s") % {"day": _date(start)}
    if end is not None:
        whole = _is_last(end)
        return _("until %(month)s") % {"month": _month(end)} if whole else _("until %(day)s") % {"day": _date(end)}
    return ""


def _from_to(start: datetime.date, end: datetime.date) -> str:
    whole = start.day == 1 and _is_last(end)
    if whole and (start.month, end.month) == (1, 12):
        sides = [str(start.year), str(end.year)]
    else:
        sides = [_month(start), _month(end)] if whole else [_date(start), _date(end)]
    return " – ".join(dict.fromkeys(sides))


def _is_last(day: datetime.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _month(day: datetime.date) -> str:
    return formats.date_format(day, "YEAR_MONTH_FORMAT")


def _date(day: datetime.date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
