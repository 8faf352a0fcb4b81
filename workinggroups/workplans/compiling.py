"""The answers to a call put together: question by question, with who has nothing to say and who is missing."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from docx import Document
from docx.shared import Pt

from compact.kernel.zones import moment_in
from workinggroups.workplans.models import Input, InputState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as DocxDocument

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import CallForInputs


_LONGEST_PROPERTY = 255
"""The most characters that a property of a Word document can have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one entity answered to one question, and whether it came after the deadline."""

    entity: Entity
    text: str
    late: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question, "" for a free text, with its answers by the code of the entity."""

    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Compilation:
    """All that a viewer may see of the answers to a call, at one moment."""

    call: CallForInputs
    questions: tuple[Question, ...]
    answered: tuple[Input, ...]
    nil: tuple[Input, ...]
    awaited: tuple[Input, ...]

    @property
    def late(self) -> tuple[Input, ...]:
        """Answers that came after the deadline, and those that are missing after it."""
        return tuple(each for each in (*self.answered, *self.nil, *self.awaited) if each.is_late)

    @property
    def total(self) -> int:
        """How many entities were asked."""
        return len(self.answered) + len(self.nil) + len(self.awaited)

    @property
    def summary(self) -> str:
        """The figures in a sentence."""
        asked = ngettext("%(number)d entity asked", "%(number)d entities asked", self.total) % {"number": self.total}
        answered, nil = len(self.answered), len(self.nil)
        parts = [
            asked,
            ngettext("%(number)d answer", "%(number)d answers", answered) % {"number": answered},
            ngettext("%(number)d nil return", "%(number)d nil returns", nil) % {"number": nil},
            _("%(number)d not answered") % {"number": len(self.awaited)},
            _("%(number)d late") % {"number": len(self.late)},
        ]
        return _("%(figures)s.") % {"figures": ", ".join(parts)}


def compile_inputs(viewer: Viewer, call: CallForInputs) -> Compilation:
    """The answers to ``call`` that ``viewer`` may see, in one query."""
    rows = Input.objects.visible_to(viewer).live().filter(call=call).select_related("entity", "call")
    found = list(rows.order_by("entity__code"))
    answered = [row for row in found if row.state == InputState.ANSWERED]
    questions = [
        Question(
            question,
            tuple(Answer(row.entity, row.pairs[place][1], row.is_late) for row in answered if place < len(row.pairs)),
        )
        for place, question in enumerate(call.questions or [""])
    ]
    return Compilation(
        call=call,
        questions=tuple(questions),
        answered=tuple(answered),
        nil=tuple(row for row in found if row.state == InputState.NIL),
        awaited=tuple(row for row in found if row.state == InputState.AWAITED),
    )


def compilation_docx(compilation: Compilation) -> bytes:
    """``compilation`` as a Word document in the active language, with real headings, ready to be edited."""
    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    call = compilation.call
    document.core_properties.title = _plain(call.title)[:_LONGEST_PROPERTY]
    document.core_properties.author = _plain(str(call.group))[:_LONGEST_PROPERTY]
    document.core_properties.language = get_language() or ""
    document.add_heading(_plain(call.title), level=0)
    deadline = moment_in(call.deadline, call.zone)
    until = _("Deadline: %(deadline)s") % {"deadline": deadline}
    document.add_paragraph(_plain(f"{call.group} · {until}"))
    made = moment_in(timezone.now(), call.zone)
    document.add_paragraph(_("As of %(moment)s. %(summary)s") % {"moment": made, "summary": compilation.summary})
    _paragraphs(document, call.text)
    for question in compilation.questions:
        document.add_heading(_plain(question.text) or _("Answers"), level=1)
        for answer in question.answers:
            document.add_heading(_plain(str(answer.entity)), level=2)
            _paragraphs(document, answer.text)
        if not question.answers:
            document.add_paragraph(_("No answer."))
    _names(document, _("Nothing to contribute"), compilation.nil)
    _names(document, _("Not answered"), compilation.awaited)
    _names(document, _("Late"), compilation.late)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _names(document: DocxDocument, heading: str, rows: Sequence[Input]) -> None:
    if rows:
        document.add_heading(heading, level=1)
        document.add_paragraph(_plain(", ".join(str(row.entity) for row in rows)))


def _paragraphs(document: DocxDocument, text: str) -> None:
    """Text as it was typed: a paragraph a line, a list item where it begins with a dash."""
    for line in text.splitlines():
        clean = _plain(line)
        if clean.startswith(("- ", "* ")):
            document.add_paragraph(clean[2:], style="List Bullet")
        elif clean:
            document.add_paragraph(clean)


def _plain(text: str) -> str:
    """``text`` in one line, without the signs that XML lacks."""
    return "".join(sign for sign in " ".join(text.splitlines()) if sign.isprintable() or sign == "\t").strip()
