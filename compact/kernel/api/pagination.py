"""Pages by number, with a capped size and links in body and header (RFC 8288)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from compact.kernel.api.problems import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from rest_framework.request import Request

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """A ``table`` to page through, counted by the rows ``chosen`` before they were joined to what its columns show."""

    table: QuerySet[Any, Any]
    chosen: QuerySet[Any, Any]

    def count(self) -> int:
        """How many rows there are."""
        return self.chosen.count()

    def __getitem__(self, part: slice) -> Any:
        """The rows of a page."""
        return self.table[part]


class NumberedPages(PageNumberPagination):
    """``page`` and ``page_size`` (50 unless given, at most 200); more is an error, not a silent cut."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    display_page_controls = False

    def get_page_size(self, request: Request) -> int:
        """The size asked for."""
        return _positive(request, "page_size", self.page_size, LARGEST_PAGE)

    def get_page_number(self, request: Request, paginator: Any) -> int:
        """The page asked for; one beyond the last is not found."""
        return _positive(request, "page", 1)

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        """``count``, ``next``, ``previous``, ``results``, and the same links as a header."""
        page: Any = self.page
        body = {
            "count": page.paginator.count,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
            "results": data,
        }
        return Response(body, headers={"Link": self._links()})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The two parameters, with their limits."""
        limits = {"page": {}, "page_size": {"maximum": LARGEST_PAGE, "default": self.page_size}}
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in found:
            parameter["schema"].update(minimum=1, **limits[parameter["name"]])
        return found

    def _links(self) -> str:
        request: Any = self.request
        page: Any = self.page
        address = request.build_absolute_uri()
        numbers = {"first": 1, "last": page.paginator.num_pages}
        if page.has_previous():
            numbers["prev"] = page.previous_page_number()
        if page.has_next():
            numbers["next"] = page.next_page_number()
        return ", ".join(
            f'<{replace_query_param(address, self.page_query_param, number)}>; rel="{relation}"'
            for relation, number in numbers.items()
        )


def _positive(request: Request, name: str, default: int, largest: int | None = None) -> int:
    text = request.GET.get(name, str(default))
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(10**9)) else 0
    if largest and number > largest:
        raise ParameterError({name: [_("A page has at most %(largest)d rows. Ask for less.") % {"largest": largest}]})
    if number < 1:
        raise ParameterError({name: [_("Write a whole number from 1.")]})
    return number
