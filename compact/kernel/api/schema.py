"""The OpenAPI description: what every resource's operations share, and each error answer once."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from compact.kernel.api.problems import PROBLEM_TYPE
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.exports import Format
from compact.kernel.survivors import is_mergeable

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer

_STEPS = (
    *("archive", "restore", "agenda_order", "send", "close", "extend", "withdraw", "become_project"),
    *("decide", "consent", "ask_again", "propose", "accept", "settle", "follow_up", "undo_confirm"),
)
"""Actions that answer with the record that they name, as it is then."""
_VERSIONED = ("update", "partial_update", "lifecycle_record", "reverse", "confirm", *_STEPS)
_MADE = ("create", "bulk", "lifecycle_record")
_POSTED = ("reverse", "confirm")
"""Actions that answer with a new record, made from the one they name."""
_LOOKED = ("plan", "undo")
"""Actions that tell what another one would do."""
_MANY = ("bulk", "lifecycle", "lifecycle_record", "decisions")

_IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag of the record as you read it."),
)
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description=_("The ETag that you hold; 304 when nothing has changed."),
)
_CHANGE_REASON = OpenApiParameter(
    "Change-Reason",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description=_("Why; kept in the history. Plain text in UTF-8, or in the form of RFC 8187."),
)
_ETAG = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description=_("The version of the record and a digest of this representation."),
)
_LINK = OpenApiParameter(
    "Link",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200],
    description=_("The first, previous, next and last page (RFC 8288)."),
)


_MERGED = {
    "description": "The record was merged into another one: ask there.",
    "headers": {"Location": {"description": "Its address.", "schema": {"type": "string", "format": "uri"}}},
    "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How an API token is sent."""

    target_class = "knox.auth.TokenAuthentication"
    match_subclasses = True
    name = "token"
    priority = 1

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """``Authorization: Token …``."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "“Token”, a space, and an API token made on your own page.",
        }


class ResourceSchema(AutoSchema):
    """Names operations after resource and action, and adds the headers of versions, reasons and languages."""

    view: Any
    method: str

    def get_operation_id(self) -> str:
        """``terms_archive`` for the action ``archive`` of ``terms``."""
        if isinstance(self.view, ResourceViewSet):
            return f"{self.view.basename.removeprefix('api-').replace('-', '_')}_{self.view.action}"
        return super().get_operation_id()

    def get_operation(self, *args: Any) -> Any:
        """Also the answer about a record that was merged into another one."""
        operation = super().get_operation(*args)
        if operation and isinstance(self.view, ResourceViewSet) and self.view.detail and is_mergeable(self.view.model):
            operation["responses"]["308"] = _MERGED
        return operation

    def get_summary(self) -> str | None:
        """The first sentence of what the action says of itself, for the list of operations."""
        action = getattr(self.view, str(getattr(self.view, "action", "") or self.method.lower()), None)
        return (inspect.getdoc(action) or "").partition("\n")[0] or None

    def get_override_parameters(self) -> list[Any]:
        """The language for all; for a resource what its action needs."""
        found: list[Any] = [*super().get_override_parameters(), _accept_language()]
        if not isinstance(self.view, ResourceViewSet):
            return found
        action = self.view.action
        if action == "list":
            return [*found, _ordering(self.view.ordering_names()), _LINK]
        if action == "retrieve":
            return [*found, _IF_NONE_MATCH, _ETAG]
        if action in _VERSIONED:
            found.append(_IF_MATCH)
        if self.method != "GET":
            found.append(_CHANGE_REASON)
        return found if action in (*_MANY, *_LOOKED) else [*found, _ETAG]

    def get_request_serializer(self) -> Any:
        """A bulk request is a list."""
        return self._many() if self._action() == "bulk" else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        """What an action answers with: the record, or a list."""
        action = self._action()
        if action in _STEPS:
            return type(self.view).serializer_class
        if action in _POSTED:
            return {201: type(self.view).serializer_class}
        if action in _MANY:
            return {201 if action in _MADE else 200: self._many()}
        return super().get_response_serializers()

    def get_filter_backends(self) -> list[Any]:
        """Only a resource's list has filters; a report says what it takes by itself."""
        return [] if self._action() in _MANY else list(super().get_filter_backends())

    def _action(self) -> str:
        return self.view.action if isinstance(self.view, ResourceViewSet) else ""

    def _many(self) -> BaseSerializer[Any]:
        many: BaseSerializer[Any] = self.view.serializer_class(many=True)
        return many

    def _get_response_for_code(self, serializer: Any, status_code: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A file has no schema but its type."""
        respond: Any = super()._get_response_for_code
        answer: dict[str, Any] = respond(serializer, status_code, *args, **kwargs)
        for form in Format:
            if str(form.label) in answer.get("content", {}):
                binary = {"format": "binary"} if form == Format.XLSX else {}
                answer["content"][str(form.label)] = {"schema": {"type": "string", **binary}}
        return answer


def _accept_language() -> OpenApiParameter:
    return OpenApiParameter(
        "Accept-Language",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        enum=[code for code, name in settings.LANGUAGES],
        description=_("The language of names and messages; English where there is no other."),
    )


def _ordering(names: list[str]) -> OpenApiParameter:
    choices = [*names, *(f"-{name}" for name in names)]
    return OpenApiParameter(
        "ordering",
        {"type": "array", "items": {"type": "string", "enum": choices}},
        style="form",
        explode=False,
        description=_("Columns to order by, separated by commas; “-” before one turns it round."),
    )


_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "description": "The kind of problem, e.g. urn:compact:problem:stale-version."},
        "title": {"type": "string", "description": "The kind in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What to do about it."},
        "instance": {"type": "string", "description": "The path of the request."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
        "version": {"type": "integer", "description": "With 412: the version there is now."},
        "current": {"type": "object", "description": "With 412: the record as it stands now."},
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
_PROBLEM_ERROR = {
    "type": "object",
    "description": "One thing that is wrong: in the body at “pointer” (RFC 6901), or in the “parameter”.",
    "properties": {
        "pointer": {"type": "string"},
        "parameter": {"type": "string"},
        "detail": {"type": "string"},
    },
    "required": ["detail"],
}


def declare_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Declare every error answer that an operation can give, each a reference to one shared response.

    Request bodies also say here that they take no names beside those listed; records that all are there.
    """
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update(Problem=_PROBLEM, ProblemError=_PROBLEM_ERROR)
    schema = {"$ref": "#/components/schemas/Problem"}
    components["responses"] = {
        "Problem": {"description": "What went wrong.", "content": {PROBLEM_TYPE: {"schema": schema}}}
    }
    for name, component in components["schemas"].items():
        if name.endswith("Request") and component.get("type") == "object":
            component["additionalProperties"] = False
        elif f"{name}Request" in components["schemas"]:
            component["required"] = sorted(component["properties"])
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            for code in _codes(path, method, operation):
                operation["responses"][code] = {"$ref": "#/components/responses/Problem"}
            if method == "get" and "If-None-Match" in _headers(operation):
                operation["responses"]["304"] = {"description": "Nothing has changed."}
    return result


def _headers(operation: dict[str, Any]) -> list[str]:
    return [each["name"] for each in operation.get("parameters", []) if each["in"] == "header"]


def _codes(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    codes = {"400", "401", "406"}
    paged = any(each["name"] == "page" for each in operation.get("parameters", []))
    if "{" in path or paged:
        codes.add("404")
    if method != "get":
        codes |= {"403", "409", "413", "415", "503"}
    if "If-Match" in _headers(operation):
        codes |= {"412", "428"}
    return sorted(codes)
