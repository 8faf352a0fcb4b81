"""The report on money: what was pledged, signed for, deposited, announced and allocated, each by itself.

Domain rule 6: five labelled totals that are never added to each other, each by currency, since no rate is stored to
add two; an amount that is not known is counted and never zero; statements stand apart and enter no sum. What the
reader may not see enters none either, and what a seen entry refers to is named only where it may be seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BigIntegerField, Case, F, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.columns import Column, ColumnType
from compact.kernel.dates import on_or_before
from compact.kernel.money import money_of, validate_currency
from compact.kernel.survivors import is_mergeable, leads_to
from compact.kernel.viewers import viewer_of
from compact.reports.base import CodeFilter, Report
from compact.reports.filters import PeriodFilters
from funding.funds.models import Fund, FundingPartner, Pledge, PledgeNature
from funding.funds.totals import Total, TotalKind, entries_of, total, totals_by, year_of
from workinggroups.groups.models import Group
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer


class Dimension(models.TextChoices):
    """What the sums are broken down by."""

    TOTAL = "total", pgettext_lazy("money by", "total")
    FUND = "fund", pgettext_lazy("money by", "fund")
    PARTNER = "partner", pgettext_lazy("money by", "funding partner")
    GROUP = "group", pgettext_lazy("money by", "lead group of the project")
    YEAR = "year", pgettext_lazy("money by", "year")
    PROJECT = "project", pgettext_lazy("money by", "project")
    RECIPIENT = "recipient", pgettext_lazy("money by", "recipient")


#: What each dimension refers to, and the references on the way that have to be seen as well.
_REFERENCES: Mapping[str, tuple[Any, dict[str, Any]]] = {
    Dimension.FUND: (Fund, {"fund": Fund}),
    Dimension.PARTNER: (FundingPartner, {"partner": FundingPartner}),
    Dimension.GROUP: (Group, {"project": Project, "project__group": Group}),
    Dimension.PROJECT: (Project, {"project": Project}),
    Dimension.RECIPIENT: (Entity, {"recipient": Entity}),
}


class RowKind(models.TextChoices):
    """What a row is."""

    SUM = "sum", _("Sum")
    STATEMENT = "statement", _("Statement")


class _PartnerFilter(CodeFilter):
    """Entries of a funding partner; an allocation is a fund's."""

    def filter(self, qs: Any, value: str) -> Any:
        """The entries of ``qs`` of the partner with the code ``value``."""
        if not value:
            return qs
        key = self.key_of(value)
        return qs.filter(partner=key) if _has_partner(qs.model) else qs.none()


class _GroupFilter(CodeFilter):
    """Entries for the projects that a group leads, as far as these may be seen."""

    def filter(self, qs: Any, value: str) -> Any:
        """The entries of ``qs`` for projects of the group with the code ``value``."""
        if not value:
            return qs
        seen = _seen(Project, viewer_of(self.parent.request))
        return qs.filter(leads_to("project", seen.filter(group=self.key_of(value)).values("pk")))


class FundingFilters(PeriodFilters):
    """Money of a fund, a partner or a group’s projects, in one currency, with its value date in a period."""

    days = ("value_date",)

    by = library.ChoiceFilter(
        method="keep", choices=Dimension, label=_("What the sums are broken down by; nothing if left out")
    )
    fund = CodeFilter(Fund, "fund", label=_("The fund’s code"))
    partner = _PartnerFilter(FundingPartner, "partner", label=_("The funding partner’s code"))
    group = _GroupFilter(Group, "project__group", label=_("The code of the group that leads the project"))
    currency = library.CharFilter(
        validators=[validate_currency],
        label=_("Amounts in this currency (ISO 4217); those that are not known have none and are left out"),
    )


def _sum_columns() -> tuple[Column, ...]:
    amounts = (Column(kind.value, kind.label, type=ColumnType.AMOUNT) for kind in TotalKind)
    labels = {
        TotalKind.PLEDGED: _("pledges of unknown amount"),
        TotalKind.SIGNED: _("signed contributions of unknown amount"),
        TotalKind.DEPOSITED: _("deposits of unknown amount"),
        TotalKind.ANNOUNCED: _("announced allocations of unknown amount"),
        TotalKind.ALLOCATED: _("confirmed allocations of unknown amount"),
    }
    unknown = (Column(f"{kind.value}_unknown", labels[kind], type=ColumnType.NUMBER) for kind in TotalKind)
    return (*amounts, *unknown)


