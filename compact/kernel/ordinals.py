"""The first of a month in French, 1er: Django's formats of dates know the ordinals of English alone."""

from __future__ import annotations

from django.utils import dateformat
from django.utils.translation import get_language


class DateFormat(dateformat.DateFormat):
    """Django's, in whose formats ``S`` after a day is what French writes there, where French is spoken."""

    def S(self) -> str:  # noqa: N802  # the letter in formats
        """“er” on the first of a month, else nothing; in other languages as Django has it."""
        if (get_language() or "").startswith("fr"):
            return "er" if self.j() == 1 else ""
        return super().S()


def ordinals_put() -> None:
    """Have Django write all dates so: pages, mails and files; to be called once, when the site starts."""
    dateformat.DateFormat = DateFormat  # type: ignore[misc]  # looked up there by all that writes dates
