"""Who may write terms of reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workinggroups.workplans.policies.cycle import cycle_archive, cycle_write

if TYPE_CHECKING:
    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import TermsOfReference


def terms_write(viewer: Viewer, terms: TermsOfReference | None = None) -> Answer:
    """Those who run the group until it has endorsed them, alternates a draft; then the secretariat."""
    return cycle_write(viewer, terms)


def terms_archive(viewer: Viewer, terms: TermsOfReference | None = None) -> Answer:
    """The same without the alternates."""
    return cycle_archive(viewer, terms)
