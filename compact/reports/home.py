"""The first page: who you are, what you may do and why, and where to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from compact.accounts.policies import user_manage
from compact.accounts.queries import tokens_of
from compact.entities.policies import entity_write, person_write
from compact.kernel.policies import YES
from compact.kernel.viewers import viewer_of
from workinggroups.groups.policies import group_write, nomination_write, term_write

if TYPE_CHECKING:
    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Right:
    """One line of the page: what it is about, and whether this viewer may."""

    what: str
    answer: Answer


def rights_of(viewer: Viewer) -> list[Right]:
    """What ``viewer`` may and may not do today, each with the reason of a no."""
    return [
        Right(_("Read the entities, people, groups and terms that are cleared for you"), YES),
        Right(_("Make and revoke your own API tokens, change your own profile"), YES),
        Right(_("Nominate a person, through the API"), nomination_write(viewer)),
        Right(_("Enter and change entities"), entity_write(viewer)),
        Right(_("Enter and change people"), person_write(viewer)),
        Right(_("Enter and change groups"), group_write(viewer)),
        Right(_("Enter and change terms of office"), term_write(viewer)),
        Right(_("Manage user accounts"), user_manage(viewer)),
    ]


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Say who the viewer is, what they may do and why, and link to all doors."""
    viewer = viewer_of(request)
    context = {"rights": rights_of(viewer), "seats": viewer.seats, "tokens": tokens_of(viewer)}
    return render(request, "reports/home.html", context)


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether the site and its database answer; tells nothing else, so it needs no sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
