"""The report on data quality: what each record of work and need lacks, or contradicts itself in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname, get_language

from compact.entities.models import Entity
from compact.kernel.api.filters import ManyFilter
from compact.kernel.columns import Column, ColumnType
from compact.kernel.dates import surely_on_or_before
from compact.kernel.records import UNCONFIRMED, unsourced
from compact.kernel.sql import UidText
from compact.kernel.viewers import Viewer
from compact.reports.base import CodeFilter, Report, ReportFilters
from workinggroups.groups.models import Group
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.projects.filters.around import of_entities, of_groups
from workinggroups.projects.joint import joint_is_shown
from workinggroups.projects.models import PlannedActivity, PlannedState, Project
from workinggroups.projects.phases import out_of_step

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Sequence

    from django.db.models import QuerySet

_ROWS_AT_A_TIME = 2000


class Gap(models.TextChoices):
    """What is wanting."""

    NO_DATES = "no_dates", _("No dates")
    NO_START = "no_start", _("No start, though the end is known")
    NO_END = "no_end", _("No end, though the start is known")
    OUT_OF_STEP = "out_of_step", _("Declared status out of step with the dates")
    NO_STATUS = "no_status", _("No declared status")
    NO_SOURCE = "no_source", _("No source")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    NO_THEME = "no_theme", _("No theme")
    NO_PLACE = "no_place", _("No place")
    NO_GROUP = "no_group", _("No lead group")
    NO_BUDGET = "no_budget", _("Budget not known")
    JOINT_WITHOUT_SHARES = "joint_without_shares", _("Declared as joint, shares not on record")
    NO_HANDLER = "no_handler", _("Nobody handles it")
    MONTH_OVER = "month_over", _("Still planned, though its month is over")


Conditions = dict[Gap, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its resource, what it lacks, and which rows are of an entity or group."""

    resource: str
    model: Any
    title: str
    translated: bool
    gaps: Callable[[Viewer, Any], Conditions]
    of_entity: Callable[[Viewer, QuerySet[Any]], Q]
    of_group: Callable[[QuerySet[Any]], Q]


def _facts() -> Conditions:
    return {Gap.NO_SOURCE: unsourced(), Gap.UNCONFIRMED: Q(evidence__in=UNCONFIRMED)}


def _unseen(name: str, model: Any, viewer: Viewer) -> Q:
    """The optional reference leads nowhere, or to what the viewer may not see."""
    return Q(**{f"{name}__isnull": True}) | ~Q(**{f"{name}__in": model.objects.visible_to(viewer).live().values("pk")})


def _has(name: str, **wanted: Any) -> Exists:
    links: Any = getattr(Project, name).through._base_manager
    return Exists(links.filter(project=OuterRef("pk"), **wanted))


def _project_gaps(viewer: Viewer, day: datetime.date) -> Conditions:
    themes = Theme.objects.visible_to(viewer).live().values("pk")
    return {
        Gap.NO_DATES: Q(start="", end=""),
        Gap.NO_START: Q(start="") & ~Q(end=""),
        Gap.NO_END: Q(end="") & ~Q(start=""),
        Gap.OUT_OF_STEP: ~Q(status="") & out_of_step(day),
        Gap.NO_STATUS: Q(status=""),
        **_facts(),
        Gap.NO_THEME: ~_has("themes", theme__in=themes),
        Gap.NO_PLACE: Q(is_global=False) & ~_has("countries") & ~_has("regions"),
        Gap.NO_GROUP: _unseen("group", Group, viewer),
        Gap.NO_BUDGET: Q(budget__isnull=True),
        Gap.JOINT_WITHOUT_SHARES: Q(declared_joint=True) & ~joint_is_shown(viewer),
    }


def _planned_gaps(viewer: Viewer, day: datetime.date) -> Conditions:
    seen = Project.objects.visible_to(viewer).live().values("pk")
    still = Q(state=PlannedState.PLANNED) & ~Q(project__in=seen)
    return {**_facts(), Gap.NO_THEME: _unseen("theme", Theme, viewer), Gap.MONTH_OVER: still & _over(day)}


def _over(day: datetime.date) -> Q:
    return surely_on_or_before("month", day) & ~Q(month__startswith=day.isoformat()[:7])


def _request_gaps(viewer: Viewer, day: datetime.date) -> Conditions:
    handler = _unseen("handled_by", Entity, viewer)
    gaps = {Gap.NO_DATES: Q(requested_on=""), Gap.NO_THEME: _unseen("theme", Theme, viewer), Gap.NO_HANDLER: handler}
    return {**gaps, **_facts()}


def _recommendation_gaps(viewer: Viewer, day: datetime.date) -> Conditions:
    return {Gap.NO_DATES: Q(made_on=""), Gap.NO_THEME: _unseen("theme", Theme, viewer), **_facts()}


def _nothing(*given: Any) -> Q:
    return Q(pk__in=[])


def _of(name: str) -> Callable[[Viewer, QuerySet[Any]], Q]:
    return lambda viewer, entities: Q(**{f"{name}__in": entities.values("pk")})


