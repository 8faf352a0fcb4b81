"""A project stored with its partners at once, as the staff's screen shows them: one operation, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import operation
from workinggroups.projects.services.partners import partners as partner_services
from workinggroups.projects.services.projects import projects as project_services
from workinggroups.projects.similar import SimilarWork, project_typed, similar_seen, similar_sign, similar_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import Project, ProjectPartner

    type Mistake = ValidationError | StaleVersion | Refused


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner to store: ``values`` for ``record`` as it was at ``version``, or for a new row; or to take off."""

    values: Mapping[str, Any]
    record: ProjectPartner | None = None
    version: int = 0
    dropped: bool = False


class PartnerErrors(Exception):
    """What is wrong with the rows of partners, by their place from 0; nothing is stored."""

    def __init__(self, rows: Mapping[int, Mistake]) -> None:
        super().__init__(_("Nothing was stored. Correct what is marked below, then save again."))
        self.rows = dict(rows)


class SimilarFirst(Exception):
    """Nothing was stored: there is ``similar`` work that the actor has not been shown; ``seen`` says that it is now."""

    def __init__(self, similar: tuple[SimilarWork, ...], seen: str) -> None:
        super().__init__(len(similar))
        self.similar = similar
        self.seen = seen


def project_store(
    *,
    actor: Viewer,
    project: Project | None,
    version: int,
    values: Mapping[str, Any],
    partners: Sequence[PartnerLine],
    reason: str = "",
    seen: str = "",
) -> Project:
    """Store as :func:`project_record` does, once the actor has been shown what else may be the same work.

    That is looked for where the project is new, or is called otherwise or takes place elsewhere or at another time than
    before. :class:`SimilarFirst` when there is some that the token ``seen`` does not cover; mistakes are told first.
    """
    beside = [line.values["entity"] for line in partners if not line.dropped and line.values.get("entity")]
    typed = project_typed(project, values, beside)
    is_material = project is None or typed.material != project_typed(project, {}).material
    similar = similar_work(actor, typed) if is_material else ()
    with transaction.atomic():
        stored = project_record(
            actor=actor, project=project, version=version, values=values, partners=partners, reason=reason
        )
        if similar and not similar_seen(seen, actor, typed, similar):
            raise SimilarFirst(similar, similar_sign(actor, typed, similar))
    return stored


def project_record(
    *,
    actor: Viewer,
    project: Project | None,
    version: int,
    values: Mapping[str, Any],
    partners: Sequence[PartnerLine],
    reason: str = "",
) -> Project:
    """Store ``values`` of ``project``, or of a new one, with its ``partners``, as one operation; returns the project.

    A partner that is taken off is archived with ``reason``. A new one rests on the project's source where its line
    names none. The project's version grows whenever anything is stored, so that two people who work on the same
    project cannot pass each other by: the second gets StaleVersion. ValidationError tells what is wrong with the
    project, PartnerErrors with the partners; Refused when ``actor`` may not.
    """
    with operation(actor=actor, reason=reason):
        written = _Writer(actor, reason)
        taken_off, kept, new = _ordered(partners)
        written.write(None, taken_off)
        if project is None:
            stored = project_services.create(actor=actor, values=values)
        else:
            if _budget_falls(project, values):
                written.write(project, kept)
                kept = []
            stored = project_services.update(actor=actor, record=project, version=version, values=values)
        written.write(stored, [*kept, *new])
        if written.wrong:
            raise PartnerErrors(written.wrong)
        if project is not None and written.changed and stored.version == version:
            stored.version += 1
            stored.save()
    return stored


type _Placed = list[tuple[int, PartnerLine]]


def _ordered(lines: Sequence[PartnerLine]) -> tuple[_Placed, _Placed, _Placed]:
    """The lines with their places: those taken off, which make room; those on record; new ones."""
    placed = list(enumerate(lines))
    return (
        [each for each in placed if each[1].dropped],
        [each for each in placed if each[1].record is not None and not each[1].dropped],
        [each for each in placed if each[1].record is None],
    )


def _budget_falls(project: Project, values: Mapping[str, Any]) -> bool:
    """Whether the shares on record must come down before the budget can."""
    budget, stored = values.get("budget"), project.budget_money
    return budget is not None and stored is not None and budget < stored.amount


class _Writer:
    """Stores lines; what cannot be stored is collected by its place."""

    def __init__(self, actor: Viewer, reason: str) -> None:
        self.actor, self.reason = actor, reason
        self.wrong: dict[int, Mistake] = {}
        self.changed = False

    def write(self, project: Project | None, lines: _Placed) -> None:
        """Store each of ``lines``; new ones belong to ``project``."""
        for place, line in lines:
            try:
                self.changed = self._line(project, line) or self.changed
            except (ValidationError, StaleVersion, Refused) as error:
                self.wrong[place] = error

    def _line(self, project: Project | None, line: PartnerLine) -> bool:
        record, version = line.record, line.version
        if record is None:
            basis = {"source": project.source, "evidence": project.evidence} if project else {}
            partner_services.create(actor=self.actor, values={**basis, **line.values, "project": project})
            return True
        if line.dropped:
            partner_services.archive(actor=self.actor, record=record, version=version, reason=self.reason)
            return True
        row = partner_services.update(actor=self.actor, record=record, version=version, values=line.values)
        return row.version != version
