"""One valid record of each resource, and who may write it; every suite runs on every resource named here.

A room that adds a resource to ``compact.api.RESOURCES`` adds, in its own module of this package, one line to
``SAMPLES`` (see :class:`~tests.contract.samples.base.Sample`) and one to ``RIGHTS``
(see :class:`~tests.contract.samples.rights.Rights`):

    SAMPLES = {"outputs": Sample(_output, {"title_en": "Other"}, {"number": ""}, ("status", "perhaps"), ("work_plan",))}
    RIGHTS = {"outputs": written_by("chair", "vice_chair", actions=("update",))}

Nothing else is needed: pages, leaks, versions, files, bulk and rights are tested from these. What a resource cannot
do is written into ``Sample.exemptions`` with its reason. To run the suites on one resource:
``pytest tests/contract tests/test_pages -k outputs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.api import RESOURCES
from tests.contract.samples import (
    agreements,
    calls,
    cases,
    entities,
    funds,
    groups,
    meetings,
    merges,
    needs,
    pairs,
    planned,
    projects,
    workplans,
)
from tests.contract.samples.base import NOBODY, stored, uid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload, Sample
    from tests.contract.samples.rights import Rights

__all__ = ["NAMES", "NOBODY", "RIGHTS", "SAMPLES", "able", "made", "payload", "payload_for", "uid"]

_ROOMS = (
    entities,
    merges,
    groups,
    agreements,
    meetings,
    workplans,
    calls,
    needs,
    projects,
    planned,
    pairs,
    cases,
    funds,
)
SAMPLES: Mapping[str, Sample] = {name: sample for room in _ROOMS for name, sample in room.SAMPLES.items()}
RIGHTS: Mapping[str, Rights] = {name: rights for room in _ROOMS for name, rights in room.RIGHTS.items()}

#: The resources that the suites run on; test_models fails when one is missing here.
NAMES = tuple(name for name in RESOURCES if name in SAMPLES and name in RIGHTS)


def able(*behaviours: str) -> tuple[str, ...]:
    """The resources that are exempt from none of ``behaviours``."""
    return tuple(name for name in NAMES if not SAMPLES[name].exemptions.keys() & set(behaviours))


def payload(name: str, cast: Cast, number: int = 0) -> Payload:
    """A valid record of the resource ``name``, as a keeper sends it."""
    return SAMPLES[name].payload(cast, number)


def payload_for(name: str, cast: Cast, persona: str, number: int = 0) -> Payload:
    """The same as ``persona`` would send it."""
    sample = SAMPLES[name]
    return sample.payload_for(cast, persona, number) if sample.payload_for else sample.payload(cast, number)


def made(name: str, cast: Cast, number: int = 0, /, **values: Any) -> Any:
    """A record of the resource ``name``, stored by the tests themselves."""
    make = SAMPLES[name].make
    return make(cast, number, values) if make else stored(name, cast, payload(name, cast, number) | values)
