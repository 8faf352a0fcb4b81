"""Small sites made of the real bilingual file, for ``fit``: real texts; fields, duplicates and siblings are drawn."""

from __future__ import annotations

import datetime
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from compact.matching.index import Index
from compact.matching.text import marks, sentences
from tests.bench.matching.data import record_of
from tests.bench.matching.disturb import harder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compact.matching.encoders import Encoder
    from tests.bench.matching.disturb import Row

    Table = NDArray[np.float64]


WORN: Final = "worn"


class Kept:
    """Keeps encodings in memory."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.known[key] for key in keys if key in self.known}

    def put_many(self, values: Mapping[str, bytes]) -> None:
        self.known.update(values)


@dataclass
class World:
    """The near pairs of one small site, compared."""

    name: str
    table: Table
    same: NDArray[np.bool_]
    kin: NDArray[np.bool_]
    """Whether the two come from one real project: duplicates and siblings."""
    true: int
    background: tuple[Any, ...]


class Maker:
    """Makes worlds from the real file."""

    def __init__(self, rows: Sequence[Row], encoder: Encoder | None) -> None:
        self.by_project: dict[int, dict[str, Row]] = {}
        for row in rows:
            self.by_project.setdefault(row["project"], {})[row["lang"]] = row
        self.encoder, self.cache = encoder, Kept()

    def world(self, seed: int, projects: Sequence[int]) -> World:
        """Answer a world of some of the projects, drawn by the seed."""
        chance = random.Random(seed)
        if not seed % 3:
            projects = chance.sample(projects, min(len(projects), chance.choice([12, 25, 40])))
        share, siblings = [0, 0.12, 0.3, 1.0][seed % 4], chance.choice([0.15, 0.3])
        mode = chance.choice(["none", "disturbed", "lossy"])
        draw = Draw(chance, mode, one_language=seed % 6 == 5)
        rows = []
        for project in projects:
            rows += draw.rows(project, self.by_project[project], share, siblings if mode != "none" else 0.05)
        return self.compared(f"{mode} {share}", draw.worn(rows))

    def worn(self, seed: int, projects: Sequence[int]) -> World:
        """Answer a world of both entries of each project, whose fields are hardly to be trusted."""
        rows = [row for project in projects for row in self.by_project[project].values()]
        return self.compared(WORN, harder(rows, seed))

    def compared(self, name: str, rows: list[Row]) -> World:
        """Answer the near pairs of these rows."""
        index = Index.fit([record_of(row, f"{at:06}") for at, row in enumerate(rows)], self.encoder, cache=self.cache)
        search, corpus = index._search, index._search.corpus
        corpus.know(list(range(len(rows))))
        tables, pairs = [], []
        for place in range(len(rows)):
            near, found = corpus.neighbourhood(place)
            rest = search.comparer.rest(search.comparer.scores(found))
            keep = (near > place) | ~(corpus.near[near] == place).any(axis=1)
            if keep.any():
                tables.append(
                    search.comparer.table(corpus.at(place), place, near[keep], found.at(keep), rest[keep]).table
                )
                pairs += [(place, int(other)) for other in near[keep]]
        ids = [row["project"] for row in rows]
        kin = [row.get("latent", row["project"]) for row in rows]
        background = search.comparer.background
        return World(
            name,
            np.concatenate(tables),
            np.array([ids[a] == ids[b] for a, b in pairs]),
            np.array([kin[a] == kin[b] for a, b in pairs]),
            sum(ids.count(each) * (ids.count(each) - 1) // 2 for each in set(ids)),
            (background.title, background.summary, background.summary_best),
        )


class Draw:
    """Duplicates, siblings and disturbances of one world."""

    def __init__(self, chance: random.Random, mode: str, *, one_language: bool) -> None:
        self.chance, self.mode, self.one_language = chance, mode, one_language
        self.invented = chance.random() < 0.5
        self.agencies = [f"Agency {number}" for number in range(chance.choice([12, 25, 60]))]
        self.blank = chance.choice([0, 0, 0.1, 0.25])
        self.next = 0

    def rows(self, project: int, entries: Mapping[str, Row], share: float, siblings: float) -> list[Row]:
        """Answer a project's entry, and perhaps a duplicate and a sibling."""
        chance = self.chance
        language = "en" if self.one_language or chance.random() < 0.6 else "fr"
        other = language if self.one_language else {"en": "fr", "fr": "en"}[language]
        changes: Row = {"latent": project}
        if self.invented:
            changes["entities"] = chance.sample(self.agencies, chance.choice([1, 1, 2, 2, 3, 4, 5]))
            changes["countries"] = chance.sample([f"C{number}" for number in range(40)], chance.choice([1, 1, 1, 2, 3]))
        found = [self._entry(entries[language], changes, self.next)]
        if chance.random() < share:
            found.append(self._duplicate(entries, language, other, changes))
        if chance.random() < siblings:
            found.append(self._sibling(entries[chance.choice([language, language, other])], changes))
        self.next += 2
        return found

    def _entry(self, row: Row, changes: Row, project: int) -> Row:
        return {**row, "entities": list(row["entities"]), "countries": list(row["countries"]), **changes} | {
            "budget": float(f"{row['budget']:.3e}"),
            "project": project,
        }

    def _duplicate(self, entries: Mapping[str, Row], language: str, other: str, changes: Row) -> Row:
        chance = self.chance
        kind = chance.choices(["translated", "careless", "shortened", "halved"], [0.5, 0.15, 0.2, 0.15])[0]
        chosen = other if kind == "translated" or chance.random() < 0.5 else language
        row = self._entry(entries[language if kind == "careless" else chosen], changes, self.next)
        if kind in ("careless", "shortened"):
            row["title"] = careless(row["title"], chance)
        if kind == "shortened":
            row["summary"] = " ".join(row["summary"].split()[: chance.randint(8, 30)])
        if kind == "halved":
            row["summary"] = " ".join(each for each in sentences(row["summary"]) if chance.random() < 0.5)
        self._change(row, {"translated": 0.8, "careless": 0.6, "shortened": 1.6, "halved": 1.0}[kind])
        return row

    def _sibling(self, entry: Row, changes: Row) -> Row:
        chance, row = self.chance, self._entry(entry, changes, self.next + 1)
        kind = chance.choice(["phase", "year", "country"])
        if kind == "phase":
            number = marks((row["title"],)).phase
            row["title"] = re.sub(r"[ -]+(?:phase )?[IV\d]+$", "", row["title"], flags=re.IGNORECASE)
            row["title"] += f" - Phase {'III' if number > 1 else 'II'}"
            gap = (day(row["end"]) - day(row["start"])).days + chance.randint(0, 60)
            self._later(row, gap, chance.uniform(0.6, 1.8))
        elif kind == "year":
            years = chance.choice([1, 1, 2, 3])
            row["title"] = re.sub(r"(?<!\d)20\d\d(?!\d)", lambda found: str(int(found[0]) + years), row["title"])
            self._later(row, 365 * years, chance.uniform(0.7, 1.4))
        else:
            number = chance.randrange(8)
            row["countries"] = [f"S{number}"]
            for field in ("title", "summary"):
                row[field] = re.sub(r"\b(d')?Ha[iï]ti\b", NAMES[row["lang"]][number], row[field])
        return row

    def _later(self, row: Row, days: int, factor: float) -> None:
        for field in ("start", "end"):
            row[field] = (day(row[field]) + datetime.timedelta(days=days)).isoformat()
        row["budget"] = round(row["budget"] * factor, -3)

    def _change(self, row: Row, level: float) -> None:
        """Change partners, countries, dates and budget as people do who enter a project a second time."""
        chance = self.chance
        if len(row["entities"]) > 1 and chance.random() < 0.3 * level:
            row["entities"].remove(chance.choice(row["entities"]))
        if chance.random() < 0.3 * level:
            row["entities"].append(chance.choice(self.agencies))
        if len(row["countries"]) > 1 and chance.random() < 0.3 * level:
            row["countries"].remove(chance.choice(row["countries"]))
        if chance.random() < 0.5 * level:
            for field in ("start", "end"):
                if chance.random() < 0.7:
                    shift = chance.choice([-180, -92, -61, -31, -14, 14, 31, 61, 92, 180, 365]) + chance.randint(
                        -15, 15
                    )
                    row[field] = (day(row[field]) + datetime.timedelta(days=shift)).isoformat()
        if chance.random() < 0.5 * level:
            row["budget"] = float(f"{row['budget'] * chance.choice([0.2, 0.33, 0.5, 0.8, 0.9, 1.1, 1.25, 1.5, 2]):.2e}")

    def worn(self, rows: list[Row]) -> list[Row]:
        """Answer the rows with what this world lacks, in another order."""
        chance = self.chance
        for row in rows:
            if chance.random() < self.blank + 0.05:
                row["summary"] = ""
            gone = {"none": 1.0, "lossy": 0.25, "disturbed": 0.08}[self.mode]
            for field, nothing in (
                ("entities", []),
                ("countries", []),
                ("start", None),
                ("end", None),
                ("budget", None),
            ):
                if chance.random() < gone:
                    row[field] = nothing
        chance.shuffle(rows)
        return rows


NAMES: Final = {
    "en": ["Mali", "Chad", "Kenya", "Nepal", "Peru", "Jordan", "Senegal", "Togo"],
    "fr": ["Mali", "Tchad", "Kenya", "Népal", "Pérou", "Jordanie", "Sénégal", "Togo"],
}


def day(text: str) -> datetime.date:
    """Answer a day from its ISO form."""
    return datetime.date.fromisoformat(text)


def careless(title: str, chance: random.Random) -> str:
    """Answer a title as somebody in a hurry types it."""
    words = title.split()
    if chance.random() < 0.3 and len(words) > 5:
        turn = chance.randint(1, len(words) - 2)
        words = words[turn:] + words[:turn]
    if chance.random() < 0.35 and len(words) > 4:
        del words[chance.randrange(len(words))]
    letters = list(" ".join(words))
    for _ in range(chance.choices([0, 1, 2, 3], [0.25, 0.4, 0.25, 0.1])[0]):
        at = chance.randrange(1, len(letters) - 1)
        letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)
