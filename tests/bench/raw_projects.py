"""The reference for projects: hand-written SQL on the raw driver, the csv module and orjson; the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from tests.bench.raw import uid_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh_hans")
_LISTS = ("contributing_groups", "pillars", "instruments", "themes", "requests", "recommendations")
_MEMBERS = {
    "contributing_groups": ("group", "workinggroups_group"),
    "pillars": ("instrument", "compact_instrument"),
    "instruments": ("instrument", "compact_instrument"),
    "themes": ("theme", "workinggroups_theme"),
    "requests": ("assistancerequest", "workinggroups_assistancerequest"),
    "recommendations": ("recommendation", "workinggroups_recommendation"),
}
TRUTHS = ("declared_joint", "is_global", "out_of_step", "unconfirmed")
LISTS = ("partner_codes", "countries", "regions", *_LISTS, *(f"{name}_codes" for name in _LISTS))
_PARTNERS = "workinggroups_projectpartner l JOIN compact_entity m ON m.id = l.entity_id"
_ROWS = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the secretariat where ``entity`` is None, else the one who sits in ``group`` for ``entity``."""

    today: str
    entity: int | None = None
    group: int | None = None

    def seen(self, alias: str, *more: str) -> str:
        """The condition on a row that is cleared for all, or comes from the reader's entity."""
        if self.entity is None:
            return "1 = 1"
        ways = (f"{alias}.visibility = 'all'", f"{alias}.originator_id = {self.entity}", *more)
        return f"(({' OR '.join(ways)}) AND {alias}.archived_at IS NULL)"

    def entity_seen(self, alias: str) -> str:
        """The same for an entity, which those who speak for it always see."""
        return self.seen(alias, f"{alias}.id = {self.entity}")

    def project_seen(self, alias: str) -> str:
        """The same for a project: its groups see it too, and its lead entity."""
        contributed = f"SELECT project_id FROM workinggroups_project_contributing_groups WHERE group_id = {self.group}"  # noqa: S608  # numbers
        own = f"{alias}.visibility = 'group' AND ({alias}.group_id = {self.group} OR {alias}.id IN ({contributed}))"
        return self.seen(alias, own, f"{alias}.lead_id = {self.entity}")


def _joined(item: str, rest: str) -> str:
    together = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    return f"COALESCE((SELECT {together}(item, ';') FROM (SELECT {item} AS item FROM {rest}) AS listed), '')"  # noqa: S608  # constants


def _sets(reader: Reader) -> dict[str, tuple[str, str, str, str]]:
    """By column: the item, the rows that it is from, the condition on them, and their order."""
    found = {}
    for name in _LISTS:
        member, table = _MEMBERS[name]
        rest = (
            f"workinggroups_project_{name} l JOIN {table} m ON m.id = l.{member}_id",
            reader.seen("m", *_handled(name, reader)),
            "m.code, m.id",
        )
        found[name], found[f"{name}_codes"] = (uid_sql("m"), *rest), ("m.code", *rest)
    for name in ("countries", "regions"):
        found[name] = ("l.place_id", f"workinggroups_project_{name} l", "1 = 1", "l.place_id")
    own = f"l.archived_at IS NULL AND {reader.entity_seen('m')}"
    found["partner_codes"] = ("m.code", _PARTNERS, own, "m.code, l.id")
    return found


def _one_by_one(reader: Reader) -> dict[str, str]:
    """The sets, looked up for each project."""
    return {
        name: _joined(item, f"{rows} WHERE l.project_id = p.id AND {seen} ORDER BY {order}")
        for name, (item, rows, seen, order) in _sets(reader).items()
    }


def _at_once(reader: Reader) -> str:
    """The sets put together for all projects and joined to them, which PostgreSQL does faster when it reads all."""
    together: dict[tuple[str, str, str], dict[str, str]] = {}
    for name, (item, rows, seen, order) in _sets(reader).items():
        together.setdefault((rows, seen, order), {})[name] = item
    return " ".join(
        "LEFT JOIN (SELECT l.project_id, "  # noqa: S608  # constants
        + ", ".join(f"string_agg({item}, ';' ORDER BY {order}) AS all_{name}" for name, item in items.items())
        + f" FROM {rows} WHERE {seen} GROUP BY l.project_id) s{number} ON s{number}.project_id = p.id"
        for number, ((rows, seen, order), items) in enumerate(together.items())
    )


def _joint(reader: Reader) -> str:
    own = f"l.project_id = p.id AND l.archived_at IS NULL AND {reader.entity_seen('m')}"
    bring = "l.role IN ('lead', 'joint') AND (l.share > 0 OR l.contribution <> '')"
    return (
        f"CASE WHEN (SELECT count(*) FROM {_PARTNERS} WHERE {own} AND {bring}) > 1 THEN 'shown' "  # noqa: S608  # constants
        "WHEN p.declared_joint THEN 'declared' ELSE 'no' END"
    )


def _handled(name: str, reader: Reader) -> tuple[str, ...]:
    return (f"m.handled_by_id = {reader.entity}",) if name == "requests" else ()


def phase(today: str) -> str:
    """The phase of ``p`` on a day that begins and ends no month."""
    wide = f"('{today[:4]}', '{today[:7]}')"
    return (
        f"CASE WHEN \"end\" <> '' AND \"end\" < '{today}' AND \"end\" NOT IN {wide} THEN 'ended' "
        f"WHEN start > '{today}' THEN 'not_started' "
        f"WHEN start = '' OR start IN {wide} THEN 'unknown' "
        f"WHEN \"end\" = '' THEN 'started' WHEN \"end\" >= '{today}' THEN 'running' ELSE 'unknown' END"
    )


