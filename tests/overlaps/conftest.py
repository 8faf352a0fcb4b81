"""What the tests of scans, of the index and of cases share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.accounts.models import User
from tests.cast import nominate, person_make, term_make
from tests.overlaps.case_ground import case_make
from workinggroups.groups.models import Role
from workinggroups.overlaps.comparing import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.overlaps.models import Case


@pytest.fixture
def nothing_held() -> Iterator[None]:
    """A process that holds no index, before the test and after it."""
    process.forget_all()
    yield
    process.forget_all()


@pytest.fixture
def case(cast: Cast) -> Case:
    """UNODC and INTERPOL are to agree, the border group facilitates."""
    return case_make(cast)


@pytest.fixture
def interpol(cast: Cast) -> Viewer:
    """The focal point of INTERPOL."""
    term = term_make(cast.groups["committee"], cast.entities["INTERPOL"], Role.FOCAL_POINT)
    user = User.objects.create_user("interpol@example.org", "a long enough password", full_name="Interpol")
    cast.users["interpol"] = user
    nominate(term, person_make("interpol", cast.entities["INTERPOL"], user))
    return cast.viewer("interpol")
