"""Measures on the database of ``DATABASE_URL``; the last line printed is the figures as JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from compact.kernel.objects import json_bytes
from tests.bench import ground, raw
from tests.bench.timing import ROUNDS, alternate, clocked, figure
from workinggroups.groups.columns import TERMS

PAGE = 100
ADDRESS = "http://testserver/api/v1/terms/"
NAMES = [column.name for column in TERMS]


def main() -> None:
    """Lay the ground, measure, print."""
    call_command("migrate", verbosity=0)
    client = APIClient()
    client.force_login(ground.lay(), backend="allauth.account.auth_backends.AuthenticationBackend")
    driver = raw.connect()
    figures = [*page_figures(client, driver), csv_figure(client, driver), roster_figure(client)]
    sys.stdout.write(json.dumps(figures) + "\n")


def page_figures(client: APIClient, driver: Any) -> list[dict[str, Any]]:
    """How many queries a page of a hundred terms takes, and how long."""

    def ours() -> Any:
        return client.get(ADDRESS, {"page_size": PAGE}).json()["results"]

    with CaptureQueriesContext(connection) as queries:
        found = ours()
        count = len(queries.captured_queries)
    assert len(found) == PAGE
    assert [row["id"] for row in found] == [row["id"] for row in raw.page(driver, NAMES, ADDRESS, PAGE)]
    times = alternate(ours, lambda: json_bytes(raw.page(driver, NAMES, ADDRESS, PAGE)))
    return [
        figure("queries of a page of 100", count, None, "", goal=12),
        figure("page of 100, against the raw driver + orjson", *times, "ms"),
    ]


def csv_figure(client: APIClient, driver: Any) -> dict[str, Any]:
    """How long the CSV file of all terms takes; both must be the same bytes."""

    def ours() -> bytes:
        answer: Any = client.get(ADDRESS, {"format": "csv"})
        return b"".join(answer.streaming_content)

    assert ours() == raw.csv_bytes(driver, NAMES, ADDRESS)
    times = alternate(ours, lambda: raw.csv_bytes(driver, NAMES, ADDRESS))
    return figure(f"CSV of {ground.TERMS:,} terms, against raw + csv", *times, "ms", goal=2)


def roster_figure(client: APIClient) -> dict[str, Any]:
    """How long the roster of a day takes, as JSON; no reference, to be watched."""
    address = "/api/v1/reports/roster/?as_of=2021-07-01"
    taken = [clocked(lambda: client.get(address)) for _ in range(ROUNDS + 1)][1:]
    count = len(client.get(address).json()["rows"])
    return figure(f"roster of {count:,} terms", statistics.median(taken), None, "ms")


if __name__ == "__main__":
    main()
