"""Django's view of the app: its label and its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CompactConfig(AppConfig):
    """The Compact itself: kernel, accounts, entities, reports."""

    name = "compact"
    verbose_name = _("The Compact")


class CompactAdminConfig(AdminConfig):
    """Puts our admin site in the place of Django's own."""

    default_site = "compact.kernel.admin.site.CompactAdminSite"
