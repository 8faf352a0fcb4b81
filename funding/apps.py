"""Django's view of the app: its label, and what it puts in place after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Funds and the money of projects."""

    name = "funding"
    verbose_name = _("Funding")

    def ready(self) -> None:
        """Install the triggers that keep what was posted and register their check."""
        from funding.funds.constraints import triggers_install

        post_migrate.connect(triggers_install, sender=self, dispatch_uid="funding_triggers")
