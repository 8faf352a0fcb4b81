"""Forty-six entities are asked: forty answer, three have nothing to say, three are late."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone, translation
from docx import Document

from tests.cast import SYSTEM
from tests.workplans.call_ground import answered, call_sent, in_days, many_entities
from workinggroups.workplans.compiling import Compilation, compilation_docx, compile_inputs
from workinggroups.workplans.models import CallForInputs, Input
from workinggroups.workplans.services.calls import input_nil

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def call(cast: Cast) -> CallForInputs:
    """The call when its deadline has passed: of the three late ones one answered after it, two did not."""
    made = call_sent(cast, *many_entities(46))
    rows = list(made.inputs.select_related("call", "entity").order_by("entity__code"))
    for row in rows[:40]:
        answered(row, f"- Work of {row.entity.code}\nMore of it")
    for row in rows[40:43]:
        input_nil(actor=SYSTEM, record=row, version=1)
    CallForInputs.objects.filter(pk=made.pk).update(deadline=in_days(-1))
    Input.objects.filter(pk__in=[row.pk for row in rows[:43]]).update(answered_at=in_days(-2))
    answered(Input.objects.get(pk=rows[43].pk), "Too late")
    return CallForInputs.objects.get(pk=made.pk)


@pytest.fixture
def compilation(call: CallForInputs, cast: Cast) -> Compilation:
    """What the secretariat sees of it."""
    return compile_inputs(cast.viewer("secretariat"), call)


def test_the_figures_are_those_of_the_answers(compilation: Compilation) -> None:
    figures = [len(each) for each in (compilation.answered, compilation.nil, compilation.awaited, compilation.late)]
    assert figures == [41, 3, 2, 3]
    assert compilation.total == 46
    assert compilation.summary == "46 entities asked, 41 answers, 3 nil returns, 2 not answered, 3 late."


def test_every_answer_stands_below_its_question_by_entity(compilation: Compilation) -> None:
    assert [question.text for question in compilation.questions] == ["Done?", "Planned?"]
    codes = [answer.entity.code for answer in compilation.questions[1].answers]
    assert codes == sorted(codes)
    assert len(codes) == 41
    assert [answer.entity.code for answer in compilation.questions[0].answers if answer.late] == ["E43"]


def test_the_document_has_headings_answers_and_lists_of_names(compilation: Compilation) -> None:
    document = Document(io.BytesIO(compilation_docx(compilation)))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Report to the Assembly"]
    assert by_style["Heading 1"] == ["Done?", "Planned?", "Nothing to contribute", "Not answered", "Late"]
    assert len(by_style["Heading 2"]) == 82
    assert by_style["List Bullet"].count("Work of E07") == 2
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "E40, E41, E42" in texts
    assert "E44, E45" in texts
    assert "E43, E44, E45" in texts


def test_the_document_is_in_the_readers_language(compilation: Compilation) -> None:
    with translation.override("fr"):
        document = Document(io.BytesIO(compilation_docx(compilation)))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert "Nothing to contribute" not in headings
    assert document.core_properties.language == "fr"


def test_signs_that_a_document_cannot_hold_are_left_out(cast: Cast) -> None:
    made = call_sent(cast)
    answered(made.inputs.select_related("call").get(), "Bell \x07 and \x01 end")
    content = compilation_docx(compile_inputs(cast.viewer("secretariat"), made))
    assert "Bell  and  end" in [each.text for each in Document(io.BytesIO(content)).paragraphs]


def test_an_entity_finds_in_it_its_own_answer_alone(cast: Cast) -> None:
    made = call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    for row in made.inputs.select_related("call"):
        answered(row, f"Secret of {row.entity.code}")
    theirs = compile_inputs(cast.viewer("focal_point"), made)
    assert [answer.text for answer in theirs.questions[0].answers] == ["Secret of UNODC"]
    assert theirs.total == 1


def test_an_open_call_has_nobody_late(cast: Cast) -> None:
    made = call_sent(cast)
    assert compile_inputs(cast.viewer("secretariat"), made).late == ()
    assert made.deadline > timezone.now()
