"""The reference for the report on the portfolio: hand-written SQL on the raw driver, answering with the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from compact.kernel.places import place_name
from tests.bench.raw_projects import OUT_OF_STEP, phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.raw_projects import Reader

NAMES = (
    "by",
    "row_kind",
    "key_code",
    "key_name",
    "programmes",
    "projects",
    "activities",
    "under_way",
    "started",
    "out_of_step",
    "without_dates",
    "unknown",
    "led",
    "partner",
    "currency",
    "budget",
    "budgets_added",
    "budgets_contained",
    "requested",
)
_ORDER = ("key", "region", "worldwide", "none", "total")
_COUNTS = (
    "kind = 'programme'",
    "kind = 'project'",
    "kind = 'activity'",
    "phase = 'running'",
    "phase = 'started'",
    OUT_OF_STEP,
    "start = '' AND \"end\" = ''",
    "budget IS NULL",
)
_PARTNERS = "workinggroups_projectpartner"
_DECIMALS = {"JPY": 0, "KWD": 3}


@dataclass(frozen=True, slots=True)
class Part:
    """Memberships in cells: ``cell`` of the project ``p``, the rows ``joined`` to it, and the condition ``where``.

    ``holds`` is the condition that the project above whose columns begin with ``{f}`` stands in the same cell; a
    ``whole`` part has every project once.
    """

    cell: str
    holds: str
    joined: str = ""
    where: str = "1 = 1"
    whole: bool = False


_TOTAL = Part("'total'", "1 = 1", whole=True)


def _by_group(reader: Reader) -> list[Part]:
    return [Part("p.own_group", "{f}own_group = p.own_group", whole=True), _TOTAL]


def _by_entity(reader: Reader) -> list[Part]:
    entities = f"SELECT id FROM compact_entity o WHERE o.archived_at IS NULL AND {reader.entity_seen('o')}"  # noqa: S608  # constants
    partner = f"SELECT 1 FROM {_PARTNERS} h WHERE h.project_id = {{f}}id AND h.archived_at IS NULL AND h.entity_id ="  # noqa: S608  # constants
    return [
        Part("p.lead_id", f"{{f}}lead_id = p.lead_id OR EXISTS ({partner} p.lead_id)", whole=True),
        Part(
            "l.entity_id",
            f"{{f}}lead_id = l.entity_id OR EXISTS ({partner} l.entity_id)",
            f"JOIN {_PARTNERS} l ON l.project_id = p.id AND l.entity_id <> p.lead_id",
            f"l.archived_at IS NULL AND l.entity_id IN ({entities})",
        ),
        _TOTAL,
    ]


def _by_country(reader: Reader) -> list[Part]:
    tables = [f"workinggroups_project_{name}" for name in ("countries", "regions")]
    named = [
        Part(
            "l.place_id",
            f"EXISTS (SELECT 1 FROM {table} h WHERE h.project_id = {{f}}id AND h.place_id = l.place_id)",  # noqa: S608  # constants
            f"JOIN {table} l ON l.project_id = p.id",
        )
        for table in tables
    ]
    placed = " OR ".join(f"EXISTS (SELECT 1 FROM {table} h WHERE h.project_id = {{f}}id)" for table in tables)  # noqa: S608  # constants
    unplaced = f"NOT {{f}}is_global AND NOT ({placed})"
    return [
        *named,
        Part("'worldwide'", "{f}is_global", where="p.is_global"),
        Part("'none'", unplaced, where=unplaced.format(f="p.")),
        _TOTAL,
    ]


_AXES = {"group": _by_group, "entity": _by_entity, "country": _by_country}
_ABOVE = ("id", "budget", "own_group", "lead_id", "is_global")


def statement(reader: Reader, parts: list[Part]) -> str:
    """What is counted in each cell, then what is held by projects above: the projects are read once."""
    groups = f"SELECT id FROM workinggroups_group o WHERE o.archived_at IS NULL AND {reader.seen('o')}"  # noqa: S608  # constants
    same = "{0}.budget IS NOT NULL AND {0}.budget_basis = p.budget_basis"
    above = ", ".join(f"CASE WHEN {same.format(f)} THEN {f}.{name} END AS {f}_{name}" for f in "fg" for name in _ABOVE)
    answers = [make(n, part) for make in (_counted, _contained) for n, part in enumerate(parts)]
    return (
        'WITH p AS MATERIALIZED (SELECT q.id, q.parent_id, q.kind, q.start, q."end", q.status, q.budget, '  # noqa: S608  # constants
        "q.budget_currency, q.budget_basis, q.lead_id, q.is_global, "
        f"CASE WHEN q.group_id IN ({groups}) THEN q.group_id ELSE 0 END AS own_group, "
        f"{phase(reader.today)} AS phase FROM workinggroups_project q JOIN compact_entity e ON e.id = q.lead_id "
        f"WHERE q.archived_at IS NULL AND {reader.project_seen('q')} AND {reader.entity_seen('e')}), "
        "held AS MATERIALIZED (SELECT p.id, p.budget, p.budget_currency, p.budget_basis, p.own_group, p.lead_id, "
        f"p.is_global, {above} FROM p JOIN p f ON f.id = p.parent_id LEFT JOIN p g ON g.id = f.parent_id "
        f"WHERE p.budget IS NOT NULL AND (({same.format('f')}) OR ({same.format('g')}))) {' UNION ALL '.join(answers)}"
    )


def _counted(number: int, part: Part) -> str:
    figures = ", ".join(f"count(CASE WHEN {each} THEN 1 END)" for each in _COUNTS)
    return (
        f"SELECT {number}, 'counted', {_text(part.cell)}, budget_currency, budget_basis, sum(budget), count(budget), "  # noqa: S608  # constants
        f"{figures} FROM p {part.joined} WHERE {part.where} GROUP BY 3, 4, 5"
    )


def _contained(number: int, part: Part) -> str:
    """What a project above contains, whose amount is of the same kind and which stands in the same cell."""
    holds = [f"p.{f}_id IS NOT NULL AND ({part.holds.format(f=f'p.{f}_')})" for f in "fg"]
    nothing = ", 0" * len(_COUNTS)
    return (
        f"SELECT {number}, 'held', {_text(part.cell)}, budget_currency, budget_basis, sum(budget), count(budget)"  # noqa: S608  # constants
        f"{nothing} FROM held p {part.joined} WHERE {part.where} AND ({' OR '.join(holds)}) "
        f"GROUP BY 3, 4, 5"
    )


def _text(cell: str) -> str:
    return f"CAST({cell} AS text)"


def rows(driver: Any, reader: Reader, by: str) -> list[tuple[Any, ...]]:
    """The rows of the report in their order."""
    cursor = driver.cursor()
    heads, parts = _heads(cursor, by), _AXES[by](reader)
    counts: dict[str, list[int]] = {}
    roles: dict[str, list[int]] = {}
    money: dict[str, dict[str, list[int]]] = {}
    cursor.execute(statement(reader, parts))
    for number, what, cell, currency, basis, total, known, *figures in cursor:
        counts[cell] = [a + b for a, b in zip(counts.get(cell, [0] * len(figures)), figures, strict=True)]
        roles.setdefault(cell, [0, 0])[not parts[number].whole] += sum(figures[:3])
        amounts = money.setdefault(cell, {})
        if what == "held":
            _add(amounts, currency, basis, -total, -known, known)
        elif currency:
            _add(amounts, currency, basis, total or 0, known)
    found = []
    for cell, figures in counts.items():
        kind, code, name = heads[cell]
        led = roles[cell] if by == "entity" and kind == "key" else [None, None]
        head = (by, kind, code, name, *figures, *led)
        found += [(*head, *amounts) for amounts in _amounts(money[cell])]
    return sorted(found, key=lambda row: (_ORDER.index(row[1]), row[2], row[NAMES.index("currency")]))


def _heads(cursor: Any, by: str) -> dict[str, tuple[str, str, str]]:
    """What each cell is called."""
    found: dict[str, tuple[str, str, str]] = {
        "worldwide": ("worldwide", "global", "Open to all Member States"),
        "total": ("total", "", "All, each once"),
    }
    found |= dict.fromkeys(("0", "none"), ("none", "none", "None named"))
    if by == "country":
        return found | {
            code: ("region" if code.isdecimal() else "key", code, place_name(code)) for code in _codes(cursor)
        }
    table = {"group": "workinggroups_group", "entity": "compact_entity"}[by]
    cursor.execute(f"SELECT id, code, name_en FROM {table}")  # noqa: S608  # constants
    return found | {str(key): ("key", code, name) for key, code, name in cursor.fetchall()}


def _codes(cursor: Any) -> list[str]:
    cursor.execute("SELECT code FROM compact_place")
    return [code for (code,) in cursor.fetchall()]


def _add(  # a row of a table
    money: dict[str, list[int]], currency: str, basis: str, total: int, known: int, contained: int = 0
) -> None:
    """Count an amount in minor units to the budgets or to what was asked for."""
    place = 0 if basis == "budget" else 3
    amounts = money.setdefault(currency, [0] * 5)
    amounts[place] += int(total)
    amounts[place + 1] += known
    amounts[2] += 0 if place else contained


def _amounts(money: dict[str, list[int]]) -> Iterator[tuple[Any, ...]]:
    if not money:
        yield "", None, 0, 0, None
    for currency, (budget, added, contained, requested, asked) in money.items():
        sums = [
            str(Decimal(total).scaleb(-_DECIMALS.get(currency, 2))) if number else None
            for total, number in ((budget, added), (requested, asked))
        ]
        yield currency, sums[0], added, contained, sums[1]
