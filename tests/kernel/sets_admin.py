"""Addresses with an admin of meetings of our own, for the tests of what the kernel's forms do with sets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import path
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.records import RecordAdmin
from compact.kernel.admin.site import CompactAdminSite
from compact.urls import urlpatterns as house
from tests.kernel.sets import meetings
from workinggroups.meetings.models import Meeting


class MeetingProbeAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Meetings whose groups are looked for by typing."""

    services = meetings
    autocomplete_fields = ("groups",)
    fieldsets = ((None, {"fields": ["groups", "kind", "visibility", "place", "zone"]}),)


site = CompactAdminSite(name="admin")
for model, made in admin.site._registry.items():
    if model is not Meeting:
        site.register(model, type(made))
site.register(Meeting, MeetingProbeAdmin)

urlpatterns = [path("admin/", site.urls), *house]
