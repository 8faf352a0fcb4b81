"""What a room adds to the merging of its records: a subclass of :class:`MergeRules`, named by ``merge_rules``.

A room above may have a say in every merge: the module that the setting ``MERGE_RULES`` names.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.db import models

    from compact.kernel.viewers import Viewer
    from compact.merging.deeds import Deed


class MergeRules:
    """No more than the rules of the keys; rooms override what they need."""

    def problems(self, actor: Viewer, survivor: Any, retired: Any) -> list[str]:
        """What stands against the merge, in sentences that say what to do first."""
        return []

    def audience(self, row: Any) -> frozenset[int]:
        """The groups that see ``row`` while it is visible to its groups."""
        return frozenset()

    def settle(self, deed: Deed) -> None:
        """Change what the united values of the survivor need; its row and its sets are stored afterwards."""

    def finish(self, deed: Deed) -> None:
        """Change what the moved rows need; called once they have moved, whichever kind of record is merged."""

    def undo_problems(self, survivor: Any, retired: Any) -> list[str]:
        """What stands against taking a merge of any kind of record back, once its rows are restored; in sentences."""
        return []

    def check(self, actor: Viewer, row: Any) -> None:
        """Raise ValidationError where the survivor does not fit what stands around it."""


@cache
def _rules(path: str) -> MergeRules:
    made: MergeRules = import_string(path)() if path else MergeRules()
    return made


def rules_for(model: type[models.Model]) -> MergeRules:
    """What the room of ``model`` adds."""
    return _rules(getattr(model, "merge_rules", ""))


def _room_above() -> Any:
    """The module that ``MERGE_RULES`` names; None when there is none."""
    name = getattr(settings, "MERGE_RULES", "")
    try:
        return import_module(name) if name else None
    except ModuleNotFoundError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            return None
        raise


def room_above(function: str, **values: Any) -> Any:
    """What ``function`` of the room above answers to ``values``, None where it has none.

    ``before_merge``, ``after_merge`` and ``after_undo`` act; ``ways_on`` gives the pages, each with its address and
    what its link says, where that is settled which stands against a merge.
    """
    called = getattr(_room_above(), function, None)
    return called(**values) if called is not None else None
