"""What somebody is entering, as the matching reads it: as it would read the record once that is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.entities.queries import LANGUAGES
from compact.kernel.moving import survivor_of
from compact.kernel.visibility import Visibility
from compact.matching.records import Record
from workinggroups.overlaps.comparing.works import PLANNED, filled, period

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from workinggroups.needs.models import Theme
    from workinggroups.projects.models import Project
    from workinggroups.projects.similar import Typed

NEW = "new"
"""The key of what is not on record yet; those on record have identifiers."""


def typed_record(typed: Typed) -> Record | None:
    """``typed`` for the matching; None where nothing is said yet that could be compared by its words."""
    titles, summaries = _texts(typed)
    if not titles:
        return None
    tree = tree_above(typed.above)
    return Record(
        key=str(typed.record.uid) if typed.record else NEW,
        titles=titles,
        summaries=summaries,
        entities=frozenset(_code(entity) for entity in typed.entities),
        countries=frozenset(typed.places),
        **period(typed.start, typed.end),
        amount=None if typed.budget is None else float(typed.budget),
        currency=typed.currency,
        themes=_themes(typed),
        family=tree[-1] if tree else "",
        above=frozenset(tree),
        kind=PLANNED if typed.is_planned else typed.kind,
    )


def _texts(typed: Typed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles and summaries; of a planned activity without a title, its theme or its institution says what it is."""
    if not typed.is_planned:
        return typed.titles, typed.summaries
    themes = _names(typed.themes)
    titles = typed.titles or themes or filled([typed.institution])
    return titles, filled([" · ".join(filled([typed.institution, *themes[:1]]))])


def _names(themes: tuple[Theme, ...]) -> tuple[str, ...]:
    """The names of those that all see: what is on record is read so as well."""
    seen = [theme for theme in themes if theme.visibility == Visibility.ALL]
    return filled(getattr(theme, f"name_{language}") for theme in seen for language in LANGUAGES)


def _themes(typed: Typed) -> frozenset[str]:
    """The codes of themes in use, and of groups, which are themes too."""
    themes = {theme.code for theme in typed.themes if not theme.is_archived}
    return frozenset(themes | {group.code for group in typed.groups})


def _code(entity: Entity) -> str:
    return str(survivor_of(entity).code)


def tree_above(above: Project | None) -> list[str]:
    """The identifiers of what it is to be part of, up to the top of the tree."""
    found: list[str] = []
    while above is not None and str(above.uid) not in found:
        found.append(str(above.uid))
        above = above.parent
    return found
