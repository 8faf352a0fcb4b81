"""Planned activities as the portal words them: nothing of what the viewer may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.countries import country_name
from compact.kernel.dates import partial_date_display
from workinggroups.needs.models import Theme
from workinggroups.projects.models import PlannedState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from compact.accounts.models import User
    from compact.kernel.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Shown:
    """One activity in words of the active language; "" where nothing is known or nothing may be seen."""

    uid: UUID
    entity: str
    where: str
    institution: str
    theme: str
    title: str
    when: str
    state: str
    is_cancelled: bool
    contact: str
    contact_email: str

    @property
    def name(self) -> str:
        """What it is called: what is planned, else its theme, else where."""
        return self.title or self.theme or self.institution or self.where

    @property
    def addressee(self) -> str:
        """Whom a message goes to, and about what."""
        who = f"{self.entity}: {self.contact} <{self.contact_email}>"
        return f"{who} – " + ", ".join(part for part in (self.name, self.where, self.when) if part)


def shown(viewer: Viewer, rows: Iterable[Any]) -> list[Shown]:
    """``rows``, which ``viewer`` may see, in words; a theme that is hidden or archived is left out. One query."""
    found = list(rows)
    keys = {row.theme_id for row in found} - {None}
    seen = Theme.objects.visible_to(viewer).live().filter(pk__in=keys) if keys else ()
    themes = {theme.pk: str(theme) for theme in seen}
    return [
        Shown(
            uid=row.uid,
            entity=str(row.entity),
            where=country_name(row.country),
            institution=row.institution,
            theme=themes.get(row.theme_id, ""),
            title=row.title,
            when=partial_date_display(row.month),
            state=row.get_state_display(),
            is_cancelled=row.state == PlannedState.CANCELLED,
            contact=row.contact,
            contact_email=row.contact_email,
        )
        for row in found
    ]


def message_initial(user: User, activities: Sequence[Shown]) -> dict[str, str]:
    """Subject and text of a message in the active language; no activity is named, since all get the same text."""
    places = ", ".join(dict.fromkeys(each.where for each in activities))
    text = _(
        "Dear colleagues,\n\n"
        "You and we plan work in %(places)s at about the same time. "
        "Could we compare our plans before they are final, so that the same people are not invited twice?\n\n"
        "Kind regards,\n%(name)s"
    )
    return {
        "subject": (_("Activities planned in %(places)s") % {"places": places})[:150],
        "body": text % {"places": places, "name": user.full_name},
    }
