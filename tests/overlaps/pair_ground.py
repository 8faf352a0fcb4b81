"""Ground for the tests of pairs: two records that look alike, who decides on them, and merging as it is done today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from compact.entities.models import EntityKind
from tests.cast import SYSTEM, nominate, person_make, term_make
from tests.overlaps.case_ground import pair_make, work_make
from workinggroups.groups.models import Capacity, Role, Term
from workinggroups.groups.viewers import viewer_for
from workinggroups.overlaps.services import pairs as services

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.overlaps.models import Candidate

UN = EntityKind.UN_SECRETARIAT
LIST = "/admin/workinggroups/candidate/"


def admin_page(pair: Candidate, narrowing: str = "") -> str:
    """The address of the secretariat's page of a pair, which leads back to a list that was narrowed."""
    return f"{LIST}{pair.pk}/change/" + (f"?_changelist_filters={narrowing}" if narrowing else "")


def portal_page(pair: Candidate) -> str:
    """The address of the portal's page of a pair."""
    return reverse("overlap", args=[pair.uid])


def open_pair(one: Any, other: Any, **values: Any) -> Candidate:
    """A pair that waits for a decision."""
    return pair_make(one, other, **{"state": "open", "verdict": "same_work", **values})


def one_lead(cast: Cast, **values: Any) -> Candidate:
    """Two projects of UNODC's in the border group."""
    values = {"group": cast.groups["border"], **values}
    return open_pair(
        work_make(cast, "Passenger data in Kenya", "UNODC", **values),
        work_make(cast, "Données passagers au Kenya", "UNODC", **values),
    )


def two_leads(cast: Cast, **values: Any) -> Candidate:
    """A project of UNODC's and one of INTERPOL's, both in the border group."""
    values = {"group": cast.groups["border"], **values}
    return open_pair(
        work_make(cast, "Passenger data in Kenya", "UNODC", **values),
        work_make(cast, "Données passagers au Kenya", "INTERPOL", **values),
    )


def focal_point(cast: Cast, code: str, capacity: str = Capacity.REPRESENTATIVE) -> Viewer:
    """Somebody new who is focal point, or stands in, for the entity ``code``."""
    from compact.accounts.models import User

    name = f"{capacity}-{code}".lower()
    user = User.objects.create_user(f"{name}@example.org", "a long enough password", full_name=name)
    held = Term.objects.filter(group=cast.groups["committee"], entity=cast.entities[code], role=Role.FOCAL_POINT)
    term = held.first() or term_make(cast.groups["committee"], cast.entities[code], Role.FOCAL_POINT)
    nominate(term, person_make(name, cast.entities[code], user), capacity)
    cast.users[name] = user
    return viewer_for(user, "api")  # type: ignore[arg-type]  # the slug of a door


def decided(candidate: Candidate, decision: str, actor: Viewer = SYSTEM, reason: str = "Same ministry") -> Candidate:
    """The pair after ``decision``."""
    candidate.refresh_from_db()
    return services.decide(
        actor=actor, candidate=candidate, version=candidate.version, decision=decision, reason=reason
    )


def decided_same(cast: Cast) -> Candidate:
    """A pair of two entities' work that was decided, so that both are asked."""
    return decided(two_leads(cast), "same_work")


def merged(survivor: Any, retired: Any) -> None:
    """Mark ``retired`` as merged into ``survivor``, without the services, and with all that was merged into it."""
    from django.utils import timezone

    model = type(survivor)
    model._base_manager.filter(merged_into=retired).update(merged_into=survivor)
    values = {"merged_into": survivor, "archived_at": timezone.now(), "archive_reason": "Entered twice"}
    model._base_manager.filter(pk=retired.pk).update(**values)
    retired.refresh_from_db()
