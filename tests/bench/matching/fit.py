"""``python -m tests.bench.matching.fit``: makes the shipped curves again, ``compact/matching/curves.json``.

They are fitted on small *worlds* made of the real bilingual file: its texts stay real, the structured fields are
changed, lost, or replaced, duplicates are drawn (the other language, a careless copy, a shortened entry, half of the
sentences) and so are siblings that are not the same work (next phase, other year, other country). Generated projects
take no part. ``--check`` fits on half of the projects and measures on the other half.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from compact.matching import curves
from compact.matching.encoders import default_encoder, encode
from compact.matching.profiles import texts_of
from tests.bench.matching.data import REAL, ROOT, folder, read, record_of
from tests.bench.matching.worlds import WORN, Maker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from compact.matching.encoders import Encoder
    from tests.bench.matching.disturb import Row
    from tests.bench.matching.worlds import World

    Table = NDArray[np.float64]

PACKAGE: Final = ROOT / "compact" / "matching"
WORLDS: Final = 72
WORN_WORLDS: Final = 6
KNOTS: Final[Mapping[str, list[float]]] = {
    "title": [-1, 0, 1, 2, 3, 5],
    "summary": [-1, 0, 1, 2, 3, 5, 8],
    "summary_best": [-1, 0, 1, 2, 3, 5],
    "context": [-2, -1, 0, 1, 2, 3, 4, 6],
    "context_least": [-2, -1, 0, 1, 2, 3, 5],
    "words": [-0.8, -0.4, 0, 0.4, 0.8],
    "names": [0, 0.3, 0.5, 0.7],
    "years": [-1, 0],
    "phase": [-1, -0.5, 0],
    "entities": [-8, -4, -2, 0, 2, 4, 8],
    "countries": [-6, -4, -2, 0, 2, 4],
    "dates_best": [-4, -3, -2, -1, 0, 0.8, 2, 5, 8],
    "dates_least": [-4, -3, -2, -1, 0, 0.8, 2, 5, 8],
    "sequence": [-1, 0, 1],
    "amount": [-3, -2, -1, 0, 1, 4, 8],
}
RULED: Final[Mapping[str, tuple[list[float], list[float]]]] = {
    "themes": ([-1, 0, 1], [-1, 0, 0.4]),
    "family": ([-1, 0, 1], [-1.5, 0, -1.2]),
    "kind": ([-2, -1, 0], [-3, -1, 0]),
}
"""Set by the rules of the domain: the real file has no themes, families or kinds."""
AT_MOST: Final[Mapping[str, list[float]]] = {"countries": [-10.0, -9.0, -7.0], "dates_best": [-7.0, -6.0, -2.0]}
"""Work in another country, and work whose start and end both lie half a year or more away, is other work however much
it was copied (rule 7 of the domain): these curves' first heights lie so low at least, whatever the fit says."""
RAISED: Final[Mapping[str, float]] = {"entities": 2.0}
"""What a common partner speaks for is raised so many times: the worlds are small, and there texts alone tell most."""
TEXT: Final = 7
"""The first so many features speak of wording."""
SMOOTH: Final = 1.0
SIBLINGS: Final = 2.0
"""How much a sibling counts beside any other near pair,"""
DISTRUST: Final = 0.1
"""and a pair of a world whose fields are hardly to be trusted."""


def degraded(world: World, generator: np.random.Generator) -> Table:
    """Answer the comparisons with wording less alike: most duplicates a little, and all siblings.

    Translations of one text are more alike than two people's words for one project; and real siblings are worded less
    alike than the copies that stand for them here.
    """
    table = world.table.copy()
    usual = np.median(table[~world.kin], axis=0) if (~world.kin).any() else np.zeros(table.shape[1])
    share = np.where(generator.random(len(table)) < 0.5, generator.uniform(0.25, 1, len(table)), 1.0)
    share = np.where(world.kin & ~world.same, generator.uniform(0.1, 0.7, len(table)), share)
    share[~world.kin] = 1
    table[:, :TEXT] = usual[:TEXT] + (table[:, :TEXT] - usual[:TEXT]) * share[:, None]
    return table


def steps(table: Table) -> Table:
    """Answer how far each comparison has climbed each stretch between two knots, counted from nothing."""
    columns = []
    for name, knots in KNOTS.items():
        values = table[:, curves.FEATURES.index(name)]
        for low, high in pairwise(knots):
            share = np.clip((values - low) / (high - low), 0, 1)
            columns.append(share - (1 if high <= 0 else 0))
    return np.stack(columns, axis=1)


def fitted(worlds: Iterable[World]) -> Table:
    """Answer the height of each stretch, none below zero, and the prior last: a logistic regression."""
    generator, parts, answers, counts = np.random.default_rng(0), [], [], []
    for world in worlds:
        worn = world.name == WORN
        parts.append(steps(world.table if worn else degraded(world, generator)))
        answers.append(world.same)
        counts.append(np.where(world.kin & ~world.same, SIBLINGS, DISTRUST if worn else 1.0))
    return climbed(np.concatenate(parts), np.concatenate(answers).astype(np.float64), np.concatenate(counts))


