"""Where a merged record leads: to the one that stands for it now, which ``merged_into`` names directly.

Rows that stay with a merged record (money that was posted) are told, chosen and added up with its survivor.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from compact.kernel.moving import Mergeable
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def is_mergeable(model: Any) -> bool:
    """Whether records of ``model`` can be merged into each other."""
    return issubclass(model, Mergeable)


def not_merged(rows: Any) -> Any:
    """Those of the query set ``rows`` that stand for themselves."""
    return rows.filter(merged_into__isnull=True) if is_mergeable(rows.model) else rows


def seen_by_uid(model: Any, viewer: Viewer, uids: Iterable[UUID]) -> dict[UUID, Record]:
    """The rows of ``model`` behind ``uids`` as far as ``viewer`` sees them; a merged one gives its survivor.

    One query; two where an identifier is that of a merged record, or of none that is seen.
    """
    wanted = set(uids)
    everything = model._default_manager.all()
    visible = everything.visible_to(viewer)
    found = {row.uid: row for row in not_merged(visible).filter(uid__in=wanted)}
    missing = wanted - found.keys()
    if missing and is_mergeable(model):
        merged = model._base_manager.filter(uid__in=missing, merged_into__isnull=False)
        leads = dict(merged.values_list("uid", "merged_into_id"))
        survivors = visible.in_bulk(set(leads.values())) if leads else {}
        found.update({uid: survivors[key] for uid, key in leads.items() if key in survivors})
    return found


def seen_survivor(model: Any, viewer: Viewer, uid: UUID) -> Any:
    """The record that stands for the merged one ``uid``, where ``viewer`` sees it; else None."""
    found = seen_by_uid(model, viewer, [uid]).get(uid)
    return found if found is not None and found.uid != uid else None


def survivor_key(path: str) -> Coalesce:
    """The key of the record that ``path`` leads to, or of its survivor where that was merged; for a query."""
    return Coalesce(F(f"{path}__merged_into_id"), F(f"{path}_id"), output_field=BigIntegerField())


def leads_to(path: str, keys: Any) -> Q:
    """The condition that ``path`` leads to one of ``keys`` (a list or a query), or to one merged into such."""
    return Q(**{f"{path}__in": keys}) | Q(**{f"{path}__merged_into__in": keys})


def keys_of(row: Any) -> list[int]:
    """The keys under which rows refer to ``row``: its own, and those of the records merged into it."""
    if not is_mergeable(type(row)):
        return [row.pk]
    return [row.pk, *type(row)._base_manager.filter(merged_into=row.pk).values_list("pk", flat=True)]


def page_of_survivor(model: Any, name: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Makes a view of one record of ``model`` send those who ask for a merged one to the page ``name`` of its survivor.

    Only where the survivor is seen; else the page is not found, as before.
    """

    def wrapped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, uid: UUID) -> HttpResponse:
            try:
                return view(request, uid)
            except Http404:
                survivor = seen_survivor(model, viewer_of(request), uid)
                if survivor is None:
                    raise
                return HttpResponseRedirect(reverse(name, args=[survivor.uid]))

        return page

    return wrapped
