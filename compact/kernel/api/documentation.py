"""The OpenAPI description and its documentation, served from our own files."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from compact.kernel.api.parameters import StrictParameters
from compact.kernel.api.resources import DoorHeaders

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from rest_framework.request import Request


@lru_cache
def _description(language: str) -> dict[str, Any]:
    """The description in one language; it follows from the code, so a process makes it once."""
    generator: Any = SchemaGenerator
    described: dict[str, Any] = generator().get_schema(request=None, public=True)
    return described


class SchemaView(DoorHeaders, StrictParameters, APIView):
    """OpenAPI 3.1 as JSON, or with ``?format=yaml`` as YAML."""

    renderer_classes = [OpenApiJsonRenderer, OpenApiYamlRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The description of the whole API."""
        return Response(_description(get_language()))


@cache_control(private=True, no_store=True)
@login_required
def documentation(request: HttpRequest) -> HttpResponse:
    """The API's documentation, where requests can be tried."""
    return render(request, "api/documentation.html")
