"""Work to see in a demonstration: a meeting to come, a call, a silence procedure, action items; all of it fictional."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from compact.entities.models import Entity
from compact.kernel.records import Evidence
from compact.reports.demo_projects import demo_projects
from workinggroups.groups.models import Group
from workinggroups.meetings.models import ActionItem, Meeting, SilenceProcedure
from workinggroups.meetings.services.actions import action_item_create
from workinggroups.meetings.services.meetings import agenda_item_create, meeting_create
from workinggroups.meetings.services.silence import silence_create
from workinggroups.workplans.models import CallForInputs
from workinggroups.workplans.services.calls import call_create, call_send, input_answer, input_nil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compact.kernel.viewers import Viewer

FICTIONAL = {"evidence": Evidence.DEMONSTRATION, "source": "Fictional", "note": "Made up for demonstrations."}
ADDRESSED = ("CTED", "DCO", "IAEA", "ICAO", "IMO", "INTERPOL", "IOM", "UNDP", "UNESCO", "UNOCT", "UNODC", "WCO", "WHO")
"""The entities that the call goes to, as far as they are on record."""
ANSWERS = {
    "IMO": "Two workshops on port security, in Mombasa and Djibouti (fictional).",
    "INTERPOL": "Access to databases at nine border posts (fictional).",
    "WCO": "Training of 140 customs officers on small arms (fictional).",
}
NOTHING = ("UNESCO",)
ZONE = "America/New_York"
MEETING = "Fictional: joint meeting on passenger data and small arms"
CALL = "Fictional: what your entity did on border security this half-year"
PAPER = "Fictional: guidance note on advance passenger information"


def demo_work(actor: Viewer) -> None:
    """Make what is not there yet; what an earlier run made is left as it is, changed or archived since or not.

    Raises Entity.DoesNotExist or Group.DoesNotExist when the data about the Compact is not loaded.
    """
    border, pcve = (Group.objects.live().get(code=code) for code in ("border", "pcve"))
    entities = {entity.code: entity for entity in Entity.objects.live().filter(code__in=ADDRESSED)}
    _meeting(actor, [border, pcve], entities)
    _call(actor, border, entities)
    _silence(actor, border, entities)
    _actions(actor, border, entities)
    demo_projects(actor, border, entities)


def _at(days: int, hour: int) -> datetime.datetime:
    """The full hour (UTC) so many days from now."""
    return (timezone.now() + datetime.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _is_new(model: Any, **values: Any) -> bool:
    return not model.objects.filter(**values).exists()


def _meeting(actor: Viewer, groups: Sequence[Group], entities: Mapping[str, Entity]) -> None:
    if not _is_new(Meeting, title_en=MEETING):
        return
    values = {
        "title_en": MEETING,
        "groups": groups,
        "kind": "working_group_meeting",
        "starts_at": _at(16, 14),
        "ends_at": _at(16, 16),
        "zone": ZONE,
        "mode": "hybrid",
        "place": "New York",
        **FICTIONAL,
    }
    meeting = meeting_create(actor=actor, values=values)
    for title, presenter in (("Opening", ""), ("Passenger data: what is missing", "WCO"), ("Next steps", "UNDP")):
        item = {"meeting": meeting, "title": title, "presenter": entities.get(presenter), **FICTIONAL}
        agenda_item_create(actor=actor, values=item)


def _call(actor: Viewer, group: Group, entities: Mapping[str, Entity]) -> None:
    if not _is_new(CallForInputs, title_en=CALL):
        return
    values = {
        "group": group,
        "title_en": CALL,
        "text": "The answers go into the group’s report. **This call is fictional.**",
        "addressees": entities.values(),
        "deadline": _at(9, 21),
        "zone": ZONE,
        **FICTIONAL,
    }
    call = call_create(actor=actor, values=values)
    call = call_send(actor=actor, call=call, version=call.version)
    for place in call.inputs.select_related("call", "entity").order_by("entity__code"):
        code = place.entity.code
        if code in ANSWERS:
            input_answer(actor=actor, record=place, version=place.version, answers=[ANSWERS[code]])
        elif code in NOTHING:
            input_nil(actor=actor, record=place, version=place.version)


def _silence(actor: Viewer, group: Group, entities: Mapping[str, Entity]) -> None:
    if not _is_new(SilenceProcedure, subject_en=PAPER):
        return
    values = {
        "group": group,
        "verb": "endorses",
        "subject_kind": "document",
        "subject_en": PAPER,
        "text": "# Guidance note\n\nAirlines send passenger data before departure. *This text is fictional.*",
        "addressees": [entities[code] for code in ("INTERPOL", "UNODC", "WCO") if code in entities],
        "deadline": _at(6, 21),
        "zone": ZONE,
        **FICTIONAL,
    }
    silence_create(actor=actor, values=values)


def _actions(actor: Viewer, group: Group, entities: Mapping[str, Entity]) -> None:
    today = timezone.now().date()
    for code, title, days in (
        ("UNODC", "Fictional: send the draft of the training guide", -12),
        ("WCO", "Fictional: name two speakers for the joint meeting", 10),
        ("INTERPOL", "Fictional: propose indicators for border posts", None),
    ):
        if code in entities and _is_new(ActionItem, title=title):
            due = "" if days is None else (today + datetime.timedelta(days=days)).isoformat()
            values = {"group": group, "entity": entities[code], "title": title, "due": due, **FICTIONAL}
            action_item_create(actor=actor, values=values)
