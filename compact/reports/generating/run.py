"""A large fictional site that is always the same: for benchmarks and for trying out how much a site holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from compact.entities.models import Entity
from compact.kernel.operations import operation
from compact.reports.generating.ground import ground_lay
from compact.reports.generating.making import Maker
from compact.reports.generating.meetings import meetings_make
from compact.reports.generating.money import money_make
from compact.reports.generating.needs import needs_make
from compact.reports.generating.projects import Projects
from workinggroups.groups.models import Group
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def is_empty() -> bool:
    """Whether the site has no entity, group or project yet."""
    return not any(model._base_manager.exists() for model in (Entity, Group, Project))


def is_made(seed: int) -> bool:
    """Whether projects were generated from ``seed`` before."""
    first = Maker(seed, lambda line: None).uid(Project, 1)
    return Project._base_manager.filter(uid=first).exists()


def generate(
    *, actor: Viewer, projects: int, seed: int, history: bool, tell: Callable[[str], None]
) -> dict[type[Record], int]:
    """Store ``projects`` projects with all that stands around them, as one operation; the number of rows by model.

    The same ``projects`` and ``seed`` on the same site give the same rows, identifiers included. ``tell`` is called
    with lines of progress. Rows are stored past the services, which a test proves them fit for.
    """
    maker = Maker(seed, tell)
    words = {"count": projects, "seed": seed}
    with operation(actor=actor, reason=_("Generated: %(count)d projects from seed %(seed)d") % words):
        _make(maker, projects)
        if history:
            tell(_("Recording the history"))
            maker.history()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database plans badly that does not know how much it holds
    return maker.made


@translation.override("en")
def _make(maker: Maker, count: int) -> None:
    """Store all there is; a translated field without a language is stored in the active one."""
    ground = ground_lay(maker)
    needs = needs_make(maker, ground, count)
    meetings_make(maker, ground, count)
    projects = Projects(maker, ground, *needs)
    projects.make(count)
    money_make(maker, ground, count, projects.payable)
