"""The evidence for a verdict: a code and its values for each field that weighs anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from compact.matching import wording
from compact.matching.curves import FEATURES
from compact.matching.evidence import Code, Evidence
from compact.matching.profiles import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from compact.matching.profiles import Profile
    from compact.matching.records import Record
    from compact.matching.tallies import Tallies

    Row = NDArray[np.float64]
    Values = dict[str, object]
    Said = tuple[Code, Values]


def told(
    a: Profile, b: Profile, weights: Mapping[str, float], row: Row, nearer: int, tallies: Tallies
) -> list[Evidence]:
    """Answer the evidence of each field that is given, with the weights exactly as they are."""
    features = dict(zip(FEATURES, row.tolist(), strict=True)) | {"nearer": nearer}
    evidence = []
    for name, weight in weights.items():
        code, values = _TELLERS[name](a, b, weight, features, tallies)
        evidence.append(Evidence(name, weight, code, values))
    return evidence


def _title(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    table = a.titles @ b.titles.T
    at_a, at_b = divmod(int(table.argmax()), table.shape[1])
    first, second = _titles(a)[at_a], _titles(b)[at_b]
    values: Values = {"title_a": first, "title_b": second}
    if first.casefold().split() == second.casefold().split():
        return Code.TITLE_SAME, values
    code = Code.TITLE_CLOSE if weight > 0 else Code.TITLE_DIFFERENT
    return code, values | {"similarity": _share(float(table.max()))}


def _titles(profile: Profile) -> list[str]:
    return [title.strip() for title in profile.record.titles if title.strip()] or [profile.record.key]


def _share(cosine: float) -> float:
    return round(max(0.0, min(1.0, cosine)), 3)


def _summary(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    table = a.sentences @ b.sentences.T
    if weight <= 0:
        return Code.SUMMARY_DIFFERENT, {"similarity": _share(float(table.max()))}
    telling = table * a.weights[:, None] * b.weights[None, :]
    at_a, at_b = divmod(int(telling.argmax()), table.shape[1])
    values: Values = {"sentence_a": _sentences(a)[at_a], "sentence_b": _sentences(b)[at_b]}
    return Code.SUMMARY_CLOSE, values | {"similarity": _share(float(table[at_a, at_b]))}


def _sentences(profile: Profile) -> list[str]:
    return texts_of(profile.record)[1]


def _context(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    code = Code.CONTEXT_CLOSER if features["context"] > 0 else Code.CONTEXT_CROWDED
    return code, {"nearer": int(features["nearer"])}


def _words(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    shared = wording.shared(a.words, b.words, tallies)
    if weight > 0 and shared and all(word.isdigit() for word in shared):
        return Code.NUMBERS_SHARED, {"numbers": sorted(_written(shared, a))}
    shared = shared or wording.common(a.words, b.words, tallies)
    if weight > 0 and shared:
        return Code.WORDS_SHARED, {"words": sorted(_written(shared, a), key=str.casefold)}
    only_a, only_b = wording.only(a.words, b.words, tallies)
    return Code.WORDS_DIFFERENT, {"only_a": _written(only_a, a), "only_b": _written(only_b, b)}


def _written(found: list[str], profile: Profile) -> list[str]:
    """Answer the words as the record writes them, each once."""
    texts = (*_titles(profile), *profile.record.summaries)
    return list(dict.fromkeys(wording.written(found, texts)))


def _years(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    years = [[str(year) for year in sorted(_years_of(each))] for each in (a, b)]
    return Code.YEARS_DIFFERENT, {"years_a": years[0], "years_b": years[1]}


def _years_of(profile: Profile) -> Iterable[int]:
    """Answer the years that the title names, else the one that the record starts in."""
    start = profile.record.start
    return profile.words.marks.years or ([start.year] if start else [])


def _phase(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    first, second = a.words.marks.phase, b.words.marks.phase
    return Code.PHASES_DIFFERENT, {"phase_a": first or None, "phase_b": second or None}


def _sets(a: frozenset[str], b: frozenset[str], shared: Code, different: Code) -> Said:
    values: Values = {"only_a": sorted(a - b), "only_b": sorted(b - a)}
    return (shared, {"shared": sorted(a & b)} | values) if a & b else (different, values)


def _entities(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    return _sets(a.record.entities, b.record.entities, Code.ENTITIES_SHARED, Code.ENTITIES_DIFFERENT)


def _countries(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    return _sets(*wording.places(a, b), Code.COUNTRIES_SHARED, Code.COUNTRIES_DIFFERENT)


def _themes(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    return _sets(a.record.themes, b.record.themes, Code.THEMES_SHARED, Code.THEMES_DIFFERENT)


def _dates(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    x, y = a.record, b.record
    values: Values = {**_period(x, "a"), **_period(y, "b")}
    pairs = [(p, q) for p, q in ((x.start, y.start), (x.end, y.end)) if p and q]
    apart = [abs((p - q).days) for p, q in pairs]
    if apart and not any(apart):
        return Code.DATES_EQUAL, values
    return (Code.DATES_CLOSE if weight > 0 else Code.DATES_APART), values | {"days": max(apart, default=None)}


def _period(record: Record, side: str) -> Values:
    return {
        f"start_{side}": record.start,
        f"end_{side}": record.end,
        f"start_precision_{side}": record.start_precision,
        f"end_precision_{side}": record.end_precision,
    }


def _amount(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    x, y = a.record, b.record
    values: Values = {"amount_a": x.amount, "amount_b": y.amount, "currency": x.currency or y.currency}
    if x.amount == y.amount:
        return Code.AMOUNT_EQUAL, values
    return (Code.AMOUNT_CLOSE if weight > 0 else Code.AMOUNT_DIFFERENT), values


def _family(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    x, y = a.record.family, b.record.family
    return (Code.FAMILY_SIBLINGS, {"family": x}) if x == y else (Code.FAMILY_DIFFERENT, {"family_a": x, "family_b": y})


def _kind(a: Profile, b: Profile, weight: float, features: Mapping[str, float], tallies: Tallies) -> Said:
    return Code.KIND_DIFFERENT, {"kind_a": a.record.kind, "kind_b": b.record.kind}


_TELLERS: Final[Mapping[str, Callable[[Profile, Profile, float, Mapping[str, float], Tallies], Said]]] = {
    "title": _title,
    "summary": _summary,
    "context": _context,
    "words": _words,
    "years": _years,
    "phase": _phase,
    "entities": _entities,
    "countries": _countries,
    "dates": _dates,
    "amount": _amount,
    "themes": _themes,
    "family": _family,
    "kind": _kind,
}
