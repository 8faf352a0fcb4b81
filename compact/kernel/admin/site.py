"""The admin site of the secretariat."""

from django.contrib.admin import AdminSite


class CompactAdminSite(AdminSite):
    """Django's admin for those whom a term makes secretariat."""
