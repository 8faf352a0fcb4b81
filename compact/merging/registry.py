"""Which models can be merged, and by which rule every key that leads to one of them moves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks
from django.utils.translation import pgettext

from compact.kernel.history import DomainHistory, HistoryRow
from compact.kernel.moving import Mergeable, Unites, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db import models

    from compact.kernel.moving import Rule


@dataclass(frozen=True, slots=True)
class Relation:
    """A key or set of ``model``, in the field ``name``, that leads to a mergeable record, and its rule."""

    model: Any
    name: str
    rule: Rule

    @property
    def field(self) -> Any:
        """The field itself."""
        return self.model._meta.get_field(self.name)

    @property
    def label(self) -> str:
        """What people call it: the kind of record and the field."""
        return f"{self.model._meta.verbose_name}{pgettext('after a label', ':')} {self.field.verbose_name}"


def mergeable_models() -> list[type[Mergeable]]:
    """Every model whose records can be merged."""
    return [model for model in apps.get_models() if issubclass(model, Mergeable)]


def mergeable_by_label(label: str) -> type[Mergeable] | None:
    """The mergeable model that ``label`` names (``workinggroups.project``, in any case); None when there is none."""
    return next((model for model in mergeable_models() if model._meta.label_lower == label.lower()), None)


def relations_to(model: type[models.Model]) -> tuple[Relation, ...]:
    """All that leads to ``model``, in the order of the models' labels; the check has seen that each has its rule."""
    return _relations().get(model, ())


@cache
def _relations() -> dict[Any, tuple[Relation, ...]]:
    found: dict[Any, list[Relation]] = {}
    for model, field in _leading():
        if field.name in rules_of(model):
            relation = Relation(model, field.name, rules_of(model)[field.name])
            found.setdefault(field.related_model, []).append(relation)
    return {target: tuple(sorted(rows, key=_place)) for target, rows in found.items()}


def _place(relation: Relation) -> tuple[str, str]:
    return relation.model._meta.label_lower, relation.name


def _leading() -> Iterator[tuple[Any, Any]]:
    """Every foreign key and set, of any model, that leads to a mergeable record; histories apart."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.auto_created or _is_history(model):
            continue
        for field in model._meta.get_fields():
            if _leads(field):
                yield model, field


def _is_history(model: type[models.Model]) -> bool:
    return issubclass(model, HistoryRow) or model in DomainHistory.m2m_models.values()


def _leads(field: Any) -> bool:
    """Whether ``field`` is a key or set of its own model, inherited or not, that leads to a mergeable record."""
    if field.auto_created or not (field.many_to_one or field.one_to_one or field.many_to_many):
        return False
    target = field.related_model
    return isinstance(target, type) and issubclass(target, Mergeable)


# --- The build breaks where a rule is missing -------------------------------------------------------------------------


@checks.register(checks.Tags.models)
def rules_check(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error for each key or set that leads to a mergeable record without a rule, or with one that cannot be."""
    ruled: set[tuple[Any, str]] = set()
    errors = []
    for model, field in _leading():
        ruled.add((model, field.name))
        rule = rules_of(model).get(field.name)
        if rule is None:
            errors.append(_missing(model, field))
        elif isinstance(rule, Unites) != bool(field.many_to_many):
            errors.append(_unfitting(model, field))
    return [*errors, *_leading_nowhere(ruled)]


def _missing(model: Any, field: Any) -> checks.Error:
    target = field.related_model._meta.label
    return checks.Error(
        f"“{model._meta.label}.{field.name}” leads to {target}, which can be merged, and has no rule for that.",
        hint="Name it in “on_merge” beside the field: Moves(Clash.…), Stays(why) or, for a set, Unites().",
        obj=model,
        id="merging.E001",
    )


def _unfitting(model: Any, field: Any) -> checks.Error:
    return checks.Error(
        f"“{model._meta.label}.{field.name}” has a rule that does not fit it: sets unite, keys move or stay.",
        obj=model,
        id="merging.E002",
    )


def _leading_nowhere(ruled: set[tuple[Any, str]]) -> Iterator[checks.Error]:
    """An error for each rule that names no such field: a field that was renamed, or a slip of the keyboard."""
    for model in apps.get_models():
        if _is_history(model):
            continue
        for name in rules_of(model):
            if (model, name) not in ruled:
                yield checks.Error(
                    f"“{model._meta.label}” has a rule for “{name}”, which leads to no record that can be merged.",
                    hint="Correct the name in “on_merge”, or take the rule out.",
                    obj=model,
                    id="merging.E003",
                )
