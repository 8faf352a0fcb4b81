"""The reference for the report on coverage: hand-written SQL on the raw driver, answering with the same rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db import connection

from compact.kernel.places import place_name, region_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.raw_projects import Reader

NAMES = (
    "theme_code",
    "theme_name",
    "country_code",
    "country_name",
    "period",
    "state",
    "projects_named",
    "projects_by_region",
    "projects_certain",
    "planned_activities",
    "projects_worldwide",
    "leads",
    "entities",
    "groups",
    "one_programme",
    "requests",
    "recommendations",
    "needs_unanswered",
    "overlap_cases",
    "overlap_pairs",
    "overlaps_address",
)
_BEFORE, _AFTER = 10, 2
_UNDATED = _NO_THEME = 0
_COUNTRIES, _REGIONS = "workinggroups_project_countries", "workinggroups_project_regions"


def _projects(reader: Reader, members: list[str]) -> str:
    """Each project with its first and last year, whether both are known, its lead and the root of its tree."""
    year = reader.today[:4]
    begins, ends = "substr(CASE WHEN q.start = '' THEN q.\"end\" ELSE q.start END, 1, 4)", 'substr(q."end", 1, 4)'
    unknown = "q.start = '' AND q.\"end\" = ''"
    lasts = (
        f"CASE WHEN {unknown} THEN '{_UNDATED}' WHEN q.\"end\" <> '' THEN {ends} "
        f"WHEN q.status = 'closed' THEN {begins} WHEN {begins} > '{year}' THEN {begins} ELSE '{year}' END"
    )
    around = ""
    if members:
        listed = ", ".join(f"'{code}'" for code in members)
        regions = f"SELECT to_place_id FROM compact_place_regions WHERE from_place_id IN ({listed})"  # noqa: S608  # constants
        around = (
            f" AND (q.is_global OR q.id IN (SELECT project_id FROM {_COUNTRIES} WHERE place_id IN ({listed})) "  # noqa: S608  # constants
            f"OR q.id IN (SELECT project_id FROM {_REGIONS} WHERE place_id IN ({regions})))"
        )
    return (
        "seen AS MATERIALIZED (SELECT q.id, q.parent_id, q.lead_id, q.group_id, q.is_global, "  # noqa: S608  # constants
        f"CAST(CASE WHEN {unknown} THEN '{_UNDATED}' ELSE {begins} END AS integer) AS first, "
        f"CAST({lasts} AS integer) AS last, "
        "CASE WHEN q.start <> '' AND q.\"end\" <> '' THEN 1 ELSE 0 END AS sure "
        "FROM workinggroups_project q JOIN compact_entity e ON e.id = q.lead_id WHERE q.archived_at IS NULL "
        f"AND q.status <> 'cancelled' AND {reader.project_seen('q')} AND {reader.entity_seen('e')}{around}), "
        "p AS MATERIALIZED (SELECT s.*, COALESCE(g.id, f.id, s.id) AS root FROM seen s "
        "LEFT JOIN seen f ON f.id = s.parent_id LEFT JOIN seen g ON g.id = f.parent_id)"
    )


def _ground(reader: Reader, members: list[str]) -> str:
    """The years, the projects and their themes."""
    this = int(reader.today[:4])
    years = ", ".join(f"({each})" for each in (_UNDATED, *range(this - _BEFORE, this + _AFTER + 1)))
    links = (
        "SELECT l.project_id, l.theme_id AS theme FROM workinggroups_project_themes l "  # noqa: S608  # constants
        f"JOIN workinggroups_theme t ON t.id = l.theme_id AND t.archived_at IS NULL AND {reader.seen('t')}"
    )
    return (
        f"WITH years (y) AS (VALUES {years}), {_projects(reader, members)}, themed AS MATERIALIZED ({links}), "  # noqa: S608  # constants
        f"about AS (SELECT * FROM themed UNION ALL SELECT id, {_NO_THEME} FROM p "
        "WHERE id NOT IN (SELECT project_id FROM themed))"
    )


def _work(reader: Reader) -> str:
    """All work by theme, place and year.

    A region stands as a place of its own until all are counted, unless the project names countries as well: each of
    them counts once.
    """
    rest = (
        f"SELECT DISTINCT r.project_id, m.from_place_id, 0 FROM {_REGIONS} r "  # noqa: S608  # constants
        "JOIN compact_place_regions m ON m.to_place_id = r.place_id "
        f"WHERE r.project_id IN (SELECT project_id FROM {_COUNTRIES}) AND NOT EXISTS "
        f"(SELECT 1 FROM {_COUNTRIES} c WHERE c.project_id = r.project_id AND c.place_id = m.from_place_id)"
    )
    planned = (
        "SELECT -a.id, COALESCE(t.id, 0), a.country, y.y, 0, 0, 1, 1, -a.id, a.entity_id, NULL "  # noqa: S608  # constants
        "FROM workinggroups_plannedactivity a JOIN compact_entity e ON e.id = a.entity_id "
        "JOIN years y ON y.y = CAST(substr(a.month, 1, 4) AS integer) LEFT JOIN workinggroups_theme t "
        f"ON t.id = a.theme_id AND t.archived_at IS NULL AND {reader.seen('t')} WHERE a.archived_at IS NULL "
        f"AND a.state <> 'cancelled' AND {reader.seen('a', f'a.entity_id = {reader.entity}')} "
        f"AND {reader.entity_seen('e')} AND (a.project_id IS NULL OR a.project_id NOT IN (SELECT q.id FROM "
        "workinggroups_project q JOIN compact_entity o ON o.id = q.lead_id WHERE q.archived_at IS NULL "
        f"AND {reader.project_seen('q')} AND {reader.entity_seen('o')}))"
    )
    return (
        f", place AS (SELECT project_id, place_id, 1 AS named FROM {_COUNTRIES} UNION ALL {rest} UNION ALL "  # noqa: S608  # constants
        f"SELECT project_id, place_id, 0 FROM {_REGIONS} "
        f"WHERE project_id NOT IN (SELECT project_id FROM {_COUNTRIES})), "
        "x AS MATERIALIZED (SELECT p.id, a.theme, l.place_id AS place, y.y, l.named, 1 - l.named AS around, "
        "0 AS planned, p.sure, p.root, p.lead_id, p.group_id FROM p JOIN about a ON a.project_id = p.id "
        "JOIN place l ON l.project_id = p.id JOIN years y ON y.y BETWEEN p.first AND p.last "
        f"UNION ALL {planned})"
    )


def _cells(reader: Reader, members: list[str]) -> str:
    """The figures of each cell with the entities in the lead; then the entities and the groups that are in it.

    Each is counted by place first, and what is in a region then goes to its countries.
    """
    wanted = f"WHERE code IN ({', '.join(repr(code) for code in members)})" if members else ""
    spread = (
        ", spread AS MATERIALIZED (SELECT m.to_place_id AS place, c.code FROM compact_place_regions m "  # noqa: S608  # constants
        "JOIN compact_place c ON c.code = m.from_place_id UNION ALL SELECT code, code FROM compact_place "
        f"WHERE kind = 'country'), target AS MATERIALIZED (SELECT place, code FROM spread {wanted})"
    )
    by_lead = (
        "SELECT theme, place, y, lead_id AS member, sum(named) AS named, sum(around) AS around, sum(sure) AS sure, "
        "sum(planned) AS planned, min(root) AS least, max(root) AS most FROM x GROUP BY 1, 2, 3, 4"
    )
    partners = (
        "SELECT x.theme, x.place, x.y, l.entity_id AS member FROM x "  # noqa: S608  # constants
        "JOIN workinggroups_projectpartner l ON l.project_id = x.id JOIN compact_entity e ON e.id = l.entity_id "
        f"WHERE l.archived_at IS NULL AND {reader.entity_seen('e')} "
        "UNION SELECT theme, place, y, lead_id FROM x"
    )
    groups = (
        "SELECT x.theme, x.place, x.y, l.group_id AS member FROM x "  # noqa: S608  # constants
        "JOIN workinggroups_project_contributing_groups l ON l.project_id = x.id JOIN workinggroups_group g "
        f"ON g.id = l.group_id WHERE g.archived_at IS NULL AND {reader.seen('g')} UNION "
        "SELECT x.theme, x.place, x.y, g.id FROM x JOIN workinggroups_group g ON g.id = x.group_id "
        f"WHERE g.archived_at IS NULL AND {reader.seen('g')}"
    )
    figures = "sum(named), sum(around), sum(sure), sum(planned), min(least), max(most)"
    return f"{_ground(reader, members)}{_work(reader)}{spread} " + " UNION ALL ".join(
        f"SELECT {number}, theme, code, y, {figures if not number else ', '.join('0' * 6)}, {_together('member')} "  # noqa: S608  # constants
        f"FROM ({inner}) AS w JOIN target ON target.place = w.place GROUP BY theme, code, y"
        for number, inner in enumerate((by_lead, partners, groups))
    )


def _together(name: str) -> str:
    if connection.vendor == "postgresql":
        return f"string_agg(DISTINCT CAST({name} AS text), ',')"
    return f"group_concat(DISTINCT {name})"


def _worldwide(reader: Reader, members: list[str]) -> str:
    return (
        f"{_ground(reader, members)} SELECT a.theme, y.y, count(*) FROM p JOIN about a ON a.project_id = p.id "  # noqa: S608  # constants
        "JOIN years y ON y.y BETWEEN p.first AND p.last WHERE p.is_global GROUP BY 1, 2"
    )


def _needs(reader: Reader, members: list[str]) -> str:
    """Requests, recommendations, and those of both that no work answers."""
    this = int(reader.today[:4])
    found = []
    for name, key, day, more in (
        ("requests", "assistancerequest", "requested_on", (f"n.handled_by_id = {reader.entity}",)),
        ("recommendations", "recommendation", "made_on", ()),
    ):
        year = f"CASE WHEN n.{day} = '' THEN {_UNDATED} ELSE CAST(substr(n.{day}, 1, 4) AS integer) END"
        project = (
            f"SELECT l.{key}_id FROM workinggroups_project_{name} l "  # noqa: S608  # constants
            "JOIN workinggroups_project q ON q.id = l.project_id "
            "JOIN compact_entity e ON e.id = q.lead_id WHERE q.archived_at IS NULL AND q.status <> 'cancelled' "
            f"AND {reader.project_seen('q')} AND {reader.entity_seen('e')}"
        )
        planned = (
            f"SELECT l.{key}_id FROM workinggroups_plannedactivity_{name} l JOIN workinggroups_plannedactivity a "  # noqa: S608  # constants
            "ON a.id = l.plannedactivity_id JOIN compact_entity e ON e.id = a.entity_id WHERE a.archived_at IS NULL "
            f"AND a.state <> 'cancelled' AND {reader.seen('a', f'a.entity_id = {reader.entity}')} "
            f"AND {reader.entity_seen('e')}"
        )
        declined = " AND n.reply <> 'declined'" if name == "requests" else ""
        found.append(
            f"SELECT n.theme_id, n.country, {year} AS year, {int(name == 'requests')} AS request, "  # noqa: S608  # constants
            f"CASE WHEN n.id IN ({project} UNION {planned}) THEN 0 ELSE 1 END AS unanswered "
            f"FROM workinggroups_{key} n WHERE n.archived_at IS NULL AND {reader.seen('n', *more)}{declined}"
        )
    years = ", ".join(f"({each})" for each in (_UNDATED, *range(this - _BEFORE, this + _AFTER + 1)))
    wanted = f" WHERE n.country IN ({', '.join(repr(code) for code in members)})" if members else ""
    return (
        f"WITH years (y) AS (VALUES {years}) SELECT COALESCE(t.id, 0), n.country, y.y, sum(request), sum(1 - request), "  # noqa: S608  # constants
        f"sum(unanswered) FROM ({' UNION ALL '.join(found)}) AS n JOIN years y ON y.y = n.year OR n.year > 0 AND y.y "
        f"BETWEEN n.year AND {this} LEFT JOIN workinggroups_theme t ON t.id = n.theme_id AND t.archived_at IS NULL "
        f"AND {reader.seen('t')}{wanted} GROUP BY 1, 2, 3"
    )


@dataclass(slots=True)
class Cell:
    """What the statements say of one theme, country and year."""

    figures: Sequence[int] = (0, 0, 0, 0, 0, 0)
    members: list[str] = field(default_factory=lambda: ["", "", ""])
    needs: Sequence[int] = (0, 0, 0)


def rows(driver: Any, reader: Reader, region: str = "") -> list[tuple[Any, ...]]:
    """The rows of the report in their order, each year by itself, of the world or of a region."""
    members = region_members(region) if region else []
    cursor = driver.cursor()
    cells: dict[tuple[int, str, int], Cell] = defaultdict(Cell)
    cursor.execute(_cells(reader, members))
    for number, theme, country, year, *figures, together in cursor:
        cell = cells[theme, country, year]
        cell.members[number] = together
        if not number:
            cell.figures = [int(each) for each in figures]  # PostgreSQL adds up to decimals
    cursor.execute(_needs(reader, members))
    for theme, country, year, *needs in cursor:
        cells[theme, country, year].needs = [int(each) for each in needs]
    cursor.execute(_worldwide(reader, members))
    worldwide = {(theme, year): count for theme, year, count in cursor}
    return _written(cursor, cells, worldwide)


def _written(
    cursor: Any, cells: dict[tuple[int, str, int], Cell], worldwide: dict[tuple[int, int], int]
) -> list[tuple[Any, ...]]:
    cursor.execute("SELECT id, code, name_en FROM workinggroups_theme")
    themes = {key: (code, name) for key, code, name in cursor} | {_NO_THEME: ("", "No theme named")}
    codes = []
    for table in ("compact_entity", "workinggroups_group"):
        cursor.execute(f"SELECT id, code FROM {table}")  # noqa: S608  # constants
        codes.append({str(key): code for key, code in cursor})
    names = {code: place_name(code) for code in {key[1] for key in cells}}
    roots: dict[tuple[int, str], set[int]] = defaultdict(set)
    leads: dict[tuple[int, str], set[str]] = defaultdict(set)
    for (theme, country, _year), cell in cells.items():
        if cell.members[0]:
            roots[theme, country].update(cell.figures[-2:])
            leads[theme, country].update(cell.members[0].split(","))

    @cache
    def listed(together: str, place: int) -> list[str]:
        return sorted(codes[place][key] for key in together.split(",")) if together else []

    found = []
    for (theme, country, year), cell in cells.items():
        named, around, sure, planned, least, most = cell.figures
        several = least != most or "," in cell.members[0]
        if year == _UNDATED:
            several = len(roots[theme, country]) > 1 or len(leads[theme, country]) > 1
        state = "crowded" if several and theme != _NO_THEME else "single"
        found.append(
            (
                *themes[theme],
                country,
                names[country],
                str(year) if year else "unknown",
                state if named or around or planned else "empty",
                named,
                around,
                sure,
                planned,
                worldwide.get((theme, year), 0),
                *(listed(cell.members[number], number > 1) for number in range(3)),
                least == most and most > 0,
                *cell.needs,
                *(0, 0, ""),  # nothing is compared in the bench's database
            )
        )
    return sorted(found, key=itemgetter(0, 2, 4))
