"""What a service can answer instead of doing the work; every door turns these into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model


class Refused(Exception):
    """A policy said no. ``reason`` is a sentence for the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(ValidationError):
    """The database refused a row that had passed validation: somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else stored a record at the same moment that this one contradicts. "
                "Look at what is there now, then try again."
            ),
            code="conflict",
        )


class StaleVersion(Exception):
    """The row changed since the writer read it.

    ``current`` is the row as it stands now, ``submitted`` what the writer wanted to store, so that
    the door can show both.
    """

    def __init__(self, current: Model, submitted: Mapping[str, Any]) -> None:
        super().__init__(
            _("Somebody else changed this record while you were working on it. Compare both versions and save again.")
        )
        self.current = current
        self.submitted = submitted


class Overtaken(StaleVersion):
    """A new row was written on top of one that is no longer the latest; ``current`` is the latest.

    Nothing is stored. Doors show both and keep what was typed, so that the writer can bring them together.
    """

    def __init__(self, current: Model, submitted: Mapping[str, Any], text: str) -> None:
        Exception.__init__(self, text)
        self.current = current
        self.submitted = submitted
