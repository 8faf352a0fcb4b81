"""What the suites need to know of a resource, and short ways to say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.cast import Cast

    Payload = dict[str, Any]

NOBODY = "00000000-0000-4000-8000-000000000000"
BACKWARDS = {"start": "2019-05", "end": "2018"}

#: What a resource can be exempt from, each with a written reason; see :class:`Sample`.
BEHAVIOURS = frozenset({"wrong", "create", "bulk", "put", "change", "archive", "restore"})


@dataclass(frozen=True)
class Sample:
    """One valid record of a resource and what the suites may expect of it.

    - ``payload(cast, number)`` is what a keeper sends to create one. It is valid, differs with the number (up to
      100), and holds values as they are read back. Number 0 to 19 must be valid together.
    - ``change`` is a valid PATCH, refused nobody who may write; ``wrong`` a value of the right type that the service
      refuses; ``bad_filter`` a filter with a value it cannot take.
    - ``parents`` are the paths of the rows without which a record is not seen: ``term__group`` leads over two steps,
      a step may be a many-to-many field or an optional reference that the payload fills (with one row).
    - ``payload_for(cast, persona, number)``: the same for one who writes for their own entity or group.
    - ``make(cast, number, values)`` stores a record where no POST does (calls for inputs make inputs); it returns
      the row. ``values`` are texts to put into the fields ``texts``, or such as ``visible``.
    - ``visible``: values that let ``reader`` see the record. With none, everybody sees it as it is made; with some,
      the suites also prove that it is not seen without them.
    - ``reader``: who reads it in the leak tests, where a plain reader never does; no member of the secretariat.
    - ``texts``: fields of free text that are shown in lists.
    - ``exemptions``: behaviour (one of ``BEHAVIOURS``, or ``hidden PATH HOW`` for one way of hiding, where HOW is
      ``archived`` or ``secretariat`` and PATH may be empty) to the reason why it is not to be had. Exempt from
      ``create``, ``bulk``, ``put``, ``change``, ``archive`` or ``restore`` means that even a superuser is refused.
    """

    payload: Callable[[Cast, int], Payload]
    change: Mapping[str, Any]
    wrong: Mapping[str, Any]
    bad_filter: tuple[str, str]
    parents: tuple[str, ...] = ()
    payload_for: Callable[[Cast, str, int], Payload] | None = None
    make: Callable[[Cast, int, Mapping[str, Any]], Any] | None = None
    visible: Mapping[str, Any] = field(default_factory=dict)
    reader: str = "reader"
    texts: tuple[str, ...] = ("source", "note")
    exemptions: Mapping[str, str] = field(default_factory=dict)


def uid(row: Any) -> str:
    """The public identifier of ``row``."""
    return str(row.uid)


def year(number: int) -> Payload:
    """A year of its own in the last century, so that no two periods meet."""
    return {"start": f"{1950 + number}-01", "end": f"{1950 + number}-12"}


def stored(name: str, cast: Cast, sent: Payload) -> Any:
    """The row that a superuser makes of the resource ``name`` by sending ``sent``."""
    from compact.api import RESOURCES

    answer = cast.client("superuser").post(f"/api/v1/{name}/", sent)
    assert answer.status_code == 201, answer.json()
    return RESOURCES[name].model._default_manager.get(uid=answer.json()["id"])
