"""What is sent to the resource of merges, and what it answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from compact.kernel.api.serializers import RecordSerializer
from compact.merging.columns import MERGES
from compact.merging.filters import KINDS
from compact.merging.models import Merge

LONGEST_CLEARANCE = 300
SIDES = [("survivor", gettext_lazy("The survivor")), ("retired", gettext_lazy("The retired record"))]

# --- What is sent -----------------------------------------------------------------------------------------------------


class MergeSerializer(RecordSerializer):
    """A record that was merged into another: who did it, when, why, and whether it was undone."""

    class Meta(RecordSerializer.Meta):
        model = Merge
        columns = MERGES


class MergeAskSerializer(serializers.Serializer[Any]):
    """Which record is to survive, which is to be retired, and whose values are taken."""

    model = serializers.ChoiceField(label=gettext_lazy("kind of record"), choices=KINDS)
    survivor = serializers.UUIDField(label=gettext_lazy("survivor"))
    retired = serializers.UUIDField(label=gettext_lazy("retired record"))
    choices: Any = serializers.DictField(
        label=gettext_lazy("choices"),
        child=serializers.ChoiceField(choices=SIDES),
        required=False,
        help_text=gettext_lazy(
            "Whose value is taken, by field; of a field left out, the survivor’s, unless it is empty."
        ),
    )
    clearance = serializers.CharField(
        label=gettext_lazy("clearance"),
        required=False,
        allow_blank=True,
        max_length=LONGEST_CLEARANCE,
        help_text=gettext_lazy("How the originators agreed, where more people see the survivor than saw both records."),
    )


class MergeConfirmSerializer(serializers.Serializer[Any]):
    """The signed plan, and why the two records are the same."""

    token = serializers.CharField(label=gettext_lazy("plan"), help_text=gettext_lazy("As the plan gave it."))
    reason = serializers.CharField(
        label=gettext_lazy("why"), required=False, allow_blank=True, help_text=gettext_lazy("Kept in the history.")
    )


# --- What is answered -------------------------------------------------------------------------------------------------


class MergeRowSerializer(serializers.Serializer[Any]):
    """One of the two records."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()


class MergeFieldSerializer(serializers.Serializer[Any]):
    """A field, or several that belong together, of which one side’s value is taken."""

    name = serializers.CharField(help_text=gettext_lazy("What “choices” names it by."))
    names = serializers.ListField(child=serializers.CharField())
    label: Any = serializers.CharField()
    survivor = serializers.CharField()
    retired = serializers.CharField()
    differs = serializers.BooleanField()
    chosen = serializers.ChoiceField(choices=SIDES)
    is_default = serializers.BooleanField()


class MergeSetSerializer(serializers.Serializer[Any]):
    """A set that is united."""

    name = serializers.CharField()
    label: Any = serializers.CharField()
    survivor = serializers.ListField(child=serializers.CharField())
    retired = serializers.ListField(child=serializers.CharField())
    joining = serializers.ListField(child=serializers.CharField())


class MergeClashSerializer(serializers.Serializer[Any]):
    """A row that cannot simply move, and what becomes of it."""

    row = serializers.CharField()
    clash = serializers.CharField()
    text = serializers.CharField()


class MergeRelationSerializer(serializers.Serializer[Any]):
    """Rows that refer to the retired record, and move."""

    model = serializers.CharField()
    field = serializers.CharField()
    label: Any = serializers.CharField()
    moving = serializers.IntegerField()
    clashes = MergeClashSerializer(many=True)


class MergeStayingSerializer(serializers.Serializer[Any]):
    """Rows that stay as they were posted, and count with the survivor."""

    model = serializers.CharField()
    field = serializers.CharField()
    label: Any = serializers.CharField()
    count = serializers.IntegerField()
    why = serializers.CharField()


class MergeChangeSerializer(serializers.Serializer[Any]):
    """A cell of a record before and after."""

    change = serializers.CharField()
    change_display = serializers.CharField()
    kind = serializers.CharField()
    row = serializers.CharField()
    field = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class MergePlanSerializer(serializers.Serializer[Any]):
    """All that the merge would change; ``token`` confirms exactly this, and is null where something stands against."""

    model = serializers.ChoiceField(choices=KINDS)
    survivor = MergeRowSerializer()
    retired = MergeRowSerializer()
    choices: Any = serializers.DictField(child=serializers.CharField())
    clearance = serializers.CharField()
    fields_to_choose = MergeFieldSerializer(many=True)
    sets = MergeSetSerializer(many=True)
    relations = MergeRelationSerializer(many=True)
    staying = MergeStayingSerializer(many=True)
    changes = MergeChangeSerializer(many=True)
    kept = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())
    problems = serializers.ListField(child=serializers.CharField())
    token = serializers.CharField(allow_null=True)


class MergeConflictSerializer(serializers.Serializer[Any]):
    """A cell that was changed since the merge: before it, after it and now."""

    kind = serializers.CharField()
    row = serializers.CharField()
    field = serializers.CharField()
    before = serializers.CharField()
    left = serializers.CharField()
    now = serializers.CharField()


class MergeUndoSerializer(serializers.Serializer[Any]):
    """What undoing would restore, what was changed since and stays, and what was entered since and stays."""

    version = serializers.IntegerField()
    restored = MergeChangeSerializer(many=True)
    conflicts = MergeConflictSerializer(many=True)
    added = serializers.ListField(child=serializers.CharField())
    problems = serializers.ListField(child=serializers.CharField())
