"""Work on record that looks like what somebody is entering: shown before it is stored, so that none is entered twice.

What looks alike is found by the room above, at ``settings.SIMILAR_WORK``; where that is empty, nothing is looked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from compact.entities.queries import LANGUAGES
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.seen import rows_seen, rows_sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal
    from uuid import UUID

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group
    from workinggroups.needs.models import Theme

_SALT = "workinggroups.projects.similar"


@dataclass(frozen=True, slots=True)
class Typed:
    """A project or planned activity as it would be stored. ``record`` is the one on record, None for a new one.

    ``start`` and ``end`` are partial dates, "" where not known; ``places`` are codes of States and regions; ``above``
    is what it is to be part of. Of a planned activity ``institution`` and its theme say what a title may not.
    """

    record: Project | PlannedActivity | None
    is_planned: bool
    kind: str = ""
    """Of a project; "" where not known."""
    titles: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    institution: str = ""
    entities: tuple[Entity, ...] = ()
    places: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    budget: Decimal | None = None
    currency: str = ""
    themes: tuple[Theme, ...] = ()
    groups: tuple[Group, ...] = ()
    above: Project | None = None

    @property
    def material(self) -> tuple[Any, ...]:
        """What makes it another piece of work when it changes: what it is called, where and when it takes place."""
        return (self.titles, self.institution, tuple(sorted(self.places)), self.start, self.end)


@dataclass(frozen=True, slots=True)
class SimilarWork:
    """One project or planned activity on record, in words of the active language, as far as its reader may see it.

    ``key`` names the row among planned activities and projects. ``looks_like`` says what the two may be, ``speaks_for``
    and ``speaks_against`` why, the heaviest first. ``address`` is its own page, "" where there is none;
    ``contact`` is whom to call, "" for a project.
    """

    key: str
    uid: UUID
    kind: str
    name: str
    entity: str
    where: str
    when: str
    summary: str
    is_same: bool
    looks_like: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    address: str = ""
    contact: str = ""


def project_typed(record: Project | None, values: Mapping[str, Any], partners: Iterable[Entity] = ()) -> Typed:
    """The project ``record``, or a new one, once ``values`` are stored, with ``partners`` beside its lead entity."""
    lead, group = _one(record, values, "lead"), _one(record, values, "group")
    groups = [group, *_many(record, values, "contributing_groups")]
    places = [*_many(record, values, "countries"), *_many(record, values, "regions")]
    return Typed(
        record=record,
        is_planned=False,
        kind=_one(record, values, "kind") or "",
        titles=_texts(record, values, "title"),
        summaries=_texts(record, values, "summary"),
        entities=tuple(each for each in (lead, *partners) if each is not None),
        places=tuple(place.pk for place in places),
        start=_one(record, values, "start") or "",
        end=_one(record, values, "end") or "",
        **_budget(record, values),
        themes=tuple(_many(record, values, "themes")),
        groups=tuple(each for each in groups if each is not None),
        above=_one(record, values, "parent"),
    )


def planned_typed(record: PlannedActivity | None, values: Mapping[str, Any]) -> Typed:
    """The planned activity ``record``, or a new one, once ``values`` are stored."""
    entity, theme = _one(record, values, "entity"), _one(record, values, "theme")
    title, country, month = (_one(record, values, name) or "" for name in ("title", "country", "month"))
    return Typed(
        record=record,
        is_planned=True,
        titles=(title,) if title else (),
        institution=_one(record, values, "institution") or "",
        entities=(entity,) if entity else (),
        places=(country,) if country else (),
        start=month,
        end=month,
        themes=(theme,) if theme else (),
    )


def _one(record: Any, values: Mapping[str, Any], name: str) -> Any:
    return values[name] if name in values else getattr(record, name, None)


def _many(record: Any, values: Mapping[str, Any], name: str) -> list[Any]:
    if name in values:
        return list(values[name] or ())
    return list(record.many(name)) if record is not None else []


def _texts(record: Any, values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = (_one(record, values, f"{name}_{language}") for language in LANGUAGES)
    return tuple(dict.fromkeys(text.strip() for text in found if text and text.strip()))


def _budget(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    stored = record.budget_money if record is not None else None
    amount = values.get("budget", stored and stored.amount)
    currency = values.get("budget_currency", stored.currency if stored else "")
    return {"budget": amount, "currency": currency if amount is not None else ""}


def similar_work(viewer: Viewer, typed: Typed) -> tuple[SimilarWork, ...]:
    """What ``viewer`` may see of other work that may be the same as ``typed`` or overlap it, the likeliest first."""
    if not settings.SIMILAR_WORK:
        return ()
    find = cast("Callable[[Viewer, Typed], tuple[SimilarWork, ...]]", import_string(settings.SIMILAR_WORK))
    return find(viewer, typed)


def similar_sign(viewer: Viewer, typed: Typed, similar: Iterable[SimilarWork]) -> str:
    """A token which says that ``viewer`` was shown what is ``similar`` to ``typed``."""
    return rows_sign(_asked(viewer, typed), [each.key for each in similar], salt=_SALT)


def similar_seen(token: str, viewer: Viewer, typed: Typed, similar: Iterable[SimilarWork]) -> bool:
    """Whether ``token`` says that ``viewer`` was shown all that is ``similar`` to this, less than a day ago."""
    return rows_seen(token, _asked(viewer, typed), [each.key for each in similar], salt=_SALT)


def _asked(viewer: Viewer, typed: Typed) -> list[Any]:
    return [viewer.user_id, hashlib.sha256(repr(typed.material).encode()).hexdigest()]