def climbed(design: Table, same: Table, counts: Table, rounds: int = 200) -> Table:
    """Answer the heights, none below zero, and the prior, that make the answers likeliest: one height at a time."""
    heights, prior = np.full(design.shape[1], 0.2), -5.0
    columns = np.ascontiguousarray(design.T)
    odds = design @ heights + prior
    for _ in range(rounds):
        before = heights.copy()
        chance = 1 / (1 + np.exp(-odds))
        bend = counts * (chance * (1 - chance) + 1e-6)
        error = counts * (same - chance)
        curvature = (columns**2) @ bend + SMOOTH
        for _ in range(3):
            for at, column in enumerate(columns):
                step = max(-heights[at], (float(column @ error) - SMOOTH * heights[at]) / curvature[at])
                if step:
                    heights[at] += step
                    error -= bend * step * column
            step = float(error.sum() / bend.sum())
            prior, error = prior + step, error - bend * step
        odds = design @ heights + prior
        if np.abs(heights - before).max() < 1e-3:
            break
    return np.append(heights, prior)


def stored(heights: Table, worlds: Sequence[World]) -> dict[str, Any]:
    """Answer the fit as ``curves.json`` holds it: each curve is zero where nothing is known."""
    points: dict[str, Any] = {name: [list(knots), list(values)] for name, (knots, values) in RULED.items()}
    at = 0
    for name, knots in KNOTS.items():
        climbs = np.append(0, np.cumsum(heights[at : at + len(knots) - 1]))
        at += len(knots) - 1
        points[name] = [knots, [round(float(each), 3) for each in climbs - np.interp(0, knots, climbs)]]
    for name, most in AT_MOST.items():
        points[name][1][:3] = [min(pair) for pair in zip(points[name][1], most, strict=False)]
    for name, times in RAISED.items():
        points[name][1][:] = [round(value * times, 3) if value > 0 else value for value in points[name][1]]
    background = np.median([world.background for world in worlds], axis=0)
    names = ("title", "summary", "summary_best")
    return {
        "prior": round(float(heights[-1]), 3),
        "background": {
            name: [round(float(each), 3) for each in row] for name, row in zip(names, background, strict=True)
        },
        "points": points,
    }


def measured(heights: Table, worlds: Sequence[World]) -> str:
    """Answer precision, recall and F1 at one half over some worlds together."""
    right = wrong = 0
    for world in worlds:
        said = steps(world.table) @ heights[:-1] + heights[-1] >= 0
        right, wrong = right + int((said & world.same).sum()), wrong + int((said & ~world.same).sum())
    true = sum(world.true for world in worlds)
    f1 = 2 * right / max(1, right + wrong + true)
    return f"P {right / max(1, right + wrong):.3f} R {right / max(1, true):.3f} F1 {f1:.3f} wrong {wrong} of {true}"


def centre(rows: Sequence[Row], encoder: Encoder) -> str:
    """Answer the middle of the file's encoded titles and sentences, as ``centres.json`` holds it."""
    texts = [text for row in rows for part in texts_of(record_of(row, "")) for text in part]
    return base64.b64encode(encode(encoder, texts).mean(axis=0).astype(np.float16).tobytes()).decode()


def main() -> None:
    """Fit; check or write."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--check", action="store_true", help="measure on projects that were not fitted on; write nothing"
    )
    parser.add_argument("--real", type=Path, default=folder() / REAL)
    asked = parser.parse_args()
    rows = read(asked.real)
    made: dict[str, Any] = {"provenance": PROVENANCE}
    for name, encoder in (("sentence", default_encoder()), ("lexical", None)):
        maker = Maker(rows, encoder)
        if asked.check:
            check(name, maker)
            continue
        worlds = drawn(maker, list(maker.by_project), 0)
        made[name] = stored(fitted(worlds), worlds)
    if not asked.check:
        (PACKAGE / "curves.json").write_text(json.dumps(made, indent=1) + "\n", "utf-8")


def drawn(maker: Maker, projects: Sequence[int], begin: int) -> list[World]:
    """Answer the worlds that are fitted on, made of some projects."""
    halves = projects[::2], projects[1::2]
    worn = [maker.worn(begin + seed, halves[seed % 2]) for seed in range(WORN_WORLDS)]
    return [maker.world(begin + seed, projects) for seed in range(WORLDS)] + worn


def check(name: str, maker: Maker) -> None:
    """Print, for each half of the projects, what curves fitted on the other half do."""
    projects = list(maker.by_project)
    random.Random(3).shuffle(projects)
    halves = projects[::2], projects[1::2]
    for learnt, tried in (halves, halves[::-1]):
        heights, worlds = fitted(drawn(maker, learnt, 0)), drawn(maker, tried, 1000)
        for kind in sorted({world.name for world in worlds}):
            print(name, kind.ljust(16), measured(heights, [world for world in worlds if world.name == kind]))


PROVENANCE: Final = (
    "Made by tests/bench/matching/fit.py from 125 real aid activities in English and French (IATI data published by "
    "Global Affairs Canada, Open Government Licence - Canada, file of 26 March 2016, register of Haiti), with "
    "structured fields disturbed. By rule: themes, family, kind, the lowest heights of countries and dates_best; and "
    "the heights of entities above zero are twice those of the fit."
)

if __name__ == "__main__":
    main()
