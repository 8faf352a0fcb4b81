"""Query parameters: an unknown, empty or repeated one is an error that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation

from compact.kernel.api.problems import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest
    from rest_framework.renderers import BaseRenderer
    from rest_framework.request import Request


def parameters_check(request: HttpRequest | Request, known: Mapping[str, bool]) -> None:
    """Raise :class:`ParameterError` unless each parameter is ``known``; True there allows it several times.

    A misspelt filter that is passed over returns everything, and what follows acts on everything.
    """
    errors = {name: problems for name in request.GET if (problems := _problems(request, name, known))}
    if errors:
        raise ParameterError(errors)


def _problems(request: HttpRequest | Request, name: str, known: Mapping[str, bool]) -> list[str]:
    values = request.GET.getlist(name)
    if name not in known:
        names = ", ".join(sorted(known))
        return [_("There is no parameter “%(name)s” here. There are: %(names)s.") % {"name": name, "names": names}]
    if len(values) > 1 and not known[name]:
        return [_("“%(name)s” is given more than once. Give it once.") % {"name": name}]
    if not all(value.strip() for value in values):
        return [_("“%(name)s” is empty. Give it a value, or leave it out.") % {"name": name}]
    return []


class StrictParameters:
    """A view that refuses query parameters it does not know; put it before the view's base class.

    ``filterset_class`` names the parameters of a list or report; a view with others overrides ``parameters``.
    """

    filterset_class: Any = None

    def parameters(self) -> dict[str, bool]:
        """The names of the known parameters, each with whether it may be given several times."""
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        return {"format": False} | {name: is_multiple(each) for name, each in filters.items()}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the parameters once the user is known."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]  # the view's, which comes after this class
        parameters_check(request, self.parameters())


def is_multiple(each: Any) -> bool:
    """Whether a filter takes several values."""
    return bool(getattr(each, "multiple_values", False))


class FormatNegotiation(DefaultContentNegotiation):
    """``?format=`` chooses the form, else ``Accept``; a form that is not offered is an error that names it."""

    def filter_renderers(self, renderers: Sequence[BaseRenderer], format: str) -> Iterable[BaseRenderer]:  # type: ignore[override]  # noqa: A002  # the library's name
        """The renderers of ``format``."""
        found = [each for each in renderers if each.format == format]
        if not found:
            names = ", ".join(each.format or "" for each in renderers)
            raise ParameterError({"format": [_("The form is one of: %(names)s.") % {"names": names}]})
        return found
