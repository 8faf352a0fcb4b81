"""Viewers resolved before, remembered while no row is written that their rights are read from.

Who a user is today takes four queries of each request, a third of its time; tests send thousands of requests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language

from compact.accounts.models import User
from compact.entities.models import Affiliation, Entity, Person
from compact.kernel.viewers import door_of
from workinggroups.groups.models import Group, GroupEvent, Nomination, Term
from workinggroups.groups.viewers import viewer_resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer

READ_FROM = frozenset(
    model._meta.db_table for model in (User, Person, Affiliation, Entity, Group, GroupEvent, Term, Nomination)
)
_HARMLESS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|EXPLAIN)\b")
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


class Remembered:
    """The viewers of one test, which starts with those ``known`` of the rows that all tests start with."""

    def __init__(self, known: dict[Any, Viewer]) -> None:
        self.known = known

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a statement of the connection; forget all before one that may change anybody's rights."""
        if not _HARMLESS.match(sql):
            write = _WRITE.match(sql)
            if write is None or write[1] in READ_FROM:
                self.known = {}
        return execute(sql, params, many, context)

    def resolve(self, request: HttpRequest) -> Viewer:
        """What ``viewer_resolve`` says of ``request``."""
        key = (request.user.pk, door_of(request), get_language(), timezone.now().date())
        if key not in self.known:
            self.known[key] = viewer_resolve(request)
        return self.known[key]
