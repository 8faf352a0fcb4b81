"""Files of others are those that their manifest names, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from compact.kernel.vendored import VENDOR_ROOT, vendored_problems
from compact.management.commands import check_vendored

STATIC_ROOT = VENDOR_ROOT.parent
TEMPLATES = VENDOR_ROOT.parents[2] / "templates"


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A vendor folder with one listed file."""
    root = tmp_path / "vendor"
    (root / "kit").mkdir(parents=True)
    (root / "kit" / "kit.css").write_text("a{}", encoding="utf-8")
    digest = hashlib.sha256(b"a{}").hexdigest()
    write_manifest(root, [{"file": "kit/kit.css", "sha256": digest}])
    return root


def write_manifest(root: Path, files: list[dict[str, str]], **overrides: Any) -> None:
    package = {"package": "kit", "version": "1.0", "licence": "MIT", "files": files, **overrides}
    (root / "manifest.json").write_text(json.dumps({"packages": [package]}), encoding="utf-8")


def test_the_projects_own_vendored_files_agree() -> None:
    assert vendored_problems(VENDOR_ROOT) == []


def test_listed_and_unchanged_files_are_no_problem(vendor: Path) -> None:
    assert vendored_problems(vendor) == []


def test_a_changed_file_is_named_with_both_hashes(vendor: Path) -> None:
    (vendor / "kit" / "kit.css").write_text("b{}", encoding="utf-8")
    (problem,) = vendored_problems(vendor)
    assert problem.startswith("kit/kit.css has SHA-256 ")
    assert hashlib.sha256(b"b{}").hexdigest() in problem
    assert hashlib.sha256(b"a{}").hexdigest() in problem


def test_a_missing_file_is_named(vendor: Path) -> None:
    (vendor / "kit" / "kit.css").unlink()
    assert vendored_problems(vendor) == ["kit/kit.css is missing"]


def test_an_unlisted_file_is_named(vendor: Path) -> None:
    (vendor / "kit" / "stowaway.js").write_text("", encoding="utf-8")
    assert vendored_problems(vendor) == ["kit/stowaway.js is not listed in manifest.json"]


def test_all_problems_are_reported_at_once(vendor: Path) -> None:
    (vendor / "kit" / "kit.css").unlink()
    (vendor / "stowaway.js").write_text("", encoding="utf-8")
    assert len(vendored_problems(vendor)) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: (root / "manifest.json").unlink(),
        lambda root: (root / "manifest.json").write_text("{", encoding="utf-8"),
        lambda root: (root / "manifest.json").write_text("[]", encoding="utf-8"),
        lambda root: write_manifest(root, [{"file": "kit/kit.css"}]),
        lambda root: write_manifest(root, [], licence=""),
    ],
    ids=["absent", "broken", "wrong shape", "no hash", "no licence"],
)
def test_a_manifest_that_cannot_be_read_is_a_problem(vendor: Path, damage: Callable[[Path], Any]) -> None:
    damage(vendor)
    (problem,) = vendored_problems(vendor)
    assert problem.startswith("manifest.json cannot be read")


def test_the_command_says_that_all_agrees() -> None:
    out = StringIO()
    call_command("check_vendored", stdout=out)
    assert "agree" in out.getvalue()


def test_the_command_fails_and_names_the_file(vendor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vendor / "stowaway.js").write_text("", encoding="utf-8")
    monkeypatch.setattr(check_vendored, "VENDOR_ROOT", vendor)
    with pytest.raises(CommandError, match=r"stowaway\.js is not listed"):
        call_command("check_vendored")


def test_a_copy_elsewhere_is_checked_by_its_own_manifest(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(VENDOR_ROOT, copy)
    (copy / "bootstrap" / "bootstrap.min.css").write_text("", encoding="utf-8")
    assert len(vendored_problems(copy)) == 1


@pytest.mark.parametrize("path", sorted(STATIC_ROOT.rglob("*.css")), ids=lambda path: path.name)
def test_stylesheets_name_no_file_that_is_not_shipped(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", text)
    assert all(address.startswith("data:") for address in addresses)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_breaks_the_content_security_policy(path: Path) -> None:
    """No style attribute or element, no handler attribute, no script with code in it, nothing from elsewhere."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes or "csp_nonce" in attributes
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text)
