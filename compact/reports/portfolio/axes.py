"""By what the portfolio can be told apart: who is under which key, and what the keys are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.places import Place, place_name
from compact.reports.portfolio.cells import Part
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.projects.models import DeclaredStatus, Project, ProjectKind, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

NONE, WORLDWIDE = 0, 1
"""Keys of no record: a project that has none of the axis, one that is open to all States."""


class By(models.TextChoices):
    """The axes."""

    GROUP = "group", gettext_lazy("Lead group")
    PILLAR = "pillar", gettext_lazy("Pillar of the Strategy")
    ENTITY = "entity", gettext_lazy("Entity, in the lead or as a partner")
    COUNTRY = "country", gettext_lazy("Country")
    THEME = "theme", gettext_lazy("Theme")
    STATUS = "status", gettext_lazy("Declared status")
    KIND = "kind", gettext_lazy("Kind")


class RowKind(models.TextChoices):
    """What a row of the report tells of; rows of keys are never added up, the total has each project once."""

    KEY = "key", pgettext_lazy("row", "One of these")
    REGION = "region", pgettext_lazy("row", "Named by its region only")
    WORLDWIDE = "worldwide", pgettext_lazy("row", "Open to all Member States")
    NONE = "none", pgettext_lazy("row", "None named")
    TOTAL = "total", pgettext_lazy("row", "All, each once")


@dataclass(frozen=True, slots=True)
class Key:
    """What stands at the head of a row."""

    kind: RowKind
    code: str
    name: str


NOTHING = Key(RowKind.NONE, "none", "")
TOTAL = Key(RowKind.TOTAL, "", "")

Names = dict[Any, Key]


@dataclass(frozen=True, slots=True)
class Axis:
    """How the chosen projects fall into cells, and what each cell is called.

    ``own`` is the cell that a project's own row tells, ``links`` the tables that tell further ones as pairs of
    project and key; where ``links`` tell any, ``own`` counts only with ``both``. A key without a name is one that
    the viewer may not see.
    """

    parts: list[Part]
    names: Names
    own: Any
    links: tuple[QuerySet[Any, tuple[int, Any]], ...] = ()
    both: bool = False


def axis_of(by: str, viewer: Viewer, chosen: QuerySet[Any]) -> Axis:
    """The axis ``by`` of the projects ``chosen`` for ``viewer``."""
    return _AXES[By(by)](viewer, chosen)


def _named(seen: QuerySet[Any], name: str = "name") -> Names:
    return {each.pk: Key(RowKind.KEY, each.code, str(getattr(each, name))) for each in seen}


def _reference(name: str, seen: QuerySet[Any]) -> Any:
    """The key that a reference leads to; :data:`NONE` where there is none or the viewer may not see it."""
    there = When(Q(**{f"{name}__in": seen.order_by().values("pk")}), then=F(f"{name}_id"))
    return Case(there, default=Value(NONE), output_field=BigIntegerField())


def _by_group(viewer: Viewer, chosen: QuerySet[Any]) -> Axis:
    seen = Group.objects.visible_to(viewer).live()
    own = _reference("group", seen)
    return Axis([Part(chosen, own, whole=True)], {**_named(seen), NONE: NOTHING}, own)


def _plain(name: str, choices: type[models.TextChoices]) -> Callable[[Viewer, QuerySet[Any]], Axis]:
    def found(viewer: Viewer, chosen: QuerySet[Any]) -> Axis:
        names: Names = {each.value: Key(RowKind.KEY, each.value, str(each.label)) for each in choices}
        return Axis([Part(chosen, F(name), whole=True)], {**names, "": NOTHING}, F(name))

    return found


def _many(name: str, model: Any, title: str = "name") -> Callable[[Viewer, QuerySet[Any]], Axis]:
    def found(viewer: Viewer, chosen: QuerySet[Any]) -> Axis:
        seen = model.objects.visible_to(viewer).live()
        links = _links(name, seen)
        parts = [
            Part(chosen.filter(**{f"{name}__in": seen.order_by().values("pk")}), F(name)),
            Part(chosen.filter(~Exists(links.filter(project_id=OuterRef("pk")))), Value(NONE)),
            Part(chosen, Value(None, output_field=BigIntegerField()), whole=True),
        ]
        return Axis(parts, {**_named(seen, title), NONE: NOTHING}, Value(NONE), (_pairs(name, links),))

    return found


def _links(name: str, seen: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The rows behind a many-to-many field of projects, of those that are ``seen`` or of all."""
    field: Any = Project._meta.get_field(name)
    links: QuerySet[Any] = field.remote_field.through._base_manager.all()
    if seen is None:
        return links
    return links.filter(**{f"{field.m2m_reverse_field_name()}__in": seen.order_by().values("pk")})


def _pairs(name: str, links: QuerySet[Any]) -> QuerySet[Any, tuple[int, Any]]:
    field: Any = Project._meta.get_field(name)
    return links.order_by().values_list("project_id", f"{field.m2m_reverse_field_name()}_id")


def _by_country(viewer: Viewer, chosen: QuerySet[Any]) -> Axis:
    fields = ("countries", "regions")
    unplaced = chosen.filter(is_global=False)
    for name in fields:
        unplaced = unplaced.filter(~Exists(_links(name).filter(project_id=OuterRef("pk"))))
    parts = [
        *(Part(chosen.filter(**{f"{name}__isnull": False}), F(name)) for name in fields),
        Part(chosen.filter(is_global=True), Value(WORLDWIDE)),
        Part(unplaced, Value(NONE)),
        Part(chosen, Value(None, output_field=BigIntegerField()), whole=True),
    ]
    names: Names = {NONE: NOTHING, WORLDWIDE: Key(RowKind.WORLDWIDE, "global", "")}
    for code in Place.objects.values_list("code", flat=True):
        names[code] = Key(RowKind.REGION if code.isdecimal() else RowKind.KEY, code, place_name(code))
    own = Case(When(is_global=True, then=Value(WORLDWIDE)), default=Value(NONE), output_field=BigIntegerField())
    return Axis(parts, names, own, tuple(_pairs(name, _links(name)) for name in fields), both=True)


def _by_entity(viewer: Viewer, chosen: QuerySet[Any]) -> Axis:
    """Those in the lead, then the partners that are not."""
    seen = Entity.objects.visible_to(viewer).live()
    keys = seen.order_by().values("pk")
    own = _reference("lead", seen)
    others = Q(partners__entity_id__lt=F("lead_id")) | Q(partners__entity_id__gt=F("lead_id"))
    joined = chosen.filter(others, partners__archived_at__isnull=True, partners__entity__in=keys)
    partners = ProjectPartner.objects.live().filter(entity__in=keys).order_by().values_list("project_id", "entity_id")
    parts = [Part(chosen, own, whole=True), Part(joined, F("partners__entity_id"))]
    return Axis(parts, {**_named(seen), NONE: NOTHING}, own, (partners,), both=True)


_AXES: dict[By, Callable[[Viewer, QuerySet[Any]], Axis]] = {
    By.GROUP: _by_group,
    By.PILLAR: _many("pillars", Instrument, "title"),
    By.ENTITY: _by_entity,
    By.COUNTRY: _by_country,
    By.THEME: _many("themes", Theme),
    By.STATUS: _plain("status", DeclaredStatus),
    By.KIND: _plain("kind", ProjectKind),
}
