"""Gives the admin's index its work list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import admin

from compact.reports.worklist import worklist

if TYPE_CHECKING:
    from compact.kernel.admin.site import CompactAdminSite

cast("CompactAdminSite", admin.site).worklist = worklist
