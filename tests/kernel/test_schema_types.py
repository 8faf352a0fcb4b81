"""The description of sets, points in time, lists of texts, numbers and truth: complete, and without warnings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework.routers import SimpleRouter

from compact.kernel.api.references import MOST
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.writes import RecordServices
from tests.kernel.sets import anybody, meetings
from tests.kernel.test_serializer_types import CallSerializer, MeetingSerializer
from tests.kernel.test_time_and_set_filters import MeetingFilters
from workinggroups.meetings.models import Meeting
from workinggroups.workplans.models import CallForInputs


class MeetingProbes(ResourceViewSet):
    """Meetings."""

    model = Meeting
    services = meetings
    columns = MeetingSerializer.Meta.columns
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilters


class CallProbes(ResourceViewSet):
    """Calls."""

    model = CallForInputs
    services = RecordServices(CallForInputs, anybody)
    columns = CallSerializer.Meta.columns
    serializer_class = CallSerializer


@lru_cache
def _description() -> tuple[dict[str, Any], dict[str, Any]]:
    router = SimpleRouter()
    router.register("meeting-probes", MeetingProbes, "api-meeting-probes")
    router.register("call-probes", CallProbes, "api-call-probes")
    reset_generator_stats()
    generator: Any = SchemaGenerator(patterns=[path("api/v1/", include(router.urls))])
    described = generator.get_schema(request=None, public=True)
    warnings = {**GENERATOR_STATS._warn_cache, **GENERATOR_STATS._error_cache}
    reset_generator_stats()
    return described, warnings


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = _description()[0]["components"]["schemas"][name]
    return found


def test_the_description_is_valid_and_made_without_a_warning() -> None:
    described, warnings = _description()
    assert not warnings
    validate_schema(described)


def test_a_set_is_written_and_read_as_a_list_of_ids() -> None:
    for name in ("MeetingRequest", "Meeting", "PatchedMeetingRequest"):
        schema = _schema(name)["properties"]["groups"]
        assert schema["type"] == "array"
        assert schema["items"] == {"type": "string", "format": "uuid"}
        assert schema["maxItems"] == MOST
    assert "groups" in _schema("MeetingRequest")["required"]
    assert _schema("Meeting")["properties"]["groups_codes"]["items"] == {"type": "string"}
    assert "groups_codes" not in _schema("MeetingRequest")["properties"]


def test_a_point_in_time_has_its_format() -> None:
    described = _schema("MeetingRequest")["properties"]["starts_at"]
    assert (described["type"], described["format"]) == (["string", "null"], "date-time")
    deadline = _schema("CallRequest")["properties"]["deadline"]
    assert (deadline["type"], deadline["format"]) == ("string", "date-time")


def test_a_list_of_texts_has_its_limits() -> None:
    described = _schema("CallRequest")["properties"]["questions"]
    assert (described["type"], described["maxItems"]) == ("array", 50)
    assert described["items"] == {"type": "string", "maxLength": 5000}


@pytest.mark.parametrize(("name", "most"), [("head_count", 2_147_483_647), ("number", 32_767)])
def test_a_number_has_its_limits(name: str, most: int) -> None:
    described = _schema("MeetingRequest")["properties"][name]
    assert described["type"] == ["integer", "null"]
    assert (described["minimum"], described["maximum"]) == (0, most)


def test_a_filter_by_a_point_in_time_has_its_format() -> None:
    parameters = _description()[0]["paths"]["/api/v1/meeting-probes/"]["get"]["parameters"]
    found = {each["name"]: each["schema"] for each in parameters}
    assert found["from_time"] == {"type": "string", "format": "date-time"}
    assert found["group"] == {"type": "string", "format": "uuid"}