class Funding(Report):
    """The five totals by currency, net of reversals; then the statements, which enter none of them.

    An entry whose amount is not known has no currency: such entries are counted in a row without one. A total
    is empty where nothing is on record for it.
    """

    name = "funding"
    columns = (
        Column("row_kind", _("sum or statement"), type=ColumnType.CODE),
        Column("by", _("broken down by"), type=ColumnType.CODE),
        Column("key", _("code or year")),
        Column("key_name", _("name")),
        Column("key_id", _("identifier"), type=ColumnType.IDENTIFIER),
        Column("currency", _("currency"), type=ColumnType.CODE),
        *_sum_columns(),
        Column("statement", _("statement (identifier)"), type=ColumnType.IDENTIFIER),
        Column("nature", _("nature of the statement"), type=ColumnType.CODE),
        Column("stated", _("amount stated, in no sum"), type=ColumnType.AMOUNT),
        Column("value_date", _("value date of the statement"), type=ColumnType.DATE),
        Column("source", _("source of the statement")),
        Column("evidence", _("evidence of the statement"), type=ColumnType.CODE),
        Column("note", _("note on the statement")),
    )
    may_lack = frozenset(
        {
            *TotalKind.values,
            *(f"{each}_unknown" for each in TotalKind.values),
            "key_id",
            "statement",
            "stated",
        }
    )
    filterset_class = FundingFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """None to choose among: the filters are asked of each kind of entry."""
        return Pledge.objects.none()

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a key and currency, then one a statement; of what can have its value date by ``day``."""
        by = self.request.query_params.get("by") or Dimension.TOTAL
        sums: dict[Any, dict[TotalKind, Total]] = {}
        for kind in TotalKind:
            entries = self._chosen(entries_of(kind, viewer), day)
            for key, each in _totals(entries, by, viewer).items():
                sums.setdefault(key, {})[kind] = each
        statements = list(self._statements(viewer, day, by))
        keys = _keys(by, {*sums, *(key for key, _statement in statements)}, viewer)
        for key in sorted(sums, key=lambda each: keys[each].order):
            yield from _sum_rows(by, keys[key], sums[key])
        for key, statement in statements:
            yield _statement_row(by, keys[key], statement)

    def _chosen(self, entries: Any, day: datetime.date) -> Any:
        """Those of ``entries`` that the parameters keep, without reversals and what they reverse."""
        kept = entries.standing().filter(on_or_before("value_date", day))
        return self.filterset_class(self.request.query_params, queryset=kept, request=self.request).qs

    def _statements(self, viewer: Viewer, day: datetime.date, by: str) -> Iterator[tuple[Any, Pledge]]:
        """The statements, each with its key."""
        seen = Pledge.objects.visible_to(viewer).live().exclude(nature=PledgeNature.PLEDGE)
        chosen = self._chosen(seen, day).annotate(statement_key=_key_of(by, viewer))
        for each in chosen.order_by("value_date", "pk"):
            yield each.statement_key, each


# --- What the sums are broken down by -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Key:
    """What a row is about, as far as the viewer may see it; all is empty for none."""

    code: str = ""
    name: str = ""
    uid: str | None = None
    order: tuple[Any, ...] = field(default=(True,))


def _seen(model: Any, viewer: Viewer) -> Any:
    return model.objects.visible_to(viewer).live()


def _has_partner(model: Any) -> bool:
    return any(each.name == "partner" for each in model._meta.concrete_fields)


def _key_of(by: str, viewer: Viewer) -> Any:
    """The key of an entry as an expression; none where what it refers to may not be seen.

    What stayed with a merged project or recipient, which is in the archive, has the key of its survivor.
    """
    if by == Dimension.YEAR:
        return year_of()
    if by not in _REFERENCES:
        return models.Value(None, output_field=BigIntegerField())
    _model, references = _REFERENCES[by]
    first = next(iter(references))
    ways = [first, f"{first}__merged_into"] if is_mergeable(references[first]) else [first]
    return Case(*(_when(first, way, references, viewer) for way in ways), default=None, output_field=BigIntegerField())


def _when(first: str, way: str, references: Mapping[str, Any], viewer: Viewer) -> When:
    """The key at the end of ``references`` where all on it may be seen; ``way`` leads to the ``first`` one."""
    seen, path = Q(), ""
    for path, model in references.items():
        seen &= Q(**{f"{path.replace(first, way, 1)}__in": _seen(model, viewer).values("pk")})
    return When(seen, then=F(f"{path.replace(first, way, 1)}_id"))


def _totals(entries: Any, by: str, viewer: Viewer) -> dict[Any, Total]:
    """What ``entries`` add up to by key; one query."""
    if by == Dimension.TOTAL or (by == Dimension.PARTNER and not _has_partner(entries.model)):
        return {None: total(entries)}
    return {key: each for (key,), each in totals_by(entries, _key_of(by, viewer)).items()}


def _keys(by: str, found: set[Any], viewer: Viewer) -> dict[Any, _Key]:
    """The names of the keys ``found``, by key; one query."""
    keys: dict[Any, _Key] = {None: _Key()}
    if by == Dimension.YEAR:
        return keys | {each: _Key(each, order=(not each, each)) for each in found}
    if by in _REFERENCES:
        rows = _seen(_REFERENCES[by][0], viewer).in_bulk([each for each in found if each is not None])
        for key, row in rows.items():
            name = row.title if isinstance(row, Project) else str(row)
            keys[key] = _Key(row.code, name, str(row.uid), (False, row.code, name, key))
    return keys


# --- Rows -----------------------------------------------------------------------------------------------------------


def _sum_rows(by: str, key: _Key, sums: Mapping[TotalKind, Total]) -> Iterator[Sequence[Any]]:
    """One row for each currency, and one that counts what is not known."""
    amounts = {(each.currency, kind): each for kind, found in sums.items() for each in found.amounts}
    head = (RowKind.SUM.value, by, key.code, key.name, key.uid)
    rest = (None, "", None, "", "", "", "")
    for currency in sorted({currency for currency, _kind in amounts}):
        money = [amounts.get((currency, kind)) for kind in TotalKind]
        told = (f"{each.amount:f}" if each else None for each in money)
        yield (*head, currency, *told, *(0 for _each in money), *rest)
    unknown = [sums[kind].unknown if kind in sums else 0 for kind in TotalKind]
    if any(unknown):
        yield (*head, "", *(None for _each in unknown), *unknown, *rest)


def _statement_row(by: str, key: _Key, statement: Pledge) -> Sequence[Any]:
    money = money_of(statement.amount, statement.currency)
    return (
        *(RowKind.STATEMENT.value, by, key.code, key.name, key.uid, statement.currency),
        *(None for _kind in TotalKind),
        *(None for _kind in TotalKind),
        *(str(statement.uid), statement.nature, f"{money.amount:f}" if money else None, statement.value_date),
        *(statement.source, statement.evidence, statement.note),
    )
