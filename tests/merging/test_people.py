"""People who stand twice become one; a login gives rights, so it moves by a superuser's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.entities.services import affiliation_create, affiliation_update
from compact.kernel.viewers import Viewer
from tests.cast import SYSTEM, nominate, person_make, term_make
from tests.meetings.making import attendance_make, meeting_make
from tests.merging.ground import everything, merge, plan, undo

if TYPE_CHECKING:
    from compact.entities.models import Person
    from tests.cast import Cast


def _two(cast: Cast) -> tuple[Person, Person]:
    return person_make("Ana", cast.entities["WCO"]), person_make("Anna", cast.entities["WCO"])


def _secretariat(cast: Cast) -> Viewer:
    return cast.viewer("secretariat")


def test_a_person_takes_over_posts_nominations_and_attendance(cast: Cast) -> None:
    one, two = _two(cast)
    term = term_make(cast.groups["pcve"], cast.entities["CTED"], "member")
    nomination = nominate(term, two)
    meeting = meeting_make(cast, status="held")
    came = attendance_make(meeting, person=two, entity=cast.entities["WCO"])
    before = everything()
    merged = merge(one, two, _secretariat(cast))
    for row in (nomination, came):
        row.refresh_from_db()
        assert row.person == one
    undo(merged)
    assert everything() == before


def test_of_the_same_post_twice_one_is_archived(cast: Cast) -> None:
    one, two = _two(cast)
    (clash,) = plan(one, two).relations[0].clashes
    assert (clash.clash, clash.row) == ("drop", "Anna Example, WCO")
    merge(one, two)
    assert (one.affiliations.live().count(), two.affiliations.archived().count()) == (1, 1)


def test_attendance_of_both_at_one_meeting_is_combined(cast: Cast) -> None:
    one, two = _two(cast)
    meeting = meeting_make(cast, status="held")
    kept = attendance_make(meeting, person=one)
    attendance_make(meeting, person=two, entity=cast.entities["WCO"], note="By video")
    before = everything()
    merged = merge(one, two)
    kept.refresh_from_db()
    assert (kept.entity, kept.note) == (cast.entities["WCO"], "By video")
    assert meeting.attendances.live().count() == 1
    undo(merged)
    assert everything() == before


def test_nominations_one_after_the_other_and_in_two_capacities_all_move(cast: Cast) -> None:
    one, two = _two(cast)
    term = term_make(cast.groups["pcve"], cast.entities["CTED"], "member")
    nominate(term, one)
    nominate(term, two, start="2018", end="2019-04")
    nominate(term, two, "alternate")
    merge(one, two)
    assert one.nominations.live().count() == 3


def test_two_logins_are_not_merged(cast: Cast) -> None:
    text = "Both have a user account. A superuser takes the account of one of them away first."
    assert plan(cast.people["chair"], cast.people["reader"]).problems == (text,)


def test_a_login_moves_by_the_hand_of_a_superuser_alone(cast: Cast) -> None:
    person = person_make("Ana", cast.entities["CTED"])
    reader = cast.people["reader"]
    (text,) = plan(person, reader, _secretariat(cast)).problems
    assert text.startswith("Let the one with the user account survive.")
    before = everything()
    merged = merge(person, reader, cast.viewer("superuser"))
    assert (person.user, reader.user) == (cast.users["reader"], None)
    undo(merged)
    assert everything() == before


def test_the_one_with_the_login_survives(cast: Cast) -> None:
    person = person_make("Ana", cast.entities["CTED"])
    merge(cast.people["reader"], person, _secretariat(cast))
    assert cast.people["reader"].user == cast.users["reader"]


def test_nobody_merges_themselves(cast: Cast) -> None:
    person = person_make("Ana", cast.entities["CTED"])
    (text,) = plan(cast.people["secretariat"], person, _secretariat(cast)).problems
    assert text.startswith("Nobody approves their own record.")


def test_a_post_that_was_edited_since_stays_as_it_is(cast: Cast) -> None:
    one, two = person_make("Ana", cast.entities["WCO"]), person_make("Anna", cast.entities["CTED"])
    merged = merge(one, two)
    post: Any = one.affiliations.live().get(entity__code="CTED")
    affiliation_update(actor=SYSTEM, record=post, version=post.version, values={"title": "Legal officer"})
    affiliation_create(actor=SYSTEM, values={"person": one, "entity": cast.entities["UNDP"], "start": "2020"})
    undo(merged)
    post.refresh_from_db()
    assert (post.person, post.title) == (two, "Legal officer")
    assert sorted(one.affiliations.live().values_list("entity__code", flat=True)) == ["UNDP", "WCO"]