OUT_OF_STEP = (
    "(p.status = 'planned' AND p.phase IN ('running', 'started', 'ended')"
    " OR p.status IN ('ongoing', 'suspended') AND p.phase IN ('not_started', 'ended')"
    " OR p.status = 'closed' AND p.phase IN ('not_started', 'running'))"
)


def _truth(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 'true' ELSE 'false' END"


def _budget() -> str:
    last = "right('00' || {0}, {1})" if connection.vendor == "postgresql" else "substr('00' || {0}, -{1})"
    two = f"(p.budget / 100) || '.' || {last.format('(p.budget % 100)', 2)}"
    three = f"(p.budget / 1000) || '.' || {last.format('(p.budget % 1000)', 3)}"
    return (
        f"CASE WHEN p.budget_currency = 'JPY' THEN p.budget || '' WHEN p.budget_currency = 'KWD' THEN {three} "
        f"ELSE {two} END"
    )


def columns(reader: Reader, address: str, *, at_once: bool) -> dict[str, str]:
    """What each column of projects is in SQL."""
    found = {"id": uid_sql("p"), "url": f"'{address}' || {uid_sql('p')} || '/'"}
    masked = {"parent": ("f", reader.project_seen("f"), "title_en"), "group": ("g", reader.seen("g"), "name_en")}
    masked["advisory_body"] = ("a", reader.seen("a"), "name_en")
    for name, (alias, seen, text) in masked.items():
        for column, value in (("", uid_sql(alias)), ("_code", f"{alias}.code"), ("_name", f"{alias}.{text}")):
            shown = f"COALESCE({value}, '')" if column == "_name" else value
            found[name + column] = f"CASE WHEN {seen} THEN {shown} END"
    for column, value in (("", uid_sql("o")), ("_code", "o.code")):
        found["originator" + column] = f"CASE WHEN {reader.entity_seen('o')} THEN {value} END"
    found |= {"lead": uid_sql("e"), "lead_code": "e.code", "lead_name": "e.name_en"}
    for name in ("title", "summary"):
        found[name] = f"COALESCE(p.{name}_en, '')"
        found |= {f"{name}_{code}": f"COALESCE(p.{name}_{code}, '')" for code in _LANGUAGES}
    found |= {name: f"COALESCE(all_{name}, '')" for name in _sets(reader)} if at_once else _one_by_one(reader)
    found |= {
        "joint": _joint(reader),
        "budget": _budget(),
        "out_of_step": _truth(OUT_OF_STEP),
        "documents": "p.documents",
    }
    found |= {name: _truth(f"p.{name}") for name in ("declared_joint", "is_global")}
    found["unconfirmed"] = _truth("p.evidence IN ('predecessor', 'general_knowledge', 'demonstration')")
    utc = "to_char(p.cleared_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    lite = "replace(substr(p.cleared_at, 1, 19), ' ', 'T') || 'Z'"
    found["cleared_at"] = utc if connection.vendor == "postgresql" else lite
    return found


def statement(names: Sequence[str], reader: Reader, address: str, most: int | None = None) -> str:
    """The projects that ``reader`` sees, in their usual order."""
    at_once = connection.vendor == "postgresql" and most is None
    known = columns(reader, address, at_once=at_once)
    selected = ", ".join(f"{known.get(name, f'p.{chr(34)}{name}{chr(34)}')}" for name in names)
    limit = f" LIMIT {most}" if most else ""
    return (
        f"SELECT {selected} FROM (SELECT q.*, {phase(reader.today)} AS phase FROM workinggroups_project q "  # noqa: S608  # constants
        "WHERE q.archived_at IS NULL) p JOIN compact_entity e ON e.id = p.lead_id "
        "LEFT JOIN workinggroups_project f ON f.id = p.parent_id LEFT JOIN workinggroups_group g ON g.id = p.group_id "
        "LEFT JOIN workinggroups_group a ON a.id = p.advisory_body_id "
        f"LEFT JOIN compact_entity o ON o.id = p.originator_id {_at_once(reader) if at_once else ''} "
        f"WHERE {reader.project_seen('p')} AND {reader.entity_seen('e')} ORDER BY p.code, p.id{limit}"
    )


def csv_pieces(driver: Any, names: Sequence[str], reader: Reader, address: str) -> Iterator[bytes]:
    """All projects through the csv module, some hundred at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(names)
    documents = names.index("documents")
    cursor = driver.cursor()
    cursor.execute(statement(names, reader, address))
    while rows := cursor.fetchmany(_ROWS):
        for row in rows:
            if isinstance(row[documents], list):
                row = (*row[:documents], orjson.dumps(row[documents]).decode(), *row[documents + 1 :])  # noqa: PLW2901  # the row goes out changed
            writer.writerow(row)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def jsonl_pieces(
    driver: Any, names: Sequence[str], reader: Reader, address: str, most: int | None = None
) -> Iterator[bytes]:
    """All projects through orjson, one a line."""
    cursor = driver.cursor()
    cursor.execute(statement(names, reader, address, most))
    while rows := cursor.fetchmany(_ROWS):
        yield b"".join([orjson.dumps(as_object(names, row), option=orjson.OPT_APPEND_NEWLINE) for row in rows])


def as_object(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """One project as the API shows it."""
    found = dict(zip(names, row, strict=True))
    for name in TRUTHS:
        found[name] = found[name] == "true"
    for name in LISTS:
        found[name] = found[name].split(";") if found[name] else []
    if isinstance(found["documents"], str):
        found["documents"] = orjson.loads(found["documents"])
    return found
