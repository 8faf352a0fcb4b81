"""Which side's values the survivor takes, field by field, and how far it is seen afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.moving import together_of
from compact.kernel.visibility import VISIBILITY_WIDTH, Cleared, Visibility
from compact.merging.cells import cell, is_empty, is_list, value_fields
from compact.merging.rules import rules_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models

    from compact.merging.deeds import Deed

type Side = Literal["survivor", "retired"]

SIDES: tuple[Side, ...] = ("survivor", "retired")
SEEN = ("visibility", "clearance", "cleared_at", "cleared_by")
"""What says how far a record is seen, and why; never taken apart."""
_EMPTY_SAYS = ("originator",)
"""Fields whose empty value says something: what has no originator comes from the secretariat."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The side whose values the survivor takes in ``fields``, which mean something together alone."""

    fields: tuple[Any, ...]
    chosen: Side
    is_default: bool

    @property
    def name(self) -> str:
        """What the choice is named by: its first field."""
        return str(self.fields[0].name)


def field_groups(model: type[models.Model]) -> list[tuple[Any, ...]]:
    """The fields of ``model`` among whose values somebody chooses, in its order; those that go together as one."""
    fields = {field.name: field for field in value_fields(model) if not field.unique and not is_list(field)}
    tied = {name: names for names in (SEEN, *together_of(model)) for name in names}
    groups: dict[str, tuple[Any, ...]] = {}
    for name in fields:
        names = tied.get(name, (name,))
        groups.setdefault(names[0], tuple(fields[each] for each in names if each in fields))
    return list(groups.values())


def own_fields(model: type[models.Model]) -> list[Any]:
    """The keys of ``model`` that no two rows share (a login): the survivor takes them over where it has none."""
    return [field for field in value_fields(model) if field.unique]


def list_fields(model: type[models.Model]) -> list[Any]:
    """The columns of ``model`` that hold lists, whose members are united."""
    return [field for field in value_fields(model) if is_list(field)]


def choices_make(survivor: Any, retired: Any, asked: Mapping[str, Side | None]) -> list[Choice]:
    """A side for every group of fields: the one that is ``asked`` for by its name, else the usual one.

    ValidationError under ``choices`` for a name or a side that does not exist.
    """
    groups = {fields[0].name: fields for fields in field_groups(type(survivor))}
    _asked_check(asked, groups)
    made = []
    for name, fields in groups.items():
        side = asked.get(name)
        made.append(Choice(fields, side or _default(survivor, retired, fields), is_default=side is None))
    return made


def _asked_check(asked: Mapping[str, Side | None], groups: Mapping[str, Any]) -> None:
    errors = [_("There is no choice “%(name)s”.") % {"name": name} for name in asked if name not in groups]
    text = _("Choose “survivor” or “retired” for “%(name)s”.")
    errors += [text % {"name": name} for name, side in asked.items() if side is not None and side not in SIDES]
    if errors:
        raise ValidationError({"choices": errors})


def _default(survivor: Any, retired: Any, fields: tuple[Any, ...]) -> Side:
    """The survivor's, unless it says nothing where the other says something; of two visibilities the narrower."""
    first = fields[0]
    if first.name == "visibility" and isinstance(survivor, Cleared):
        return narrower(survivor, retired)
    if first.name in _EMPTY_SAYS or not is_empty(cell(survivor, first)) or is_empty(cell(retired, first)):
        return "survivor"
    return "retired"


def narrower(survivor: Any, retired: Any) -> Side:
    """The side that fewer people see."""
    return "retired" if _width(retired) < _width(survivor) else "survivor"


def _width(row: Any) -> int:
    return VISIBILITY_WIDTH.get(row.visibility, 0)


def values_take(deed: Deed) -> None:
    """Put the chosen values of the retired record into the survivor, and unite lists; how far it is seen comes last."""
    for choice in deed.choices:
        if choice.chosen == "retired" and choice.name != "visibility":
            for field in choice.fields:
                deed.put(deed.survivor, field.name, cell(deed.retired, field))
    for field in list_fields(type(deed.survivor)):
        deed.join(deed.survivor, field.name, getattr(deed.retired, field.attname) or [])


# --- How far the survivor is seen -------------------------------------------------------------------------------------


def visibility_take(deed: Deed, clearance: str) -> None:
    """Show the survivor to nobody who did not see both records, unless their originators cleared that.

    The wider visibility, the groups of both, or the originator of one for what came from another, need the clearance
    of whom the content comes from: ``clearance`` says how they agreed. The secretariat clears what is its own.
    """
    if not isinstance(deed.survivor, Cleared):
        return
    chosen = next(choice.chosen for choice in deed.choices if choice.name == "visibility")
    side = deed.before if chosen == "survivor" else deed.retired
    if chosen == "retired":
        for name in SEEN:
            deed.put(deed.survivor, name, cell(side, side._meta.get_field(name)))
    owners = [row.originator for row in (deed.before, deed.retired) if row.originator is not None]
    if not _opens(deed, side):
        return
    if clearance:
        deed.put(deed.survivor, "clearance", clearance)
        deed.put(deed.survivor, "cleared_at", deed.now.isoformat())
        deed.put(deed.survivor, "cleared_by", deed.actor.user_id)
    elif _only_groups(deed, side) and owners:
        _narrow(deed)
    else:
        _require(deed, owners)


def _opens(deed: Deed, side: Any) -> bool:
    """Whether somebody would see more than before."""
    wider = _width(side) > min(_width(deed.before), _width(deed.retired))
    return wider or _groups_differ(deed, side) or _originators_differ(deed, side)


def _groups_differ(deed: Deed, side: Any) -> bool:
    audience = rules_for(type(deed.survivor)).audience
    return bool(side.visibility == Visibility.GROUP and audience(deed.before) != audience(deed.retired))


def _originators_differ(deed: Deed, side: Any) -> bool:
    return bool(side.visibility != Visibility.ALL and deed.before.originator_id != deed.retired.originator_id)


def _only_groups(deed: Deed, side: Any) -> bool:
    """Whether it opens to further groups alone, so that the record can be narrowed instead."""
    wider = _width(side) > min(_width(deed.before), _width(deed.retired))
    return not wider and not _originators_differ(deed, side)


def _narrow(deed: Deed) -> None:
    deed.put(deed.survivor, "visibility", Visibility.SECRETARIAT.value)
    deed.notes.append(
        _(
            "The two belong to different groups, so the survivor is shown to its originator and the secretariat only. "
            "To show it to both groups, say in “clearance” how the originator agreed."
        )
    )


def _require(deed: Deed, owners: list[Any]) -> None:
    for owner in dict.fromkeys(owners):
        text = _("%(entity)s has not cleared wider sharing.") % {"entity": owner}
        deed.problem(text + " " + _("Say in “clearance” how it agreed, then plan the merge again."))


__all__ = [
    "SEEN",
    "SIDES",
    "Choice",
    "Side",
    "choices_make",
    "field_groups",
    "own_fields",
    "values_take",
    "visibility_take",
]
