"""The file of the pairs that a screening found, the likeliest first, however many there are."""

from __future__ import annotations

import csv
import io
import tempfile
from array import array
from typing import IO, TYPE_CHECKING, Self

from compact.kernel.exports import neutralised

if TYPE_CHECKING:
    from pathlib import Path

    from workinggroups.overlaps.screening.run import Pair

COLUMNS = ("id_a", "id_b", "verdict", "probability", "evidence")


class PairsFile:
    """Takes pairs in any order; the lines wait in a temporary file, and only where each begins is held in memory."""

    def __init__(self) -> None:
        self._lines: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by __exit__
        self._probabilities, self._places = array("d"), array("Q")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._lines.close()

    def add(self, pair: Pair, evidence: str) -> None:
        """Take ``pair``, with its evidence in words."""
        cells = (pair.a, pair.b, pair.verdict, f"{pair.probability:.6f}", evidence)
        self._probabilities.append(pair.probability)
        self._places.append(self._lines.tell())
        self._lines.write(_line(neutralised(cell) if cell != pair.verdict else cell for cell in cells))

    def write(self, path: Path) -> None:
        """Write everything to ``path``, which is replaced only once all is written; OSError when it cannot be."""
        ends = array("Q", [*self._places, self._lines.tell()])[1:]
        order = sorted(range(len(ends)), key=lambda at: -self._probabilities[at])
        draft = path.with_name(f".{path.name}.part")
        try:
            with draft.open("wb") as file:
                file.write(_line(COLUMNS))
                for at in order:
                    self._lines.seek(self._places[at])
                    file.write(self._lines.read(ends[at] - self._places[at]))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def _line(cells: object) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)  # type: ignore[arg-type]  # of texts
    return text.getvalue().encode()
