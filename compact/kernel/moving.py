"""What becomes of rows that refer to a record when it is merged into another: rules, declared where the key is.

A model names them in ``on_merge`` beside its fields, by field name; ``compact.merging`` carries them out, and a check
refuses to start where a key that leads to a mergeable record has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


class Clash(Enum):
    """What happens to a row that cannot move because the survivor has one that says the same."""

    KEEP = "keep"
    """It stays with the retired record, as it is."""
    DROP = "drop"
    """It is archived; the survivor's own row stands."""
    COMBINE = "combine"
    """What it says and the survivor's row leaves empty is added to that one; then it is archived."""
    STOP = "stop"
    """Nothing is merged until somebody has settled it: the two rows contradict each other."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The row refers to the survivor from now on; ``clash`` says what happens where it cannot."""

    clash: Clash


@dataclass(frozen=True, slots=True)
class Stays:
    """The row goes on referring to the retired record, and reports count it with the survivor; ``why`` it must."""

    why: str | _StrPromise


@dataclass(frozen=True, slots=True)
class Unites:
    """A set (many-to-many field) that holds the record holds the survivor instead, once."""


type Rule = Moves | Stays | Unites


class Mergeable(models.Model):
    """A record that can be merged into another; a merged one stays, archived, and leads to its survivor.

    ``merged_into`` always names the record that survives today, also after several merges in a row.
    """

    on_merge: Mapping[str, Rule] = {"merged_into": Moves(Clash.KEEP)}

    kept_on_merge: tuple[str, ...] = ()
    """The fields by whose lost values searches and imports find the survivor; translated ones in all languages."""

    merged_into = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        help_text=gettext_lazy("The record that stands for this one now. Empty: it was not merged."),
    )

    class Meta:
        abstract = True


def merged_is_archived(name: str) -> models.CheckConstraint:
    """The constraint, of that ``name``, that only archived rows were merged."""
    return models.CheckConstraint(
        condition=models.Q(merged_into__isnull=True) | models.Q(archived_at__isnull=False), name=name
    )


def rules_of(model: type[models.Model]) -> dict[str, Rule]:
    """The rules of ``model`` by field name, those of its abstract parents included."""
    found: dict[str, Rule] = {}
    for each in reversed(model.__mro__):
        found.update(vars(each).get("on_merge", {}))
    return found


def together_of(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The fields of ``model`` that mean something together alone, as ``together_on_merge`` of its classes says."""
    return [names for each in model.__mro__ for names in vars(each).get("together_on_merge", ())]


def survivor_of(row: Any) -> Any:
    """The record that stands for ``row`` now: itself, unless it was merged."""
    return row.merged_into if getattr(row, "merged_into_id", None) else row
