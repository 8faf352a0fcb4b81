"""Checks, without a network, that the two locks say what pyproject.toml asks for.

Each dependency has a pin within its bounds, with what its extras bring; nothing is pinned that nobody asks for;
every pin is hashed; the development lock holds the other one; no file names the address of a package registry.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ADDRESS = re.compile(r"https?://|^\s*(--(extra-)?index-url|--find-links|-i|-f)\b", re.MULTILINE)
PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^]]*])?==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\?$")


@dataclass(frozen=True)
class Pin:
    """One line of a lock: a version, the marker that limits it if any, and whether it is hashed."""

    version: str
    marker: str
    hashed: bool

    @property
    def applies(self) -> bool:
        """Whether this machine installs it."""
        return not self.marker or Marker(self.marker).evaluate()


def read_lock(path: Path) -> dict[str, Pin]:
    """Return the pins of a lock by canonical name."""
    pins: dict[str, Pin] = {}
    for block in re.split(r"\n(?=\S)", path.read_text("utf-8").strip()):
        found = PIN.match(block.splitlines()[0])
        if found is None:
            sys.exit(f"{path} has a line that is not a pin: {block.splitlines()[0]}")
        hashed = "--hash=sha256:" in block
        pins[canonicalize_name(found["name"])] = Pin(found["version"], found["marker"] or "", hashed)
    return pins


def wants(name: str, extras: frozenset[str]) -> list[Requirement]:
    """Return what an installed distribution asks for here, with these extras."""
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return []
    asked = [Requirement(text) for text in distribution.requires or ()]
    environments = [{"extra": extra} for extra in ("", *extras)]
    return [one for one in asked if one.marker is None or any(one.marker.evaluate(where) for where in environments)]


def unknown_extras(asked: Requirement) -> set[str]:
    """Return the extras that a requirement names and its distribution lacks (resolvers pass over them)."""
    try:
        known = metadata.metadata(asked.name).get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        return set()
    return {str(extra) for extra in asked.extras} - {str(extra) for extra in known}


def problems_of(path: Path, pins: dict[str, Pin], roots: list[Requirement]) -> list[str]:
    """Follow the requirements through the installed packages; return what does not agree with the pins."""
    problems, reached = [], set()
    waiting = list(roots)
    while waiting:
        asked = waiting.pop()
        name, extras = canonicalize_name(asked.name), frozenset(asked.extras)
        if (name, extras) in reached:
            continue
        reached.add((name, extras))
        problems += [f"{asked.name} has no extra {extra}" for extra in unknown_extras(asked)]
        pin = pins.get(name)
        if pin is None:
            problems.append(f"{path} has no pin for {asked}")
        elif not asked.specifier.contains(pin.version, prereleases=True):
            problems.append(f"{path} pins {name} {pin.version}, but {asked} is asked for")
        waiting += wants(name, extras)
    names = {name for name, _ in reached}
    problems += [
        f"{path} pins {name}, which nothing asks for" for name, pin in pins.items() if pin.applies and name not in names
    ]
    problems += [f"{path} has no hash for {name}" for name, pin in pins.items() if not pin.hashed]
    return problems


def main() -> int:
    """Check both locks and print every problem; answer 1 when there is one."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    site = [Requirement(text) for text in project["dependencies"]]
    development = [Requirement(text) for text in project["optional-dependencies"]["dev"]]
    site_path, development_path = Path("requirements.txt"), Path("requirements-dev.txt")
    site_pins, development_pins = read_lock(site_path), read_lock(development_path)
    problems = problems_of(site_path, site_pins, site)
    problems += problems_of(development_path, development_pins, site + development)
    for name, pin in site_pins.items():
        if development_pins.get(name, pin).version != pin.version:
            problems.append(f"the locks pin two versions of {name}: {pin.version}, {development_pins[name].version}")
    for path in (site_path, development_path):
        if ADDRESS.search(path.read_text("utf-8")):
            problems.append(f"{path} names an address")
    if problems:
        print(*problems, "Run make lock and commit both files.", sep="\n")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
