"""Every write to minutes: revisions are appended, never changed; one is adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from compact.kernel.dates import earliest, is_partial_date
from compact.kernel.errors import Overtaken
from compact.kernel.operations import current_operation, operation
from compact.kernel.visibility import clearance_apply
from compact.kernel.writes import RecordServices
from workinggroups.meetings.models import Meeting, Minutes, MinutesState
from workinggroups.meetings.policies import minutes as policies
from workinggroups.meetings.services.meetings import meeting_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

CLEARANCE = ("visibility", "originator", "clearance", "cleared_at", "cleared_by")
PREPARED = ("note", "source", "evidence")
"""What an alternate may change on a draft."""
_STEPS = (MinutesState.DRAFT, MinutesState.CIRCULATED, MinutesState.ADOPTED)


def minutes_latest(meeting: Meeting) -> Minutes | None:
    """The latest revision in use of the minutes of ``meeting``."""
    return Minutes.objects.live().filter(meeting=meeting).order_by("-number").first()


class MinutesServices(RecordServices[Minutes]):
    """Places a new revision after the latest one; lets a stored one move through its states alone."""

    def cleared(self, actor: Viewer, row: Minutes, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """A revision is seen by whom the one before it was seen by, unless ``values`` say otherwise."""
        before = values.get("follows")
        if row.pk or before is None:
            return super().cleared(actor, row, values)
        inherited = {name: getattr(before, name) for name in CLEARANCE}
        return inherited | clearance_apply(actor, before, values)

    def update(
        self, *, actor: Viewer, record: Minutes, version: int, values: Mapping[str, Any], reason: str = ""
    ) -> Minutes:
        """Store ``values`` if the row is still at ``version``.

        The meeting is locked first, as for a new revision, so that none is adopted while the next is being saved.
        """
        self.policy(actor, record).require()
        with operation(actor=actor, reason=reason):
            meeting_lock(record.meeting)
            return super().update(actor=actor, record=record, version=version, values=values)

    def _store(self, actor: Viewer, row: Minutes, values: Mapping[str, Any]) -> None:
        if values.get("text"):
            values = {**values, "text": text_kept(values["text"])}
        if row.pk is None and isinstance(values.get("meeting"), Meeting):
            self._place(actor, row, values)
        elif row.pk is not None:
            _unchangeable_check(row, values)
            values = _with_adoption(actor, row, values)
        super()._store(actor, row, values)

    def _place(self, actor: Viewer, row: Minutes, values: Mapping[str, Any]) -> None:
        """Number ``row`` behind all others, one writer at a time; Overtaken when it follows an earlier one."""
        row.meeting = meeting_lock(values["meeting"])
        self.policy(actor, row).require()
        latest, follows = minutes_latest(row.meeting), values.get("follows")
        if follows is not None and follows.meeting_id != row.meeting_id:
            raise ValidationError({"follows": _("Choose a revision of the minutes of this meeting.")})
        if latest is not None and latest != follows:
            raise Overtaken(latest, values, _overtaken(latest, follows))
        if latest is None and follows is not None:
            raise ValidationError({"follows": _("This revision is archived, and so are all others. Leave this empty.")})
        last = Minutes.objects.filter(meeting=row.meeting).aggregate(last=Max("number"))["last"]
        row.number = (last or 0) + 1


def text_kept(text: str) -> str:
    """``text`` as it is stored: with the line ends of files, whatever form or client sent it."""
    return text.replace("\r\n", "\n")


def _overtaken(latest: Minutes, follows: Minutes | None) -> str:
    if follows is None:
        text = _(
            "These minutes have revision %(latest)d already. Nothing of yours is lost: bring both texts together "
            "and save on top of that revision."
        )
        return text % {"latest": latest.number}
    text = _(
        "You wrote on top of revision %(follows)d, and meanwhile revision %(latest)d was saved. Nothing of yours is "
        "lost: bring both texts together and save on top of the latest revision."
    )
    return text % {"follows": follows.number, "latest": latest.number}


def _unchangeable_check(row: Minutes, values: Mapping[str, Any]) -> None:
    """A revision keeps its text, its meeting and its place."""
    same = {
        "text": (values.get("text", row.text) or "").strip() == row.text.strip(),
        "meeting": values.get("meeting", row.meeting) == row.meeting,
        "follows": values.get("follows", row.follows) == row.follows,
    }
    text = _("A revision stays as it was written. Write the next revision instead, on top of the latest one.")
    errors = {name: text for name, is_same in same.items() if not is_same}
    if errors:
        raise ValidationError(errors)


def _with_adoption(actor: Viewer, row: Minutes, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with the day of an adoption that begins or ends; an earlier adoption is taken back first."""
    result = {name: value for name, value in values.items() if name not in ("text", "meeting", "follows")}
    state = result.get("state", row.state)
    if state == MinutesState.ADOPTED != row.state:
        result.setdefault("adopted_on", actor.today.isoformat())
        for other in Minutes.objects.live().filter(meeting=row.meeting, state=MinutesState.ADOPTED):
            minutes_reopen(actor=actor, record=other, version=other.version)
    elif row.state == MinutesState.ADOPTED != state:
        result["adopted_on"] = ""
    return result


