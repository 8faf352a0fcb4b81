"""Every address of the project, and rows that those with a row in them lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from compact.api import RESOURCES
from tests.cast import SYSTEM
from tests.contract.samples import NAMES, NOBODY, SAMPLES, made
from tests.overlaps.pair_ground import decided_same
from workinggroups.overlaps.scanning import scan_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast

#: What makes a row of a model without a resource that the cast leaves none of.
BESIDE = {
    "workinggroups.PairDecision": decided_same,
    "workinggroups.Consent": decided_same,
    "workinggroups.Scan": lambda cast: scan_start(actor=SYSTEM),
}
#: The app and the model of an address in the administration.
_ADMIN = re.compile(r"admin/(\w+)/(\w+)/")
#: The word before a row's identifier.
_NAMED = re.compile(r"(?:^|/)([a-z-]+)/<uuid:\w+>")


def _patterns(resolver: URLResolver, start: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        text = f"{start}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _patterns(each, text)
        elif isinstance(each, URLPattern):
            yield text


PATTERNS = sorted(set(_patterns(get_resolver())))


class Rows:
    """One row of every kind, seen by all who ever see one, each made when it is first asked for."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.resources: dict[str, Any] = {}

    def of_resource(self, name: str) -> Any:
        """A row of the resource ``name``."""
        if name not in self.resources:
            self.resources[name] = made(name, self.cast, 60, **SAMPLES[name].visible)
        return self.resources[name]

    def of_model(self, model: Any) -> Any:
        """A row of ``model``; where it has no resource, one that the cast left or that was made beside another."""
        name = next((name for name in NAMES if RESOURCES[name].model is model), None)
        row = self.of_resource(name) if name else model._base_manager.order_by("pk").first()
        if row is None and model._meta.label in BESIDE:
            BESIDE[model._meta.label](self.cast)
            row = model._base_manager.order_by("pk").first()
        assert row is not None, f"no test makes a row of {model._meta.label}"
        return row

    def address(self, pattern: str) -> str:
        """An address that ``pattern`` answers, with a row where it names one."""
        text = pattern.replace("^", "").replace("$", "")
        text = text.replace("<path:content_type_id>/<path:object_id>", "1/1").replace("<int:pk>", "1")
        text = re.sub(r"<int:history_id>", lambda _: str(self._of_admin(text).history.first().history_id), text)
        text = re.sub(r"<path:object_id>", lambda _: str(self._of_admin(text).pk), text)
        text = re.sub(r"<uuid:\w+>", lambda _: self._named(text), text)
        text = text.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-nonsense")
        text = text.replace("(?P<provider_id>[^/]+)", "nobody").replace("<str:iso3>", "KEN")
        text = text.replace("(?P<app_label>compact|workinggroups|funding)", "compact")
        return "/" + text.replace("(?P<url>.*)", "nowhere").replace(r"[\s\S]*", "nowhere")

    def _of_admin(self, text: str) -> Any:
        found = _ADMIN.match(text)
        assert found is not None, text
        return self.of_model(apps.get_model(found[1], found[2]))

    def _named(self, text: str) -> str:
        """The identifier of a row of the resource that the word before it names or begins; else one of nobody's."""
        found = _NAMED.search(text)
        word = found[1] if found else ""
        name = next((name for name in NAMES if f"{name}-".startswith(f"{word}-")), "")
        return str(self.of_resource(name).uid) if name else NOBODY