KINDS = (
    Kind("projects", Project, "title", True, _project_gaps, of_entities, of_groups),
    Kind("planned-activities", PlannedActivity, "title", False, _planned_gaps, _of("entity"), _nothing),
    Kind("assistance-requests", AssistanceRequest, "title", False, _request_gaps, _of("handled_by"), _nothing),
    Kind("recommendations", Recommendation, "title", False, _recommendation_gaps, _nothing, _nothing),
)


class KnownCode(CodeFilter):
    """A code that some record which the viewer sees has; the report itself chooses by it."""

    def filter(self, qs: Any, value: str) -> Any:
        """All of ``qs``; ParameterError when the viewer sees no such record."""
        if value:
            self.key_of(value)
        return qs


class DataQualityFilters(ReportFilters):
    """Some gaps, some kinds of record, those of a group or entity."""

    gap = ManyFilter(method="keep", choices=Gap, label=_("What is wanting; may be repeated"))
    record = ManyFilter(
        method="keep",
        choices=[(kind.resource, kind.model._meta.verbose_name_plural) for kind in KINDS],
        label=_("Kind of record; may be repeated"),
    )
    group = KnownCode(Group, "group", label=_("The group’s code; projects that it leads or contributes to"))
    entity = KnownCode(Entity, "lead", label=_("The entity’s code: what it leads, has a part in or handles"))


class DataQuality(Report):
    """One row for each record and what it lacks: projects, planned activities, requests and recommendations."""

    name = "data-quality"
    columns = (
        Column("record", _("kind of record"), type=ColumnType.CODE),
        Column("id", _("identifier"), type=ColumnType.IDENTIFIER),
        Column("url", _("address"), type=ColumnType.ADDRESS),
        Column("reference", _("reference")),
        Column("title", _("title")),
        Column("entity_code", _("entity (code)"), type=ColumnType.CODE),
        Column("gap", _("what is wanting"), type=ColumnType.CODE),
        Column("gap_name", _("what is wanting (in words)")),
    )
    filterset_class = DataQualityFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Projects in use; the other kinds have doors of their own."""
        readable: QuerySet[Any] = Project.objects.visible_to(viewer).live()
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """By kind and reference; a query for each kind."""
        given = self.request.query_params
        records, gaps = set(given.getlist("record")), set(given.getlist("gap"))
        for kind in KINDS:
            if records and kind.resource not in records:
                continue
            rows = kind.model.objects.visible_to(viewer).live()
            if entity := given.get("entity", "").strip():
                rows = rows.filter(kind.of_entity(viewer, Entity.objects.visible_to(viewer).live().filter(code=entity)))
            if group := given.get("group", "").strip():
                rows = rows.filter(kind.of_group(Group.objects.visible_to(viewer).live().filter(code=group)))
            conditions = kind.gaps(viewer, day)
            wanted = {gap: each for gap, each in conditions.items() if not gaps or gap in gaps}
            address = self.request.build_absolute_uri(reverse(f"api-{kind.resource}-list"))
            yield from _lines(kind, rows, wanted, viewer, address)


def _lines(
    kind: Kind, rows: QuerySet[Any], conditions: Conditions, viewer: Viewer, address: str
) -> Iterator[Sequence[Any]]:
    if not conditions:
        return
    flags = {f"gap_{gap}": Case(When(each, then=Value(1)), default=Value(0)) for gap, each in conditions.items()}
    plain: Any = rows.rewrite(False) if hasattr(rows, "rewrite") else rows
    found = plain.annotate(
        told_id=UidText("uid"),
        told_code=_code(kind.model),
        told_title=_title(kind),
        told_entity=_entity(kind.model, viewer),
        **flags,
    )
    some = Q()
    for name in flags:
        some |= Q(**{name: 1})
    selected = (
        found.filter(some)
        .order_by("told_code", "pk")
        .values_list("told_id", "told_code", "told_title", "told_entity", *flags)
    )
    for uid, code, title, entity, *told in selected.iterator(_ROWS_AT_A_TIME):
        for gap, wanting in zip(conditions, told, strict=True):
            if wanting:
                yield (kind.resource, uid, f"{address}{uid}/", code, title, entity, gap.value, str(gap.label))


def _code(model: Any) -> Any:
    """The reference; a planned activity has none, and is known by its State and month."""
    if model is PlannedActivity:
        return Concat(F("country"), Value(" "), F("month"), output_field=TextField())
    return Cast(F("code"), TextField())


def _title(kind: Kind) -> Any:
    if not kind.translated:
        return F(kind.title)
    local, english = (build_localized_fieldname(kind.title, code) for code in (get_language(), "en"))
    return Coalesce(NullIf(F(local), Value("")), F(english), Value(""), output_field=TextField())


def _entity(model: Any, viewer: Viewer) -> Any:
    """The code of the entity that has to mend it, as far as it is known and the viewer sees it."""
    name = {Project: "lead", PlannedActivity: "entity", AssistanceRequest: "handled_by"}.get(model)
    if name is None:
        return Value("", output_field=TextField())
    seen = Entity.objects.visible_to(viewer).live().values("pk")
    shown = When(Q(**{f"{name}__in": seen}), then=F(f"{name}__code"))
    return Case(shown, default=Value(""), output_field=TextField())
