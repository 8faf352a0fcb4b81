"""Django's view of the app: its label, its admin site, and what it puts in place after every migration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CompactConfig(AppConfig):
    """The Compact itself: kernel, accounts, entities, reports."""

    name = "compact"
    verbose_name = _("The Compact")

    def ready(self) -> None:
        """Keep the places after every migration; register the check of the rules of merging; write French dates."""
        from compact.kernel.ordinals import ordinals_put
        from compact.kernel.places import places_keep
        from compact.merging import registry  # noqa: F401  # registers its check

        post_migrate.connect(places_keep, sender=self, dispatch_uid="compact_places")
        ordinals_put()


class CompactAdminConfig(AdminConfig):
    """Puts our admin site in the place of Django's own."""

    default_site = "compact.kernel.admin.site.CompactAdminSite"
