"""What every report is: a table of a day, read-only, as JSON, CSV, XLSX or JSON Lines, with strict parameters."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as library
from rest_framework.response import Response
from rest_framework.views import APIView

from compact.kernel.api.filters import DayFilter, StrictFilterBackend
from compact.kernel.api.parameters import StrictParameters
from compact.kernel.api.problems import ParameterError
from compact.kernel.api.renderers import TABLE_RENDERERS
from compact.kernel.api.resources import DoorHeaders
from compact.kernel.exports import Format, export_response
from compact.kernel.objects import json_bytes, objects
from compact.kernel.viewers import viewer_of
from compact.merging.found import found_by_code
from compact.reports.schema import ReportSchema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase
    from rest_framework.request import Request

    from compact.kernel.columns import Column
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


class ReportFilters(library.FilterSet):
    """Every report is of one day, today in UTC unless ``as_of`` names another."""

    as_of = DayFilter(
        method="keep", label=gettext_lazy("The day that the report is of (YYYY-MM-DD); today if left out")
    )

    def keep(self, queryset: Any, name: str, value: Any) -> Any:
        """All rows: a report that reads its rows from the query set asks for the day itself."""
        return queryset


class CodeFilter(library.CharFilter):
    """Rows that refer to a record by its code; one that the viewer may not see does not exist."""

    def __init__(self, model: type[Record], field_name: str, **kwargs: Any) -> None:
        self.referred = model
        super().__init__(field_name=field_name, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that refer to the record with the code ``value``."""
        return qs.filter(**{self.field_name: self.key_of(value)}) if value else qs

    def key_of(self, code: str) -> int:
        """The key of the record in use with ``code``, own or of one taken in; ParameterError for none seen."""
        everything: Any = self.referred._default_manager.all()
        seen = everything.visible_to(viewer_of(self.parent.request)).live()
        key: int | None = found_by_code(seen, code).values_list("pk", flat=True).first()
        if key is None:
            text = _("There is none with the code “%(code)s”.") % {"code": code}
            raise ParameterError({self._parameter(): [text]})
        return key

    def _parameter(self) -> str:
        """The name of the parameter, which need not be the field's."""
        names: dict[str, Any] = self.parent.filters
        return next(name for name, each in names.items() if each is self)


class Report(DoorHeaders, StrictParameters, APIView):
    """A report has a ``name``, ``columns`` and ``filterset_class``, and says in ``table`` what its rows are.

    ``may_lack`` names the columns of numbers that are null where nothing is known, beside those that ``through`` hides.
    """

    name: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    may_lack: ClassVar[frozenset[str]] = frozenset()
    filterset_class: Any = ReportFilters
    renderer_classes = TABLE_RENDERERS
    schema = ReportSchema()

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows that ``viewer`` may see and the filters choose among, for a report on one kind of record."""
        raise NotImplementedError

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterable[Sequence[Any]]:
        """The rows of the report on ``day``, in the order of ``columns``, from the rows ``chosen`` by the filters."""
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponseBase:
        """The report as JSON, or all of it as a file."""
        viewer = viewer_of(request)
        chosen = StrictFilterBackend().filter_queryset(request, self.rows_readable(viewer), self)
        given = request.GET.get("as_of", "").strip()
        day = datetime.date.fromisoformat(given) if given else viewer.today
        table = self.table(viewer, day, chosen)
        form = request.accepted_renderer.format
        if form in Format.values:
            return export_response(form, name=f"{self.name}-as-of-{day}", columns=self.columns, rows=table)
        body = {
            "name": self.name,
            "as_of": day,
            "generated_at": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}",
            "rows": list(objects(self.columns, table)),
        }
        return Response(json_bytes(body))
