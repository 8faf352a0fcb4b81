"""The answer of a policy: allowed, or the reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from compact.kernel.errors import Refused

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


class Answer(NamedTuple):
    """``allowed`` and, when it is no, the ``reason`` as a translated sentence."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise :class:`Refused` with the reason when the answer is no."""
        if not self.allowed:
            raise Refused(self.reason)


YES = Answer(allowed=True)


def no(reason: str) -> Answer:
    """The answer no, with its ``reason``."""
    return Answer(allowed=False, reason=reason)


def secretariat_only(viewer: Viewer) -> Answer:
    """Yes for the secretariat and superusers; the record is theirs to keep (domain rule 2)."""
    if viewer.is_secretariat:
        return YES
    return no(_("Only the secretariat can change this record. Write to the secretariat with the correction."))


def superuser_only(viewer: Viewer) -> Answer:
    """Yes for superusers alone: they keep the user accounts."""
    if viewer.is_superuser:
        return YES
    return no(_("Only a superuser can manage user accounts. Ask the administrator of this site."))
