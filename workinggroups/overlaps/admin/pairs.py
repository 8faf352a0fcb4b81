"""The queue of pairs that look alike, and a page for each: both records side by side, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.forms import errors_show
from compact.kernel.admin.merged import merge_address
from compact.kernel.admin.records import RecordAdmin
from workinggroups.overlaps.acting import act, decisions_of, doing_of
from workinggroups.overlaps.admin.pair_filters import FILTERS, narrowed
from workinggroups.overlaps.concerned import WORK_RELATIONS
from workinggroups.overlaps.decided import merge_allowed, probability_is_shown, report_of
from workinggroups.overlaps.families import pairs_between
from workinggroups.overlaps.fields import field_lines, record_name
from workinggroups.overlaps.forms_pairs import ReportForm
from workinggroups.overlaps.models import Candidate, CandidateState
from workinggroups.overlaps.policies import leads_of
from workinggroups.overlaps.services import pairs as services
from workinggroups.overlaps.services.linking import is_mixed
from workinggroups.overlaps.telling import reasons
from workinggroups.overlaps.words import looks_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer

_BADGES = {"same_work": "vacant", "overlap": "possible", "related": "neutral"}
RELATIONS = (*WORK_RELATIONS, "a__entity", "b__entity", "a__person", "b__person")


@admin.register(Candidate)
class CandidateAdmin(RecordAdmin):
    """The queue, the strongest first; pairs are found by the matching, or reported by hand."""

    services = services.pairs
    list_display = ("pair", "looks_like", "leads", "state_shown")
    list_display_links = ("pair",)
    list_filter = FILTERS
    search_fields = ("pk",)
    search_help_text = gettext_lazy("Reference, code, title or name of one of the two")
    ordering = ("-probability", "pk")
    related = RELATIONS
    can_archive = can_restore = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The pairs; the evidence is read on the page of each."""
        return super().get_queryset(request).defer("evidence")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The pairs of which one is found by the text."""
        return narrowed(queryset, self.viewer(request), {"q": search_term, "state": "all"}), False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Report a pair by hand."""
        viewer = self.viewer(request)
        self.services.policy(viewer, None).require()
        named = {name: request.GET[name] for name in ("a", "b") if name in request.GET}
        form = ReportForm(request.POST or None, viewer=viewer, initial=named)
        if request.method == "POST" and form.is_valid():
            try:
                stored = services.pairs.create(actor=viewer, values=form.cleaned_data)
            except ValidationError as error:
                errors_show(form, error)
                self._known_tell(request, form.cleaned_data)
            else:
                messages.success(request, _("The pair is in the queue."))
                return HttpResponseRedirect(self.address("change", stored.pk))
        intro = _("Name two records that may be the same work, or may overlap; or two entities or people that are one.")
        context = {"form": form, "intro": intro, "submit": _("Report the pair"), "record_url": self._list(QueryDict())}
        return self.page(request, "admin/step.html", _("Report two records that look alike"), None, **context)

    def _known_tell(self, request: HttpRequest, values: Mapping[str, Any]) -> None:
        """Link the pair that stands between the two already."""
        known = pairs_between(values["a"], values["b"]).order_by("-pk").first()
        if known is not None:
            messages.info(request, format_html('<a href="{}">{}</a>', self._page_of(known, QueryDict()), known))

    # --- The list ---

    @admin.display(description=gettext_lazy("pair"))
    def pair(self, pair: Any) -> str:
        """Both names."""
        return pair_name(pair)

    @admin.display(description=gettext_lazy("looks like"), ordering="-probability")
    def looks_like(self, pair: Any) -> SafeString:
        """What the matching takes the two for, and how sure it is."""
        return badge(_BADGES.get(pair.verdict, "neutral"), _looks(pair))

    @admin.display(description=gettext_lazy("lead entities"))
    def leads(self, pair: Any) -> str:
        """Who leads; nobody, of entities and people."""
        return ", ".join(str(lead) for lead in leads_of(pair)) or EMPTY

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, pair: Any) -> str:
        """How far it has come."""
        return str(pair.get_state_display())

    # --- One pair ---

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Both records side by side, the evidence, what was decided, and the forms that fit."""
        pair, viewer = self.record_get(request, object_id), self.viewer(request)
        doing = doing_of(request, viewer, pair)
        if request.method == "POST":
            following = self._next(viewer, pair, self._narrowing(request))
            told = act(request, viewer, pair, doing)
            if told:
                messages.success(request, told)
                return HttpResponseRedirect(self._after(request, pair, following))
            pair = self.record_get(request, object_id)
        return self.page(
            request,
            "admin/overlaps/pair.html",
            self.pair(pair),
            pair,
            doing=doing,
            form=doing.decide_form,
            record_url="",  # the page's title is the pair
            **self._facts(request, viewer, pair),
        )

    def _facts(self, request: HttpRequest, viewer: Viewer, pair: Candidate) -> dict[str, Any]:
        one, other = pair.a.record, pair.b.record
        told = reasons(viewer, pair.evidence)
        narrowing = self._narrowing(request)
        following = self._next(viewer, pair, narrowing)
        return {
            "one": (record_name(one), _address(one)),
            "another": (record_name(other), _address(other)),
            "lines": field_lines(viewer, one, other),
            "reasons_for": [each for each in told if each.is_for],
            "reasons_against": [each for each in told if not each.is_for],
            "looks_like": _looks(pair),
            "report": report_of(pair),
            "decisions": decisions_of(viewer, pair),
            "merge": self._merge(pair),
            "next_address": self._page_of(following, narrowing) if following else "",
            "list_url": self._list(narrowing),
            "cases": pair.cases.live(),
        }

    @staticmethod
    def _merge(pair: Candidate) -> dict[str, str] | None:
        """The address of the plan of a merge, or why there is none yet; None where the two are not to be merged."""
        if pair.state != CandidateState.SAME or is_mixed(pair):
            return None
        one, other = pair.a.survivor, pair.b.survivor
        answer = merge_allowed(one, other)
        if not answer:
            return {"why_not": answer.reason}
        return {"address": merge_address(one, other)}

    # --- Through the queue ---

    @staticmethod
    def _narrowing(request: HttpRequest) -> QueryDict:
        """What the list was narrowed by from which the page was opened."""
        return QueryDict(request.GET.get("_changelist_filters", ""))

    @staticmethod
    def _next(viewer: Viewer, pair: Candidate, narrowing: QueryDict) -> Candidate | None:
        """The pair after this one in the order of the list."""
        after = Q(probability__lt=pair.probability) | Q(probability=pair.probability, pk__gt=pair.pk)
        rows: Any = narrowed(Candidate.objects.visible_to(viewer).live(), viewer, narrowing.dict())
        found: Candidate | None = rows.filter(after).defer("evidence").order_by("-probability", "pk").first()
        return found

    def _after(self, request: HttpRequest, pair: Candidate, following: Candidate | None) -> str:
        """Where a decision leads: to the merge of what is the same, else to the next pair, else to the list."""
        narrowing = self._narrowing(request)
        pair.refresh_from_db()
        if pair.state == CandidateState.SAME:
            return self._page_of(pair, narrowing)
        return self._page_of(following, narrowing) if following else self._list(narrowing)

    def _page_of(self, pair: Candidate, narrowing: QueryDict) -> str:
        query = f"?{urlencode({'_changelist_filters': narrowing.urlencode()})}" if narrowing else ""
        return self.address("change", pair.pk) + query

    def _list(self, narrowing: QueryDict) -> str:
        return self.address("changelist") + (f"?{narrowing.urlencode()}" if narrowing else "")


def pair_name(pair: Candidate) -> str:
    """What a pair is called before the secretariat: both records."""
    return f"{record_name(pair.a.record)} ↔ {record_name(pair.b.record)}"


def _looks(pair: Candidate) -> str:
    """In words; with a figure once people have decided enough pairs."""
    words = looks_words(pair.verdict, pair.strength, pair.kind)
    if not probability_is_shown():
        return words
    text = _("%(looks)s (the same: %(percent)d%%)")
    return text % {"looks": words, "percent": round(pair.probability * 100)}


def _address(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
