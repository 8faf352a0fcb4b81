"""``manage.py tick``: what has to happen by the clock; for cron, as often as every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from workinggroups.overlaps.scanning import indexes_tend, scans_requeue
from workinggroups.overlaps.services.cases import cases_refer
from workinggroups.overlaps.tasks import results_forget
from workinggroups.workplans.notices import invitations_retry, reminders_send


class Command(BaseCommand):
    """Sends the mails that are due, refers overlap cases that took too long, and asks the worker for what it left."""

    help = (
        "Does what is due by the clock: reminders of calls for inputs, each once; overlap cases that go to the "
        "secretariat; scans that a killed worker left. Run it from cron."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print how much there was."""
        count = invitations_retry() + reminders_send()
        text = ngettext("%(count)d entity written to.", "%(count)d entities written to.", count)
        self.stdout.write(text % {"count": count})
        count = cases_refer(timezone.now().date())
        if count:
            text = ngettext(
                "%(count)d overlap case referred to the secretariat.",
                "%(count)d overlap cases referred to the secretariat.",
                count,
            )
            self.stdout.write(text % {"count": count})
        count = scans_requeue()
        if count:
            text = ngettext("%(count)d scan taken up again.", "%(count)d scans taken up again.", count)
            self.stdout.write(text % {"count": count})
        indexes_tend()
        results_forget()
