"""Which resources a test runs on: all, those that can do something, or quickly on two and slowly on the others."""

from __future__ import annotations

import pytest

from tests.contract.samples import NAMES, able

#: Two that differ most: translated, optional references and no parent; parents over two steps and payloads by persona.
REPRESENTATIVE = ("groups", "nominations")


def every_resource(*behaviours: str) -> pytest.MarkDecorator:
    """All resources that are exempt from none of ``behaviours``: what a room's own code can get wrong."""
    return pytest.mark.parametrize("name", able(*behaviours))


def any_resource(*behaviours: str) -> pytest.MarkDecorator:
    """The same for what the kernel does alike for all: two stand for all in the quick tests."""
    return pytest.mark.parametrize(
        "name",
        [name if name in REPRESENTATIVE else pytest.param(name, marks=pytest.mark.slow) for name in able(*behaviours)],
    )


def on_others_slow(names: tuple[str, ...], quick: tuple[str, ...]) -> list[object]:
    """``names`` as parameters of which all but the ``quick`` ones are slow."""
    return [name if name in quick else pytest.param(name, marks=pytest.mark.slow) for name in names]


__all__ = ["NAMES", "REPRESENTATIVE", "any_resource", "every_resource", "on_others_slow"]
