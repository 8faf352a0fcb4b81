"""Errors as problem details (RFC 9457): one shape for whatever a door of the API refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings

from compact.kernel.errors import Conflict, Overtaken, Refused, StaleVersion
from compact.kernel.writes import ManyErrors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise

    Errors = list[dict[str, Any]]

PROBLEM_TYPE = "application/problem+json"
_ROOT_KEYS = (NON_FIELD_ERRORS, str(api_settings.NON_FIELD_ERRORS_KEY))

#: The title of each kind of problem, by the slug that ends its type.
TITLES: dict[str, _StrPromise] = {
    "invalid": gettext_lazy("What was sent is not valid"),
    "invalid-parameter": gettext_lazy("A parameter of the address is not valid"),
    "not-signed-in": gettext_lazy("Sign-in is needed"),
    "refused": gettext_lazy("You may not do this"),
    "not-found": gettext_lazy("Not found"),
    "method-not-allowed": gettext_lazy("This cannot be done here"),
    "not-acceptable": gettext_lazy("Not available in the form asked for"),
    "conflict": gettext_lazy("Somebody else was faster"),
    "stale-version": gettext_lazy("The record has changed meanwhile"),
    "too-large": gettext_lazy("Too much was sent at once"),
    "unsupported-media-type": gettext_lazy("Send JSON"),
    "precondition-required": gettext_lazy("Say which version you read"),
    "busy": gettext_lazy("The service is busy"),
    "merged": gettext_lazy("Merged into another record"),
    "error": gettext_lazy("Something went wrong"),
}
_KIND_OF_STATUS = {
    308: "merged",
    400: "invalid",
    401: "not-signed-in",
    403: "refused",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "conflict",
    412: "stale-version",
    413: "too-large",
    415: "unsupported-media-type",
    428: "precondition-required",
    503: "busy",
}


class ParameterError(exceptions.APIException):
    """Query parameters that are unknown, repeated or wrong: what is wrong with each, by its name."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid-parameter"

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(" ".join(message for messages in errors.values() for message in messages))
        self.errors = [{"parameter": name, "detail": text} for name, texts in errors.items() for text in texts]


class PreconditionRequired(exceptions.APIException):
    """A change came without ``If-Match``."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition-required"
    default_detail = gettext_lazy(
        "Send the header If-Match with the ETag of the record as you read it, so that no change of others is lost."
    )


class TooLarge(exceptions.APIException):
    """The body is longer than a request may be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too-large"
    default_detail = gettext_lazy("Send at most 5 MB at once, in several requests if need be.")


class Merged(exceptions.APIException):
    """The record was merged; what was asked of it is to be asked of its survivor at ``address`` (RFC 9110, 15.4.9)."""

    status_code = status.HTTP_308_PERMANENT_REDIRECT
    default_code = "merged"
    default_detail = gettext_lazy("This record was merged into another one. Ask at the address in the header Location.")

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class Busy(exceptions.APIException):
    """The database did not answer in time."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "busy"
    default_detail = gettext_lazy("Others are writing just now. Nothing was stored; try again in a moment.")
    wait: ClassVar[int] = 5


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to ``error`` as problem details; None for what is a fault of ours and goes to the log."""
    from rest_framework.views import exception_handler  # which imports our parsers, and they import this module

    known = _translated(error)
    answer = exception_handler(known, dict(context))
    if answer is None:
        return None
    request, view = context.get("request"), context.get("view")
    kind = getattr(known, "default_code", "")
    body = problem(answer.status_code, kind if kind in TITLES else "", instance=request.path if request else "")
    errors, sentence = _errors_of(error, known)
    body["detail"] = sentence
    if errors:
        body["errors"] = errors
    if isinstance(error, StaleVersion) and view is not None and hasattr(view, "current_of"):
        body.update(view.current_of(error.current))
    headers = _headers(answer) | ({"Location": known.address} if isinstance(known, Merged) else {})
    return Response(body, answer.status_code, headers=headers, content_type=PROBLEM_TYPE)


def problem(status_code: int, kind: str = "", detail: str = "", instance: str = "") -> dict[str, Any]:
    """The members that every problem has; ``kind`` is one of ``TITLES``, else the usual one of the status."""
    slug = kind or _KIND_OF_STATUS.get(status_code, "error")
    return {
        "type": f"urn:compact:problem:{slug}",
        "title": str(TITLES[slug]),
        "status": status_code,
        "detail": detail or str(TITLES[slug]),
        "instance": instance,
    }


def _translated(error: Exception) -> Exception:
    """The error of the REST framework that says what ``error`` of a service or the database means."""
    if isinstance(error, Refused):
        return exceptions.PermissionDenied(error.reason)
    if isinstance(error, Overtaken):
        return _plain(status.HTTP_409_CONFLICT, str(error))
    if isinstance(error, StaleVersion):
        return _plain(status.HTTP_412_PRECONDITION_FAILED, str(error))
    if isinstance(error, Conflict):
        return _plain(status.HTTP_409_CONFLICT, " ".join(error.messages))
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(error.messages)
    return Busy() if isinstance(error, OperationalError) and _is_contention(error) else error


def _plain(status_code: int, detail: str) -> exceptions.APIException:
    error = exceptions.APIException(detail, "")
    error.status_code, error.default_code = status_code, ""
    return error


def _is_contention(error: OperationalError) -> bool:
    """Whether others were writing: SQLite's lock, or PostgreSQL's deadlock, serialisation or lock time-out."""
    return "locked" in str(error) or getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01", "55P03")


def _errors_of(error: Exception, known: Exception) -> tuple[Errors, str]:
    if isinstance(known, ParameterError):
        return known.errors, str(known.detail)
    if isinstance(error, ValidationError) and not isinstance(error, Conflict):
        errors = list(_django_errors(error, ""))
    elif isinstance(known, exceptions.ValidationError):
        errors = list(_serializer_errors(known.detail, ""))
    elif isinstance(error, Http404):
        return [], _("There is nothing at this address, or nothing that you may see.")
    else:
        return [], str(getattr(known, "detail", known))
    sentences = dict.fromkeys(each["detail"] for each in errors)
    return errors, next(iter(sentences)) if len(sentences) == 1 else _("Correct what is listed under “errors”.")


def _pointer(parent: str, key: str) -> str:
    """A JSON pointer (RFC 6901) one step below ``parent``; the words for "no field" stay where they are."""
    return parent if key in _ROOT_KEYS else f"{parent}/{key.replace('~', '~0').replace('/', '~1')}"


def _django_errors(error: ValidationError, parent: str) -> Iterator[dict[str, Any]]:
    if isinstance(error, ManyErrors):
        for position, each in error.rows.items():
            yield from _django_errors(each, f"{parent}/{position}")
    elif hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield from ({"pointer": _pointer(parent, name), "detail": text} for text in messages)
    else:
        yield from ({"pointer": parent, "detail": text} for text in error.messages)


def _serializer_errors(detail: Any, parent: str) -> Iterator[dict[str, Any]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _serializer_errors(inner, _pointer(parent, str(name)))
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _serializer_errors(inner, f"{parent}/{position}" if nested else parent)
    else:
        yield {"pointer": parent, "detail": str(detail)}


def _headers(answer: Response) -> dict[str, str]:
    return {name: answer[name] for name in ("WWW-Authenticate", "Retry-After") if answer.has_header(name)}
