"""The table of terms of office that staff import."""

from __future__ import annotations

from compact.entities.models import Entity
from compact.kernel.admin.resources import RecordResource, code_field, identifier_field, text_field
from compact.merging.found import KeptCodeWidget
from workinggroups.groups import services
from workinggroups.groups.columns import TERMS
from workinggroups.groups.models import Group, Term


class TermResource(RecordResource):
    """Terms by their identifier; a row without one is a new term."""

    services = services.terms
    columns = TERMS

    id = identifier_field()
    group = code_field("group", Group)
    entity = code_field("entity", Entity, KeptCodeWidget)
    role = text_field("role")
    start = text_field("start")
    end = text_field("end")
    end_state = text_field("end_state")
    observed_on = text_field("observed_on")
    originator = code_field("originator", Entity, KeptCodeWidget)
    visibility = text_field("visibility")
    clearance = text_field("clearance")
    source = text_field("source")
    evidence = text_field("evidence")
    note = text_field("note")

    class Meta:
        model = Term
        import_id_fields = ["id"]  # a list: the library compares it so
        fields = (
            "id",
            "group",
            "entity",
            "role",
            "start",
            "end",
            "end_state",
            "observed_on",
            "originator",
            "visibility",
            "clearance",
            "source",
            "evidence",
            "note",
        )
