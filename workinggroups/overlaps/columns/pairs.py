"""The columns of pairs that look alike, and of what was decided on them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Round, Trim
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname, get_language

from compact.kernel.columns import Column, ColumnType
from compact.kernel.sql import Joined
from compact.kernel.standard_columns import ARCHIVE, IDENTITY, plain
from workinggroups.meetings.queries import entity_seen
from workinggroups.overlaps.decided import probability_is_shown
from workinggroups.overlaps.models import NAMES, Candidate, Consent, PairDecision

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


# --- One of the two ---------------------------------------------------------------------------------------------------


def record_columns(name: str, label: Any) -> tuple[Column, ...]:
    """The ``id`` of the record on the side ``name``, its kind, reference or code, title or name, and lead entity."""
    named: tuple[tuple[str, Any, ColumnType, Any], ...] = (
        (name, label, ColumnType.IDENTIFIER, _uid),
        (f"{name}_kind", format_lazy("{} ({})", label, _("kind")), ColumnType.CODE, _kind),
        (f"{name}_code", format_lazy("{} ({})", label, _("reference or code")), ColumnType.TEXT, _code),
        (f"{name}_name", format_lazy("{} ({})", label, _("title or name")), ColumnType.TEXT, _name),
        (f"{name}_lead_code", format_lazy("{} ({})", label, _("code of the lead entity")), ColumnType.CODE, _lead),
    )
    return tuple(
        Column(each, text, type=kind, compute=partial(expression, f"{name}__"))
        for each, text, kind, expression in named
    )


def _uid(side: str, viewer: Viewer) -> Any:
    return Coalesce(*(F(f"{side}{name}__uid") for name in NAMES))


def _kind(side: str, viewer: Viewer) -> Any:
    """The kind of project, or which other kind of record it is."""
    others = {"planned": "planned_activity", "entity": "entity", "person": "person"}
    found = [When(**{f"{side}{name}__isnull": False}, then=Value(kind)) for name, kind in others.items()]
    return Case(*found, default=F(f"{side}project__kind"), output_field=TextField())


def _code(side: str, viewer: Viewer) -> Any:
    return _first(f"{side}project__code", f"{side}entity__code")


def _name(side: str, viewer: Viewer) -> Any:
    """In the reader's language, else in English; of a planned activity without a title, with whom and where."""
    languages = dict.fromkeys((get_language(), "en"))
    fields = [
        build_localized_fieldname(f"{side}{field}", code)
        for field in ("project__title", "entity__name")
        for code in languages
    ]
    fields += [f"{side}planned__{field}" for field in ("title", "institution", "country")]
    person = Trim(Concat(F(f"{side}person__given_name"), Value(" "), F(f"{side}person__family_name")))
    return _first(*fields, person)


def _lead(side: str, viewer: Viewer) -> Any:
    return _first(f"{side}project__lead__code", f"{side}planned__entity__code")


def _first(*fields: Any) -> Any:
    """The first of ``fields`` that holds a text; "" where none does."""
    given = (NullIf(F(each) if isinstance(each, str) else each, Value("")) for each in fields)
    return Coalesce(*given, Value(""), output_field=TextField())


# --- What is thought and decided of them ------------------------------------------------------------------------------


def _percent(viewer: Viewer) -> Any:
    """The probability in percent once enough was decided; nothing before."""
    if not probability_is_shown():
        return Value(None, output_field=IntegerField())
    return Cast(Round(F("probability") * 100), IntegerField())


def _last(field: str) -> Any:
    """What the last decision on the pair says in ``field``."""
    rows = PairDecision.objects.filter(candidate=OuterRef("pk")).order_by("-pk")
    return Subquery(rows.values(field)[:1])


def _decided_at(viewer: Viewer) -> Any:
    return _last("decided_at")


def _last_text(field: str) -> Any:
    return lambda viewer: Coalesce(_last(field), Value(""), output_field=CharField())


def _leads_answering(agrees: bool | None) -> Any:
    """The codes of the entities that agree, do not, or have not answered, to the decision that stands."""

    def compute(viewer: Viewer) -> Joined:
        standing = PairDecision.objects.filter(candidate=OuterRef(OuterRef("pk"))).order_by("-pk").values("pk")[:1]
        answer = Q(agrees__isnull=True) if agrees is None else Q(agrees=agrees)
        rows = Consent.objects.filter(answer, decision=Subquery(standing))
        if not viewer.is_secretariat:
            rows = rows.filter(entity_seen(viewer, "entity__"))
        return Joined(rows.order_by("entity__code").values(item=F("entity__code")))

    return compute


PAIRS = (
    *IDENTITY,
    *record_columns("a", _("one record")),
    *record_columns("b", _("the other")),
    *plain(Candidate, "kind", "verdict"),
    Column("strength", _("how sure"), type=ColumnType.CODE),
    Column("probability_percent", _("probability in percent"), type=ColumnType.NUMBER, compute=_percent),
    Column("evidence", _("evidence in words"), type=ColumnType.JSON),
    Column("evidence_data", _("evidence as data"), "evidence", type=ColumnType.JSON),
    *plain(Candidate, "state", "found_at"),
    Column("last_decision", _("last decision"), type=ColumnType.CODE, compute=_last_text("decided")),
    Column("last_reason", _("why"), compute=_last_text("reason")),
    Column("last_decided_at", _("decided at"), type=ColumnType.TIME, compute=_decided_at),
    Column("last_decided_by", _("decided by"), compute=_last_text("operation__actor_label")),
    Column("agreeing_codes", _("lead entities that agree"), type=ColumnType.LIST, compute=_leads_answering(True)),
    Column("refusing_codes", _("lead entities that do not"), type=ColumnType.LIST, compute=_leads_answering(False)),
    Column("awaited_codes", _("lead entities to answer"), type=ColumnType.LIST, compute=_leads_answering(None)),
    *ARCHIVE,
)
PAIR_DECISIONS = (
    Column("id", _("identifier"), "uid", ColumnType.IDENTIFIER),
    *plain(PairDecision, "decided", "reason", "decided_at"),
    Column("decided_by", _("decided by"), "operation__actor_label"),
)
EVIDENCE, EVIDENCE_DATA = (
    next(position for position, column in enumerate(PAIRS) if column.name == name)
    for name in ("evidence", "evidence_data")
)
"""Where in a row the evidence stands that is told to each viewer as far as they may know it."""
