"""Records by a code that other systems hold: one that a merge took away leads to the survivor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django_filters import rest_framework as library

from compact.kernel.admin.resources import CodeWidget
from compact.kernel.survivors import is_mergeable, not_merged
from compact.merging.kept import keys_by_kept, keys_told


def found_by_code(rows: Any, code: str, field: str = "code", *, by_staff: bool = False) -> Any:
    """Those of the query set ``rows`` whose ``field`` is ``code``; without any, those that took in such a record.

    Of one that fewer people saw than see its survivor only where staff enter the code (``by_staff``).
    """
    if not is_mergeable(rows.model):
        return rows.filter(**{field: code})
    standing = not_merged(rows)
    own = standing.filter(**{field: code})
    kept = keys_by_kept if by_staff else keys_told
    return own if own.exists() else standing.filter(pk__in=kept(rows.model, field, code))


class CodeFilter(library.CharFilter):
    """Rows by their own code; one that a merge took away finds the survivor, as far as its readers may know of it.

    Among rows in the archive, which have to be asked for, the merged record itself is found.
    """

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` with the code ``value``, or that took in one with it."""
        if not value:
            return qs
        own = Q(**{self.field_name: value})
        found = found_by_code(qs.live(), value, self.field_name).order_by().values("pk")
        return qs.filter(own | Q(pk__in=found))


class KeptCodeWidget(CodeWidget):
    """A cell of an import with the code of a record, or of one that was merged into it."""

    def merged(self, code: str) -> Any:
        """The record in use that took in the one with ``code``."""
        rows = self.model._base_manager.filter(archived_at__isnull=True)
        return rows.filter(pk__in=keys_by_kept(self.model, "code", code)).first()


class OfCodeFilter(library.CharFilter):
    """Rows that refer to the record of ``model`` with a code, or to the one that it was merged into."""

    def __init__(self, model: Any, field_name: str, **kwargs: Any) -> None:
        self.referred = model
        super().__init__(field_name=field_name, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that refer to the record with the code ``value``."""
        if not value:
            return qs
        found = found_by_code(self.referred._base_manager.all(), value)
        return qs.filter(**{f"{self.field_name}__in": found.order_by().values("pk")})
