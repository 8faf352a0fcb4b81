"""One view set for every resource: it reads through the read door and writes through the room's services."""

from __future__ import annotations

import contextlib
import urllib.parse
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from compact.kernel.api.etags import etag, unchanged, version_read
from compact.kernel.api.pagination import Listing
from compact.kernel.api.parameters import StrictParameters
from compact.kernel.api.problems import Merged, ParameterError
from compact.kernel.api.reading import representations
from compact.kernel.api.renderers import TABLE_RENDERERS, OrjsonRenderer
from compact.kernel.api.serializers import LONGEST_REASON, ReasonSerializer
from compact.kernel.columns import ColumnType, rows
from compact.kernel.exports import Format, export_response
from compact.kernel.objects import json_bytes, objects
from compact.kernel.survivors import not_merged, seen_survivor
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http.response import HttpResponseBase
    from rest_framework.request import Request

    from compact.kernel.columns import Column
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer
    from compact.kernel.writes import RecordServices

BULK_MOST = 1000
EXPORT_CHUNK = 2000
VARY = ("Accept", "Accept-Language", "Cookie", "Authorization")


class DoorHeaders:
    """What every answer of the API says: its language, what it depends on, and that it is one user's own."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the headers."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]  # the view's
        patch_vary_headers(answer, VARY)
        answer["Cache-Control"] = "private, no-cache"
        answer["Content-Language"] = get_language()
        return answer


class ResourceViewSet(DoorHeaders, StrictParameters, GenericViewSet[Any]):
    """List, retrieve, create, update, archive, restore and bulk create of one kind of record.

    A room sets ``model``, ``services``, ``columns``, ``serializer_class`` and ``filterset_class``; no rule
    is written here or there.
    """

    model: ClassVar[type[Record]]
    services: ClassVar[RecordServices[Any]]
    columns: ClassVar[tuple[Column, ...]]
    lookup_field = "uid"
    lookup_url_kwarg = "id"
    lookup_value_converter = "uuid"
    http_method_names = ["get", "head", "post", "put", "patch"]

    # --- The request ------------------------------------------------------------------------------------------------

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return viewer_of(self.request)

    @property
    def address(self) -> str:
        """The address of the list, which a row's own begins with."""
        return self.request.build_absolute_uri(reverse(f"{self.basename}-list"))

    def get_queryset(self) -> Any:
        """The rows that the viewer may see."""
        everything: Any = self.model._default_manager.all()
        return everything.none() if getattr(self, "swagger_fake_view", False) else everything.visible_to(self.viewer)

    def get_object(self) -> Any:
        """The row that the address names, in use or archived, if the viewer may see it; Merged where it was merged."""
        found = not_merged(self.get_queryset()).filter(uid=self.kwargs["id"]).first()
        if found is None:
            raise self.nothing_here()
        return found

    def nothing_here(self) -> Exception:
        """Why the address names no row: none that is seen, or one that was merged into another, which is seen."""
        survivor = seen_survivor(self.model, self.viewer, self.kwargs["id"])
        match = self.request.resolver_match
        if survivor is None or match is None:
            return Http404()
        address = reverse(match.view_name, kwargs={**match.kwargs, "id": survivor.uid})
        query = self.request.META.get("QUERY_STRING", "")
        return Merged(self.request.build_absolute_uri(f"{address}?{query}" if query else address))

    def get_renderers(self) -> list[Any]:
        """Lists come as JSON, CSV, XLSX and JSON Lines; all else as JSON."""
        return [each() for each in (TABLE_RENDERERS if self.action == "list" else [OrjsonRenderer])]

    def parameters(self) -> dict[str, bool]:
        """A list takes its filters, a page and an order; all else only the form."""
        if self.action != "list":
            return {"format": False}
        return {**super().parameters(), "page": False, "page_size": False, "ordering": False}

    def ordering(self) -> list[str]:
        """The columns named by ``ordering``, ``-`` before one turns it round."""
        names = [name.strip() for name in self.request.GET.get("ordering", "").split(",") if name.strip()]
        known = self.ordering_names()
        wrong = [name for name in names if name.removeprefix("-") not in known]
        if wrong:
            text = _("A list cannot be ordered by “%(name)s”. Choose among: %(names)s.")
            raise ParameterError({"ordering": [text % {"name": each, "names": ", ".join(known)} for each in wrong]})
        return names

    @classmethod
    def ordering_names(cls) -> list[str]:
        """The columns that a list can be ordered by: all but the address, which says what ``id`` says."""
        return [column.name for column in cls.columns if column.type != ColumnType.ADDRESS]

    def reason(self, given: str = "") -> str:
        """Why, from the body or the header ``Change-Reason``."""
        return given or header_text(self.request.META.get("HTTP_CHANGE_REASON", ""))[:LONGEST_REASON]

    def checked(self, data: Any, **options: Any) -> Any:
        """``data`` as the serializer understands it; ValidationError says where it does not."""
        serializer = self.get_serializer(data=data, **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def version_read(self, record: Record) -> int:
        """The version that the client read, from ``If-Match``."""
        return version_read(self.request.META.get("HTTP_IF_MATCH"), record.version)

    # --- The answer -------------------------------------------------------------------------------------------------

    def table(self, queryset: Any, order: Sequence[str] = ()) -> Any:
        """The values of the columns for each row of ``queryset``, to be cut into pages or iterated in chunks."""
        return rows(queryset, self.columns, viewer=self.viewer, address=self.address, order=order)

    def representations(self, queryset: Any) -> list[dict[str, Any]]:
        """The rows of ``queryset`` as objects."""
        return representations(queryset, self.columns, self.viewer, self.address)

    def representation(self, record: Record) -> dict[str, Any]:
        """``record`` as stored now; whoever wrote it is shown it, even where it now hides from them."""
        return self.representations(self.model._default_manager.filter(pk=record.pk))[0]

    def current_of(self, record: Record) -> dict[str, Any]:
        """What a writer who was too late is told: the version there is now and the record, if still seen."""
        seen = self.representations(self.get_queryset().filter(pk=record.pk))
        return {"version": seen[0]["version"], "current": seen[0]} if seen else {}

    def answer(self, body: dict[str, Any], status_code: int = status.HTTP_200_OK) -> Response:
        """One record with its ETag, and its address when it is new."""
        content = json_bytes(body)
        headers = {"ETag": etag(body["version"], content)}
        if status_code == status.HTTP_201_CREATED:
            headers["Location"] = body["url"]
        return Response(content, status_code, headers=headers)

    # --- Reading ----------------------------------------------------------------------------------------------------

    def list(self, request: Request) -> HttpResponseBase:
        """The rows, one page as JSON or all as a file."""
        queryset = self.filter_queryset(self.get_queryset())
        table = self.table(queryset, self.ordering())
        form = request.accepted_renderer.format
        if form in Format.values:
            name = str(self.basename).removeprefix("api-")
            return export_response(form, name=name, columns=self.columns, rows=table.iterator(EXPORT_CHUNK))
        page: Any = self.paginate_queryset(Listing(table, queryset))  # type: ignore[arg-type]  # as much as pages need
        return self.get_paginated_response(list(objects(self.columns, page or ())))

    def retrieve(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """One row; 304 when the client holds this representation."""
        seen = self.representations(not_merged(self.get_queryset()).filter(uid=id))
        if not seen:
            raise self.nothing_here()
        answer = self.answer(seen[0])
        if unchanged(request.META.get("HTTP_IF_NONE_MATCH", ""), answer["ETag"]):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": answer["ETag"]})
        return answer

    # --- Writing ----------------------------------------------------------------------------------------------------

    def create(self, request: Request) -> Response:
        """Store a new row."""
        self.services.policy(self.viewer, None).require()
        record = self.services.create(actor=self.viewer, values=self.checked(request.data), reason=self.reason())
        return self.answer(self.representation(record), status.HTTP_201_CREATED)

    def update(self, request: Request, id: UUID, *, partial: bool = False) -> Response:  # noqa: A002  # as above
        """Store the fields sent; those left out keep their values."""
        record = self.get_object()
        version = self.version_read(record)
        self.services.policy(self.viewer, record).require()
        values = self.checked(request.data, instance=record, partial=partial)
        stored = self.services.update(
            actor=self.viewer, record=record, version=version, values=values, reason=self.reason()
        )
        return self.answer(self.representation(stored))

    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Store the fields sent."""
        return self.update(request, id, partial=True)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def archive(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Take the row out of use, with a reason; nothing is ever deleted."""
        return self._move(self.services.archive)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def restore(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Bring a row back from the archive."""
        return self._move(self.services.restore)

    def _move(self, service: Any) -> Response:
        record = self.get_object()
        version = self.version_read(record)
        self.services.archive_policy(self.viewer, record).require()
        reason = self.reason(self.checked(self.request.data).get("reason", ""))
        stored = service(actor=self.viewer, record=record, version=version, reason=reason)
        return self.answer(self.representation(stored))

    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def bulk(self, request: Request) -> Response:
        """Store up to 1,000 new rows, all or none, as one operation."""
        self.services.policy(self.viewer, None).require()
        values = self.checked(_bulk(request.data), many=True)
        made = self.services.create_many(actor=self.viewer, rows=values, reason=self.reason())
        stored = self.model._default_manager.filter(pk__in=[record.pk for record in made]).order_by("pk")
        return Response(self.representations(stored), status.HTTP_201_CREATED)


def _bulk(data: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(data, list) or not 0 < len(data) <= BULK_MOST:
        text = _("Send a list of 1 to %(most)d records.") % {"most": BULK_MOST}
        raise serializers.ValidationError([text])
    return data


def header_text(value: str) -> str:
    """The text of a header: RFC 8187 (``UTF-8''d%C3%A9cision``), plain UTF-8, or Latin-1, whichever it is."""
    charset, mark, encoded = value.partition("''")
    if mark and charset.lower() == "utf-8":
        value = urllib.parse.unquote(encoded)
    else:
        with contextlib.suppress(UnicodeError):
            value = value.encode("latin-1").decode("utf-8")
    return "".join(sign if sign.isprintable() else " " for sign in value).strip()
