"""Django's view of the app: its label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    """The Committee, the working groups and their work."""

    name = "workinggroups"
    verbose_name = _("Committee and working groups")
