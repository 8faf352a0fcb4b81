"""The index follows the records: what is compared of each, when it changes, and what another process sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from compact.entities import services as entity_services
from tests.cast import SYSTEM, entity_make
from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import (
    ALIKE,
    TITLE,
    UNLIKE,
    alike,
    comparable,
    found,
    holds,
    known,
    work_archive,
    work_edit,
    work_restore,
)
from tests.projects.ground import partner_make
from workinggroups.overlaps.comparing import process
from workinggroups.overlaps.comparing.changes import changed_since, last_number
from workinggroups.overlaps.comparing.records import record_of
from workinggroups.overlaps.models import Encoding, IndexState, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("nothing_held")


class Letters:
    """An encoder that counts letters, and how often it is asked."""

    name, version, digest, dimensions = "letters", "1", "0" * 16, 26

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one for each text."""
        self.asked += len(texts)
        rows = np.array([[text.lower().count(chr(97 + at)) + 0.01 for at in range(26)] for text in texts], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Letters:
    """A site with an encoder."""
    encoder = Letters()
    monkeypatch.setattr(process, "site_encoder", lambda: encoder)
    return encoder


# --- Following --------------------------------------------------------------------------------------------------------


def test_a_first_comparison_fits_a_small_index_at_once(cast: Cast) -> None:
    one, other = alike(cast)
    assert found(one) == [str(other.uid)]
    assert known() == {TITLE, ALIKE}
    assert IndexState.objects.get(kind="work").fitted_on == 2


def test_a_new_record_is_found_without_anybody_telling_the_index(cast: Cast) -> None:
    one, other = alike(cast)
    found(one)
    third = work_make(cast, TITLE, "WCO")
    assert holds(one, other, third)
    assert Subject.objects.get(project=third).row is not None
    assert IndexState.objects.get(kind="work").number == last_number()


def test_an_edit_changes_what_is_found(cast: Cast) -> None:
    one, other = alike(cast)
    found(one)
    work_edit(other, title_en=UNLIKE)
    assert found(one) == []
    work_edit(other, title_en=ALIKE)
    assert found(one) == [str(other.uid)]


def test_an_archived_record_leaves_the_index_and_comes_back_restored(cast: Cast) -> None:
    one, other = alike(cast)
    found(one)
    work_archive(other)
    assert found(one) == []
    assert known() == {TITLE}
    work_restore(other)
    assert found(one) == [str(other.uid)]


def test_another_process_sees_what_this_one_took_in(cast: Cast) -> None:
    one, other = alike(cast)
    found(one)
    work_make(cast, UNLIKE, "WCO")
    elsewhere = process._held.pop("work")  # what another process holds
    found(one)
    work_edit(other, title_en=UNLIKE)
    work_archive(one)
    assert found(work_make(cast, TITLE, "UNODC")) == []
    process._held["work"] = elsewhere
    assert found(work_make(cast, TITLE, "WCO")) != [str(other.uid)]
    assert str(one.uid) not in elsewhere.index


def test_rows_of_the_database_answer_like_those_just_computed(cast: Cast) -> None:
    one, _other = alike(cast)
    with process.current("work") as now:
        before = now.index.explain(str(one.uid), str(_other.uid))
    process.forget_all()
    with process.current("work") as now:
        after = now.index.explain(str(one.uid), str(_other.uid))
    assert after.probability == pytest.approx(before.probability, abs=0.01)
    assert [each.code for each in after.evidence] == [each.code for each in before.evidence]


def test_many_changes_are_left_to_the_background(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _other = alike(cast)
    found(one)
    monkeypatch.setattr(process, "AT_ONCE", 1)
    late = [work_make(cast, TITLE, "WCO") for _ in range(2)]
    with process.current("work") as now:
        assert now.behind
        assert str(late[0].uid) not in now.index
    assert process.is_behind("work")
    process.update("work")
    assert not process.is_behind("work")
    assert holds(*late)


def test_a_large_first_index_is_left_to_the_background(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = alike(cast)
    monkeypatch.setattr(process, "AT_ONCE", 1)
    with process.current("work") as now:
        assert (now.behind, len(now.index)) == (True, 0)
    process.update("work")
    assert found(one) == [str(other.uid)]


def test_what_a_rolled_back_write_put_into_memory_is_forgotten(cast: Cast) -> None:
    from django.db import transaction

    one, _other = alike(cast)
    before = found(one)
    with transaction.atomic():
        third = work_make(cast, TITLE, "WCO")
        assert holds(third)
        transaction.set_rollback(True)
    assert found(one) == before
    assert not holds(third)


@pytest.mark.parametrize("what", ["partner", "parent", "code"])
def test_what_changes_beside_a_record_changes_the_record(cast: Cast, what: str) -> None:
    programme = work_make(cast, "Programme", "WCO", kind="programme")
    work = work_make(cast, TITLE, "UNODC")
    part = work_make(cast, UNLIKE, "UNODC", kind="activity", parent=work)
    number = last_number()
    if what == "partner":
        partner_make(cast, work, "WCO")
        expected = {work.pk}
    elif what == "parent":
        work_edit(work, parent=programme)
        expected = {work.pk, part.pk, programme.pk}
    else:
        entity = cast.entities["UNODC"]
        entity.refresh_from_db()
        entity_services.entity_update(actor=SYSTEM, record=entity, version=entity.version, values={"code": "ONUDC"})
        expected = {work.pk, part.pk}
    assert changed_since("work", number).keys["project"] == expected


def test_writes_that_concern_no_work_change_nothing(cast: Cast) -> None:
    work_make(cast, TITLE, "UNODC")
    number = last_number()
    entity_services.alias_create(actor=SYSTEM, values={"entity": cast.entities["WCO"], "text": "Customs"})
    assert len(changed_since("work", number)) == 0
    assert changed_since("entity", number).keys == {"entity": {cast.entities["WCO"].pk}}


def test_a_slower_writer_does_not_undo_a_faster_one(cast: Cast) -> None:
    one, _other = alike(cast)
    found(one)
    row = Subject.objects.get(project=one)
    Subject.objects.filter(pk=row.pk).update(number=row.number + 100, digest="newer")
    work_edit(one, title_en=UNLIKE)
    process.update("work")
    assert Subject.objects.get(pk=row.pk).digest == "newer"


def test_entities_and_people_have_an_index_too(cast: Cast) -> None:
    double = entity_make("UNODC-2", name_en="Office UNODC")
    assert str(double.uid) in found(cast.entities["UNODC"], "entity")
    assert Subject.objects.filter(person__isnull=False).count() == 0
    process.update("person")
    assert Subject.objects.filter(person__isnull=False, row__isnull=False).count() == len(cast.people)


def test_the_subject_of_an_archived_record_has_no_record(cast: Cast) -> None:
    one, _other = alike(cast)
    found(one)
    subject = Subject.objects.get(project=one)
    assert record_of(subject) == comparable(one)
    work_archive(one)
    assert record_of(subject) is None


# --- Encoders ---------------------------------------------------------------------------------------------------------


def test_texts_are_encoded_once(cast: Cast, letters: Letters) -> None:
    one, _other = alike(cast)
    found(one)
    assert Encoding.objects.count() > 0
    asked = letters.asked
    process.forget_all()
    process.rebuild("work")
    assert letters.asked == asked


def test_another_encoder_answers_without_vectors_until_the_index_is_made_anew(
    cast: Cast, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = alike(cast)
    found(one)
    process.forget_all()
    monkeypatch.setattr(process, "site_encoder", lambda: Letters("2"))
    with process.current("work") as now:
        assert now.behind
        assert {str(one.uid), str(other.uid)} == {key for key in (str(one.uid), str(other.uid)) if key in now.index}
    assert IndexState.objects.get(kind="work").encoder.startswith("letters 1")
    process.update("work")
    with process.current("work") as now:
        assert not now.behind
    assert IndexState.objects.get(kind="work").encoder.startswith("letters 2")


def test_without_the_encoder_new_records_are_taken_in_while_the_index_is_made_anew(
    cast: Cast, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _other = alike(cast)
    found(one)
    process.forget_all()
    monkeypatch.setattr(process, "site_encoder", lambda: None)
    found(one)
    third = work_make(cast, TITLE, "WCO")
    assert holds(third)
    assert not Subject.objects.filter(project=third, row__isnull=False).exists()


def test_rows_that_another_version_of_the_matching_kept_are_computed_anew(cast: Cast) -> None:
    one, other = alike(cast)
    found(one)
    IndexState.objects.update(state={"format": -1})
    process.forget_all()
    with process.current("work") as now:
        assert now.behind
    process.update("work")
    assert found(one) == [str(other.uid)]
