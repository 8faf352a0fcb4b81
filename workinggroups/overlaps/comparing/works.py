"""Projects and planned activities as the matching reads them: a few statements for any number of records."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from compact.entities.queries import LANGUAGES
from compact.kernel.dates import earliest, is_partial_date, latest
from compact.kernel.money import Money
from compact.kernel.visibility import Visibility
from compact.matching.records import Record
from workinggroups.projects.models import PlannedActivity, PlannedState, Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compact.matching.records import Precision

PLANNED = "planned activity"
"""How the matching calls a planned activity; programmes, projects and activities it knows by their kinds."""

_TITLES = [f"title_{language}" for language in LANGUAGES]
_SUMMARIES = [f"summary_{language}" for language in LANGUAGES]
_THEMES = [f"theme__name_{language}" for language in LANGUAGES]
_PROJECT = (
    "pk",
    "uid",
    "kind",
    "parent_id",
    "group__code",
    "lead__code",
    "lead__merged_into__code",
    "start",
    "end",
    "budget",
)


def project_records(keys: Sequence[int]) -> dict[int, Record]:
    """The projects of ``keys`` that are in use, by key. Sets, partners and trees come in a query each."""
    rows = list(Project.objects.live().filter(pk__in=keys).values(*_PROJECT, "budget_currency", *_TITLES, *_SUMMARIES))
    partners = _partners(keys)
    places, themes = _places(keys), _themes(keys)
    trees = _trees(rows)
    return {
        row["pk"]: _project(row, partners[row["pk"]], places[row["pk"]], themes[row["pk"]], trees.get(row["pk"], []))
        for row in rows
    }


def _project(
    row: Mapping[str, Any], partners: set[str], places: set[str], themes: set[str], tree: Sequence[str]
) -> Record:
    lead = row["lead__merged_into__code"] or row["lead__code"]
    groups = {row["group__code"]} - {None}
    return Record(
        key=str(row["uid"]),
        titles=filled(row[name] for name in _TITLES),
        summaries=filled(row[name] for name in _SUMMARIES),
        entities=frozenset({lead, *partners}),
        countries=frozenset(places),
        **period(row["start"], row["end"]),
        amount=None if row["budget"] is None else float(Money.of_minor(row["budget"], row["budget_currency"]).amount),
        currency=row["budget_currency"],
        themes=frozenset(themes | groups),
        family=tree[-1] if tree else "",
        above=frozenset(tree[1:]),
        kind=row["kind"],
    )


def _partners(keys: Sequence[int]) -> defaultdict[int, set[str]]:
    rows = ProjectPartner.objects.live().filter(project__in=keys)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for project, code, survivor in rows.values_list("project_id", "entity__code", "entity__merged_into__code"):
        found[project].add(survivor or code)
    return found


def _places(keys: Sequence[int]) -> defaultdict[int, set[str]]:
    """States by their letters and regions by their digits, which never meet."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    sets: tuple[Any, ...] = (Project.countries.through, Project.regions.through)
    for links in sets:
        for project, code in links._base_manager.filter(project__in=keys).values_list("project_id", "place_id"):
            found[project].add(code)
    return found


def _themes(keys: Sequence[int]) -> defaultdict[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    themes: Any = Project.themes.through
    chosen = themes._base_manager.filter(project__in=keys, theme__archived_at=None)
    for project, code in chosen.values_list("project_id", "theme__code"):
        found[project].add(code)
    groups: Any = Project.contributing_groups.through
    for project, code in groups._base_manager.filter(project__in=keys).values_list("project_id", "group__code"):
        found[project].add(code)
    return found


def _trees(rows: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    """The identifiers of each row and of all above it, up to the top, where a tree has more than the row."""
    above: dict[int, tuple[str, int | None]] = {row["pk"]: (str(row["uid"]), row["parent_id"]) for row in rows}
    wanted = _missing(above)
    while wanted:
        for key, uid, parent in Project.objects.filter(pk__in=wanted).values_list("pk", "uid", "parent_id"):
            above[key] = (str(uid), parent)
        wanted = _missing(above)
    keys = [row["pk"] for row in rows]
    tops = set(Project.objects.live().filter(parent__in=keys).values_list("parent_id", flat=True))
    return {key: _upwards(key, above) for key in keys if key in tops or above[key][1]}


def _missing(above: Mapping[int, tuple[str, int | None]]) -> set[int]:
    return {parent for _, parent in above.values() if parent is not None} - above.keys()


def _upwards(key: int, above: Mapping[int, tuple[str, int | None]]) -> list[str]:
    uid, parent = above[key]
    found, seen = [uid], {key}
    while parent is not None and parent not in seen:
        seen.add(parent)
        uid, parent = above[parent]
        found.append(uid)
    return found


def planned_records(keys: Sequence[int]) -> dict[int, Record]:
    """The planned activities of ``keys`` that are in use and did not become a project, by key."""
    rows = PlannedActivity.objects.live().filter(pk__in=keys, project=None).exclude(state=PlannedState.CANCELLED)
    columns = ("pk", "uid", "title", "institution", "country", "month", "entity__code", "theme__code")
    found = rows.values(*columns, "theme__visibility", "entity__merged_into__code", *_THEMES)
    return {row["pk"]: _planned(row) for row in found}


def _planned(row: Mapping[str, Any]) -> Record:
    # Whoever sees the activity reads its words in the evidence; a theme that not all see gives its code alone.
    themes = filled(row[name] for name in _THEMES) if row["theme__visibility"] == Visibility.ALL else ()
    titles = filled([row["title"]]) or themes or filled([row["institution"]]) or (row["country"],)
    return Record(
        key=str(row["uid"]),
        titles=titles,
        summaries=filled([" · ".join(filled([row["institution"], *themes[:1]]))]),
        entities=frozenset({row["entity__merged_into__code"] or row["entity__code"]}),
        countries=frozenset({row["country"]}),
        **period(row["month"], row["month"]),
        themes=frozenset({row["theme__code"]} - {None}),
        kind=PLANNED,
    )


def filled(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Those of ``texts`` that say something, each once, in their order."""
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))


def period(start: str, end: str) -> dict[str, Any]:
    """The fields of a record for two partial dates: the first day of ``start``, the last of ``end``, how far known."""
    return {
        "start": earliest(start) if _is_known(start) else None,
        "end": latest(end) if _is_known(end) else None,
        "start_precision": _precision(start),
        "end_precision": _precision(end),
    }


def _is_known(value: str) -> bool:
    return bool(value) and is_partial_date(value)


def _precision(value: str) -> Precision:
    """How far a partial date is known; of an unknown one nothing is said."""
    if len(value) == len("2019"):
        return "year"
    return "month" if len(value) == len("2019-05") else "day"