def _guard(actor: Viewer, row: Minutes) -> None:
    stored = Minutes.objects.filter(pk=row.pk).first() if row.pk else None
    if row.adopted_on and row.state != MinutesState.ADOPTED:
        raise ValidationError({"adopted_on": _("Only adopted minutes have this day. Leave it empty.")})
    if is_partial_date(row.adopted_on) and row.adopted_on and earliest(row.adopted_on) > actor.today:
        raise ValidationError({"adopted_on": _("This day is in the future. Give the day of the adoption.")})
    if stored is None:
        _correction_check(actor, row)
        return
    _step_check(actor, row, MinutesState(stored.state), MinutesState(row.state))
    if stored.state == row.state and stored.adopted_on not in ("", row.adopted_on):
        policies.adopted_change(actor).require()
    if not policies.running(actor, row.meeting):
        _preparing_check(row, stored)


def _correction_check(actor: Viewer, row: Minutes) -> None:
    """A revision after the adoption is a correction: a draft of the secretariat, with a reason."""
    if not Minutes.objects.live().filter(meeting=row.meeting, state=MinutesState.ADOPTED).exists():
        return
    policies.adopted_change(actor).require()
    if row.state != MinutesState.DRAFT:
        raise ValidationError({"state": _("A correction of adopted minutes begins as a draft.")})
    _reason_require(_("These minutes are adopted. Say why they are corrected."))


def _step_check(actor: Viewer, row: Minutes, before: MinutesState, after: MinutesState) -> None:
    if before == after:
        return
    if _STEPS.index(after) > _STEPS.index(before):
        latest = minutes_latest(row.meeting)
        if latest is not None and latest.number > row.number:
            text = _("Revision %(number)d is later than this one. Take that one, or archive it first.")
            raise ValidationError({"state": text % {"number": latest.number}})
        return
    if before == MinutesState.ADOPTED:
        policies.adopted_change(actor).require()
        if after == MinutesState.DRAFT:
            raise ValidationError({"state": _("Adopted minutes go back to “circulated” first.")})
        _reason_require(_("Say why the adoption is taken back."))
    elif not actor.is_secretariat:
        raise ValidationError(
            {"state": _("The members have read these minutes already. Write the next revision instead.")}
        )


def _reason_require(text: str) -> None:
    under_way = current_operation()
    if under_way is None or not under_way.reason.strip():
        raise ValidationError({"reason": text})


def _preparing_check(row: Minutes, stored: Minutes) -> None:
    """An alternate leaves all but the notes on a draft as they are."""
    kept = [field for field in Minutes._meta.concrete_fields if field.name not in PREPARED]
    text = _("Alternates prepare drafts. Ask the chair, a vice-chair or the secretariat to do this.")
    errors = {field.name: text for field in kept if getattr(row, field.attname) != getattr(stored, field.attname)}
    if errors:
        raise ValidationError(errors)


minutes = MinutesServices(Minutes, policies.minutes_write, _guard, policies.minutes_archive)
minutes_create, minutes_update = minutes.create, minutes.update
minutes_archive, minutes_unarchive = minutes.archive, minutes.restore


def minutes_append(*, actor: Viewer, meeting: Meeting, values: Mapping[str, Any], reason: str = "") -> Minutes:
    """Store the next revision of the minutes of ``meeting``: ``text`` (Markdown), ``follows`` and other fields.

    ``follows`` is the revision that the writer had before their eyes, None for the first one. Overtaken when it
    is not the latest: ``current`` is the latest revision, ``submitted`` what was sent; nothing is stored.
    """
    return minutes.create(actor=actor, values={**values, "meeting": meeting}, reason=reason)


def minutes_restore(*, actor: Viewer, record: Minutes, follows: Minutes | None, reason: str = "") -> Minutes:
    """Store the text of the earlier revision ``record`` again, as the next one after ``follows``."""
    values = {"text": record.text, "follows": follows}
    return minutes_append(actor=actor, meeting=record.meeting, values=values, reason=reason)


def minutes_circulate(*, actor: Viewer, record: Minutes, version: int, reason: str = "") -> Minutes:
    """Show the draft ``record`` to the members of the groups, for comments."""
    return minutes.update(
        actor=actor, record=record, version=version, values={"state": MinutesState.CIRCULATED}, reason=reason
    )


def minutes_adopt(
    *, actor: Viewer, record: Minutes, version: int, adopted_on: str | None = None, reason: str = ""
) -> Minutes:
    """Adopt ``record`` on ``adopted_on``: a partial date, "" when not known, today when None.

    Where another revision is adopted, the secretariat alone can do it, with a reason: that adoption ends.
    """
    values = {"state": MinutesState.ADOPTED} | ({} if adopted_on is None else {"adopted_on": adopted_on})
    return minutes.update(actor=actor, record=record, version=version, values=values, reason=reason)


def minutes_reopen(*, actor: Viewer, record: Minutes, version: int, reason: str = "") -> Minutes:
    """Take the adoption of ``record`` back; the secretariat's alone, with a reason."""
    return minutes.update(
        actor=actor, record=record, version=version, values={"state": MinutesState.CIRCULATED}, reason=reason
    )
