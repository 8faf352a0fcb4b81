"""Loading the public data again after a merge brings nothing back: the retired record's line leads to the survivor."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import call_command

from compact.entities.models import Entity
from funding.funds.models import Allocation
from tests.merging.ground import merge
from tests.reports.files import FILES
from workinggroups.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
FURTHER = {
    "entities.csv": "OMD,World Customs Organisation,,,non_un,member,2018,,https://un.example/2,,page\n",
    "group_membership.csv": "border,OMD,member,https://un.example/5,,page\n",
    "other_project_details.csv": "P003,activity,P001,small-arms,,,yes,,,requested,,\n",
    "projects.csv": "P003,Weapons workshop,,,OMD,UNOCT,,,KEN,,2021-05-08,2021-05-10,,,closed,,https://un.example/14,page\n",
    "funding.csv": "allocation,UNOCT,Trust Fund,OMD,Weapons workshop,100000,USD,2019-05,https://un.example/17,,seed\n",
}
"""The same again, told by somebody else: an entity under its French acronym, and its project."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text + FURTHER.get(name, ""), encoding="utf-8")
    return tmp_path


def _load(folder: Path) -> str:
    out = StringIO()
    call_command("load_compact", path=folder, stdout=out)
    return out.getvalue()


def _rows() -> dict[str, Any]:
    return {model._meta.label: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}


def _models() -> list[Any]:
    return [each for each in apps.get_models() if each._meta.app_label in ("compact", "workinggroups", "funding")]


def test_loading_again_after_merges_stores_nothing(folder: Path) -> None:
    _load(folder)
    project, copy = (Project.objects.get(code=code) for code in ("P002", "P003"))
    merge(Entity.objects.get(code="WCO"), Entity.objects.get(code="OMD"))
    copy.refresh_from_db()
    merge(project, copy)
    before = _rows()
    told = _load(folder)
    assert _rows() == before
    assert "merged into" in told


def test_what_a_retired_line_tells_anew_is_stored_with_the_survivor(folder: Path) -> None:
    _load(folder)
    project, copy = (Project.objects.get(code=code) for code in ("P002", "P003"))
    merge(project, copy)
    new = "allocation,UNOCT,Trust Fund,UNOCT,Weapons workshop,5000,USD,2020,https://un.example/17,,seed\n"
    with (folder / "funding.csv").open("a", encoding="utf-8") as file:
        file.write(new)
    lines = (folder / "projects.csv").read_text(encoding="utf-8").replace(",OMD,UNOCT,", ",OMD,UNOCT;WCO,")
    (folder / "projects.csv").write_text(lines, encoding="utf-8")
    _load(folder)
    assert Allocation.objects.get(amount=500000).project == project
    assert set(ProjectPartner.objects.live().filter(project=copy)) == set()
