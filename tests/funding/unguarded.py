"""Past the triggers that keep what was posted, for tests that lay their ground as no service would."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

from funding.funds.constraints import triggers, triggers_install

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unguarded(model: Any) -> Iterator[None]:
    """Let rows of ``model`` be changed in a block; of most models nothing is guarded anyway."""
    table = model._meta.db_table
    names = [name for name, (of, _) in triggers(connection.vendor).items() if of == table]
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if names and postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table that waits for them cannot be altered
        for name in names:
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"' if postgresql else f'DROP TRIGGER "{name}"')
    yield
    if names:
        triggers_install(using=connection.alias)
