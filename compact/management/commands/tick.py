"""``manage.py tick``: what has to happen by the clock; for cron, as often as every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from workinggroups.workplans.notices import invitations_retry, reminders_send


class Command(BaseCommand):
    """Sends the mails of calls for inputs that are due and did not go out yet."""

    help = "Sends what is due by the clock: reminders of calls for inputs, each once. Run it from cron."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and print how many entities were written to."""
        count = invitations_retry() + reminders_send()
        text = ngettext("%(count)d entity written to.", "%(count)d entities written to.", count)
        self.stdout.write(text % {"count": count})
