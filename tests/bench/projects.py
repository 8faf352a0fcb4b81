"""Measures lists, files and reports of many generated projects; the last line printed is the figures as JSON."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from compact.kernel.objects import json_bytes
from compact.kernel.viewers import Door, Viewer
from compact.reports.generating.run import generate
from tests.bench import people, raw, raw_coverage, raw_portfolio, raw_projects
from tests.bench.timing import alternate, clocked, figure
from workinggroups.groups.viewers import viewer_for
from workinggroups.projects.columns.projects import PROJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.accounts.models import User

PAGE = 100
ADDRESS = "http://testserver/api/v1/projects/"
NAMES = [column.name for column in PROJECTS]
FILTERS = ("country=KEN", "group_code=demo-prisons", "entity_code=DEMO-07", "phase=running", "search=prisons")
REPORTS = (
    ("portfolio/?by=group", raw_portfolio, "group"),
    ("portfolio/?by=country", raw_portfolio, "country"),
    ("portfolio/?by=entity", raw_portfolio, "entity"),
    ("coverage/?region=143", raw_coverage, "143"),
    ("coverage/", raw_coverage, ""),
)
FLAT = 16.0
"""So many megabytes more may a file of all projects need than one of a tenth."""


def main() -> None:
    """Generate a tenth of the projects, look, generate the others, measure, print."""
    count = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    driver, few = raw.connect(), count // 10
    _generate(few, seed=1)
    users = people.make()
    before = {name: (_filtered(user), _memory(user)) for name, user in users.items()}
    _generate(count - few, seed=2)
    figures: list[dict[str, Any]] = []
    for name, user in users.items():
        client, reader = _client(user), _reader(user)
        figures += _page(name, client, driver, reader)
        figures += _growth(name, before[name][0], _filtered(user), count // few)
        figures += _files(name, client, driver, reader)
        figures += _reports(name, client, driver, reader)
        figures.append(
            figure(f"{name}: more memory for ten times the rows", _memory(user) - before[name][1], None, "MB", FLAT)
        )
    sys.stdout.write(json.dumps(figures) + "\n")


def _generate(count: int, seed: int) -> None:
    generate(actor=Viewer.system("bench"), projects=count, seed=seed, history=False, tell=_tell)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _client(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _reader(user: User) -> raw_projects.Reader:
    viewer = viewer_for(user, Door.API)
    seats = {"entity": next(iter(viewer.entity_ids()), None), "group": next(iter(viewer.group_ids()), None)}
    return raw_projects.Reader(viewer.today.isoformat(), **seats)


def _page(name: str, client: APIClient, driver: Any, reader: raw_projects.Reader) -> list[dict[str, Any]]:
    def ours() -> Any:
        return client.get(ADDRESS, {"page_size": PAGE}).json()["results"]

    def reference() -> bytes:
        return b"".join(raw_projects.jsonl_pieces(driver, NAMES, reader, ADDRESS, PAGE))

    with CaptureQueriesContext(connection) as queries:
        found = ours()
        count = len(queries.captured_queries)
    assert found == [json.loads(line) for line in reference().splitlines()], "the reference has the same page"
    return [
        figure(f"{name}: queries of a page of 100 projects", count, None, "", goal=12),
        figure(f"{name}: page of 100 projects, against raw + orjson", *alternate(ours, reference), "ms"),
    ]


def _filtered(user: User) -> dict[str, tuple[int, float]]:
    """How many queries each filtered list takes, and how long."""
    client, found = _client(user), {}
    for query in FILTERS:
        address = f"{ADDRESS}?page_size={PAGE}&{query}"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).json()["count"]
        found[query] = (len(queries), min(clocked(lambda address=address: client.get(address)) for _ in range(5)))  # type: ignore[misc]  # bound here
    return found


def _growth(
    name: str, few: dict[str, tuple[int, float]], many: dict[str, tuple[int, float]], times: int
) -> list[dict[str, Any]]:
    """How much longer each filtered list takes with ``times`` the rows; its queries stay the same."""
    figures = []
    for query, (queries, taken) in many.items():
        assert queries == few[query][0], query
        figures.append(figure(f"{name}: ?{query}, {times} × the rows", taken, few[query][1], "ms", goal=times))
    return figures


def _files(name: str, client: APIClient, driver: Any, reader: raw_projects.Reader) -> list[dict[str, Any]]:
    figures = []
    for form, pieces in (("csv", raw_projects.csv_pieces), ("jsonl", raw_projects.jsonl_pieces)):

        def ours(form: str = form) -> str:
            answer: Any = client.get(ADDRESS, {"format": form})
            return _digest(answer.streaming_content)

        def reference(pieces: Any = pieces) -> str:
            return _digest(pieces(driver, NAMES, reader, ADDRESS))

        assert ours() == reference(), f"the reference writes the same bytes of {form}"
        figures.append(
            figure(f"{name}: {form} of all projects, against raw", *alternate(ours, reference), "ms", goal=2)
        )
    return figures


def _reports(name: str, client: APIClient, driver: Any, reader: raw_projects.Reader) -> list[dict[str, Any]]:
    """How long the reports on projects take, against SQL written by hand that answers with the same rows."""
    figures = []
    for report, module, argument in REPORTS:

        def ours(report: str = report) -> Any:
            return client.get(f"/api/v1/reports/{report}").json()["rows"]

        def reference(module: Any = module, argument: str = argument) -> bytes:
            found = module.rows(driver, reader, argument)
            return json_bytes([dict(zip(module.NAMES, row, strict=True)) for row in found])

        assert ours() == json.loads(reference()), f"the reference has the same rows of {report}"
        times = alternate(lambda report=report: client.get(f"/api/v1/reports/{report}"), reference)  # type: ignore[misc]  # bound here
        figures.append(figure(f"{name}: {report}, against SQL", *times, "ms", goal=2))
    return figures


def _digest(pieces: Iterable[bytes]) -> str:
    found = hashlib.blake2b()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _memory(user: User) -> float:
    """The most memory, in megabytes, that a process needs that writes both files."""
    command = [sys.executable, "-m", "tests.bench.memory", user.email]
    return float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
