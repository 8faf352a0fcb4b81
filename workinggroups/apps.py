"""Django's view of the app: its label, and what it puts in place after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    """The Committee, the working groups and their work."""

    name = "workinggroups"
    verbose_name = _("Committee and working groups")

    def ready(self) -> None:
        """Install the triggers of SQLite and register their check."""
        from workinggroups.groups.constraints import triggers_install

        post_migrate.connect(triggers_install, sender=self, dispatch_uid="workinggroups_triggers")
