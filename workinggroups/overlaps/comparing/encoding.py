"""The sentence encoder of this site, and its vectors in the database so that no text is encoded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from compact.matching.encoders import default_encoder
from workinggroups.overlaps.models import Encoding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compact.matching.encoders import Encoder

_MOST_PARAMETERS = 500


def site_encoder() -> Encoder | None:
    """The encoder that this site compares with; None where none is installed or ``SENTENCE_ENCODER`` says no."""
    return default_encoder() if settings.SENTENCE_ENCODER else None


class EncodingStore:
    """The cache of the matching, in the table of encodings; ``keep`` says whether new vectors are written there."""

    def __init__(self, encoder: Encoder | None, *, keep: bool = True) -> None:
        self.name = f"{encoder.name} {encoder.version}"[:64] if encoder else ""
        self.keep = keep

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """The vectors of those of ``keys`` that are known."""
        found: dict[str, bytes] = {}
        for start in range(0, len(keys), _MOST_PARAMETERS):
            part = keys[start : start + _MOST_PARAMETERS]
            rows = Encoding.objects.filter(encoder=self.name, digest__in=part)
            found.update((digest, bytes(vector)) for digest, vector in rows.values_list("digest", "vector"))
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep the vectors; one that somebody else kept meanwhile is the same."""
        if self.keep:
            rows = [Encoding(digest=digest, encoder=self.name, vector=vector) for digest, vector in values.items()]
            Encoding.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_MOST_PARAMETERS)
