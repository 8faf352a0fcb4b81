"""The register of decisions: what was decided on a day, by whom, where, and what that is known from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from compact.kernel.api.filters import DayFilter, ManyFilter, SearchFilter
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.dates import earliest, latest, on_or_before
from compact.kernel.periods import Certainty
from compact.kernel.standard_columns import SOURCED, plain
from compact.reports.base import CodeFilter, Report
from compact.reports.filters import PeriodFilters
from workinggroups.groups.models import Group, Role, Term
from workinggroups.meetings.columns.decisions import DECISIONS
from workinggroups.meetings.filters.days import can_be_on
from workinggroups.meetings.models import Decision, DecisionVerb, Objection, SubjectKind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_ROWS_AT_A_TIME = 2000
_SHARED = {column.name: column for column in DECISIONS}
CHAIRING = (Role.CHAIR, Role.CO_CHAIR)


def _named(field: str, choices: Any) -> Any:
    labels = [When(**{field: each}, then=Value(str(each.label))) for each in choices]
    return Case(*labels, default=F(field), output_field=TextField())


def _standing(viewer: Viewer) -> Any:
    """How many objections stand against what was decided by silence, of those that the viewer may see."""
    seen = Objection.objects.visible_to(viewer).live()
    seen = seen.filter(procedure__decision=OuterRef("pk"), withdrawn_at__isnull=True)
    counted = seen.order_by().values("procedure__decision").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _afterwards(viewer: Viewer) -> Any:
    """The place of a value that comes by a query of its own."""
    return Value("", output_field=TextField())


def _of_meeting(name: str, label: Any, type_: ColumnType = ColumnType.DATE) -> Column:
    return Column(f"meeting_{name}", label, f"meeting__{name}", type_, through="meeting")


class DecisionsFilters(PeriodFilters):
    """Decisions of a body, by what they do, what they are about, when, and words."""

    days = ("decided_on",)

    group = CodeFilter(Group, "group", label=_("The group’s code"))
    verb = ManyFilter(choices=DecisionVerb, label=_("What it does; may be repeated"))
    subject_kind = ManyFilter(choices=SubjectKind, label=_("Kind of subject; may be repeated"))
    decided_on = DayFilter(method="filter_decided_on", label=_("Decisions that can be of this day, as far as is known"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_decided_on(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Decisions of the day, or of its month or year where no more is known."""
        return queryset.filter(can_be_on("decided_on", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Decisions whose number, subject or wording contain the text."""
        return queryset.search(value)


class Decisions(Report):
    """What was decided until a day, by which body, who chaired it then, in which meeting or by silence."""

    name = "decisions"
    columns = (
        Column("decision", _("decision"), "uid", ColumnType.IDENTIFIER),
        *plain(Decision, "decided_on", "number", "verb"),
        Column("verb_name", _("what it does (in words)"), compute=lambda viewer: _named("verb", DecisionVerb)),
        *plain(Decision, "subject_kind"),
        Column("subject", _("what it is about"), translated=True),
        Column("group_code", _("decided by (code)"), "group__code", ColumnType.CODE),
        Column("group_name", _("decided by"), "group__name", translated=True),
        Column("decided_by_whom", _("decided by whom, with the chair on that day"), compute=_afterwards),
        _SHARED["meeting"],
        _of_meeting("number", _("number of the meeting"), ColumnType.NUMBER),
        _of_meeting("place", _("place of the meeting"), ColumnType.TEXT),
        _of_meeting("start", _("first day of the meeting")),
        _of_meeting("end", _("last day of the meeting")),
        _SHARED["source_of"],
        Column("objections_standing", _("objections that stand"), type=ColumnType.NUMBER, compute=_standing),
        _SHARED["instrument_code"],
        _SHARED["instrument_name"],
        *plain(Decision, "document"),
        *SOURCED,
    )
    filterset_class = DecisionsFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Decisions in use, of groups in use."""
        decisions = Decision.objects.visible_to(viewer).live()
        readable: QuerySet[Any] = decisions.filter(group__archived_at__isnull=True)
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a decision, the latest first, of those that can have been taken by ``day``; two queries."""
        taken = chosen.filter(on_or_before("decided_on", day))
        found = rows(taken.order_by("-decided_on", "group__code", "number"), self.columns, viewer=viewer)
        return self._with_chairs(found.iterator(_ROWS_AT_A_TIME), _chairs(viewer))

    def _with_chairs(
        self, found: Iterable[Sequence[Any]], chairs: Mapping[str, Sequence[Term]]
    ) -> Iterator[Sequence[Any]]:
        order = [column.name for column in self.columns]
        whom, when, code, body = (order.index(each) for each in _PLACES)
        for each in found:
            row = list(each)
            row[whom] = _by_whom(row[body], row[when], chairs.get(row[code], ()))
            yield row


_PLACES = ("decided_by_whom", "decided_on", "group_code", "group_name")


def _chairs(viewer: Viewer) -> dict[str, list[Term]]:
    """The terms of chairs and co-chairs that the viewer may see, by the code of the group."""
    terms = Term.objects.visible_to(viewer).live().filter(role__in=CHAIRING, entity__archived_at__isnull=True)
    found: dict[str, list[Term]] = {}
    for term in terms.select_related("group", "entity").order_by("entity__code", "start", "pk"):
        found.setdefault(term.group.code, []).append(term)
    return found


def _by_whom(body: str, decided_on: str, terms: Sequence[Term]) -> str:
    """“Coordination Committee; chair then: UNOCT (certain)”, as far as is known."""
    if not decided_on:
        return gettext("%(body)s; chair then: not known, since the day is not known") % {"body": body}
    held = [(term, certainty) for term in terms if (certainty := _certainty(term, decided_on))]
    if not held:
        return gettext("%(body)s; chair then: not known") % {"body": body}
    named = [
        pgettext("who chaired, how sure that is", "%(entity)s (%(certainty)s)")
        % {"entity": term.entity, "certainty": Certainty(certainty).label}
        for term, certainty in held
    ]
    return gettext("%(body)s; chair then: %(chairs)s") % {"body": body, "chairs": ", ".join(named)}


def _certainty(term: Term, when: str) -> str:
    """How sure it is that ``term`` was held on the partial date ``when``: of a month, on all its days; "" when not."""
    first, last = earliest(when), latest(when)
    answers = {term.certainty_on(first), term.certainty_on(last)}
    if answers == {Certainty.CERTAIN}:
        return Certainty.CERTAIN
    within = bool(term.start) and first <= earliest(term.start) <= last
    return Certainty.POSSIBLE if within or answers != {""} else ""
