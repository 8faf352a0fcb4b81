"""A project in a tree: a programme holds projects, a project activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.dates import PartialDateField, earliest, is_partial_date, latest
from compact.kernel.money import AmountField, CurrencyField, Money, money_of
from compact.kernel.moving import Clash, Mergeable, Moves, merged_is_archived
from compact.kernel.places import Place
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import Cleared
from workinggroups.groups.models import Group
from workinggroups.meetings.models import ActionItem, Decision
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.projects.phases import DeclaredStatus, Phase, phase_on
from workinggroups.projects.queries import ProjectQuerySet

if TYPE_CHECKING:
    import datetime

__all__ = ["BudgetBasis", "DeclaredStatus", "Phase", "Project", "ProjectKind"]


class ProjectKind(models.TextChoices):
    """The three levels of the tree, from the widest."""

    PROGRAMME = "programme", gettext_lazy("Programme")
    PROJECT = "project", gettext_lazy("Project")
    ACTIVITY = "activity", gettext_lazy("Activity")


class BudgetBasis(models.TextChoices):
    """What the amount in the budget is."""

    BUDGET = "budget", gettext_lazy("Budget")
    REQUESTED = "requested", gettext_lazy("Amount asked for, not received")


class Project(Cleared, Sourced, Mergeable, Record):
    """A programme, project or activity of one lead entity and its partners.

    The budget of a parent contains those of its children, so no sum adds both.
    """

    on_merge = {"parent": Moves(Clash.STOP), "lead": Moves(Clash.KEEP)}
    kept_on_merge = ("code", "title")
    together_on_merge = (("budget", "budget_currency", "budget_basis", "budget_note"),)
    merge_rules = "workinggroups.projects.merging.ProjectRules"

    code = models.CharField(
        gettext_lazy("reference"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^\w[^;]*$", gettext_lazy("Begin with a letter or a digit; use no semicolon."))],
        help_text=gettext_lazy("Short and lasting: other systems use it. Empty: none."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=ProjectKind, default=ProjectKind.PROJECT)
    parent = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=gettext_lazy("The programme of a project, the project or programme of an activity. Empty: none."),
    )
    title = models.CharField(gettext_lazy("title"), max_length=400)
    summary = models.TextField(gettext_lazy("summary"), blank=True)

    lead = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("lead entity"), on_delete=models.PROTECT, related_name="projects_led"
    )
    declared_joint = models.BooleanField(
        gettext_lazy("declared as joint"),
        default=False,
        help_text=gettext_lazy(
            "Common results, a common work plan, and a budget share or named contribution of each of at least two "
            "entities, which stand among the partners."
        ),
    )
    group = models.ForeignKey(
        Group,
        verbose_name=gettext_lazy("lead group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_led",
        help_text=gettext_lazy("Empty: none."),
    )
    contributing_groups = models.ManyToManyField(
        Group, verbose_name=gettext_lazy("contributing groups"), related_name="projects_contributed", blank=True
    )
    advisory_body = models.ForeignKey(
        Group,
        verbose_name=gettext_lazy("advisory body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes_advised",
        help_text=gettext_lazy("Only for a programme. Empty: none."),
    )

    countries = models.ManyToManyField(
        Place,
        verbose_name=gettext_lazy("beneficiary States"),
        related_name="+",
        blank=True,
        help_text=gettext_lazy("By their three-letter codes."),
    )
    regions = models.ManyToManyField(
        Place,
        verbose_name=gettext_lazy("beneficiary regions"),
        related_name="+",
        blank=True,
        help_text=gettext_lazy("Regions of M49, where States are not named."),
    )
    is_global = models.BooleanField(
        gettext_lazy("worldwide"), default=False, help_text=gettext_lazy("Open to all Member States.")
    )
    place_note = models.CharField(
        gettext_lazy("place in words"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("As the source names it, e.g. Sahel."),
    )

    pillars = models.ManyToManyField(
        Instrument, verbose_name=gettext_lazy("pillars of the Strategy"), related_name="+", blank=True
    )
    instruments = models.ManyToManyField(
        Instrument,
        verbose_name=gettext_lazy("resolutions and legal instruments"),
        related_name="projects",
        blank=True,
    )
    themes = models.ManyToManyField(Theme, verbose_name=gettext_lazy("themes"), related_name="projects", blank=True)
    requests = models.ManyToManyField(
        AssistanceRequest,
        verbose_name=gettext_lazy("assistance requests answered"),
        related_name="projects",
        blank=True,
    )
    recommendations = models.ManyToManyField(
        Recommendation, verbose_name=gettext_lazy("recommendations answered"), related_name="projects", blank=True
    )
    decisions = models.ManyToManyField(
        Decision,
        verbose_name=gettext_lazy("decisions"),
        related_name="projects",
        blank=True,
        help_text=gettext_lazy("What the Committee or a group decided about it."),
    )
    action_items = models.ManyToManyField(
        ActionItem,
        verbose_name=gettext_lazy("action items"),
        related_name="projects",
        blank=True,
        help_text=gettext_lazy("What is to be done about it."),
    )
    institutions = models.CharField(
        gettext_lazy("institutions"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("Ministries and agencies worked with, separated by semicolons. Empty: none named."),
    )
    audience = models.CharField(
        gettext_lazy("audience"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Who takes part, e.g. border guards. Empty: not named."),
    )

    start = PartialDateField(
        gettext_lazy("from"), help_text=gettext_lazy("2026-05-08, 2026-05 or 2026. Empty: not known.")
    )
    end = PartialDateField(gettext_lazy("to"), help_text=gettext_lazy("Empty: not known, or not set."))
    status = models.CharField(
        gettext_lazy("declared status"),
        max_length=10,
        choices=DeclaredStatus,
        blank=True,
        help_text=gettext_lazy("As the lead entity declares it. Empty: not known."),
    )

    budget = AmountField(
        gettext_lazy("budget"), currency="budget_currency", help_text=gettext_lazy("Empty: not known.")
    )
    budget_currency = CurrencyField(gettext_lazy("currency of the budget"))
    budget_basis = models.CharField(
        gettext_lazy("what the amount is"), max_length=10, choices=BudgetBasis, default=BudgetBasis.BUDGET
    )
    budget_note = models.CharField(gettext_lazy("note on the budget"), max_length=500, blank=True)

    results = models.TextField(
        gettext_lazy("results"), blank=True, help_text=gettext_lazy("What was achieved, in one narrative.")
    )
    results_link = models.URLField(gettext_lazy("link to the results"), max_length=500, blank=True)
    documents = models.JSONField(
        gettext_lazy("documents"),
        default=list,
        blank=True,
        help_text=gettext_lazy("Web addresses. Confidential material is referenced, never stored."),
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("project")
        verbose_name_plural = gettext_lazy("projects")
        ordering = ["code", "pk"]
        constraints = [
            merged_is_archived("workinggroups_project_merged_is_archived"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True) & ~Q(code=""),
                name="workinggroups_project_code_in_use_once",
                violation_error_message=gettext_lazy("Another project has this reference."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True, budget_currency="") | Q(budget__gte=0) & ~Q(budget_currency=""),
                name="workinggroups_project_budget_has_currency",
                violation_error_message=gettext_lazy("A budget is an amount of 0 or more with its currency."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="programme") | Q(parent__isnull=True),
                name="workinggroups_project_programme_at_the_top",
                violation_error_message=gettext_lazy("A programme is part of nothing. Choose another kind."),
            ),
            models.CheckConstraint(
                condition=Q(advisory_body__isnull=True) | Q(kind="programme"),
                name="workinggroups_project_advisory_body_of_programme",
                violation_error_message=gettext_lazy("Only a programme has an advisory body."),
            ),
        ]
        indexes = [
            models.Index(fields=["archived_at", "code", "id"], name="workinggroups_project_list"),
            # Who may see how many is told from this alone: rows of projects are long.
            models.Index(
                fields=["archived_at", "lead", "visibility", "originator", "group"], name="workinggroups_project_seen"
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.code, self.title) if part)

    def clean(self) -> None:
        """Refuse an end before the start, and documents that are no web addresses."""
        super().clean()
        both = bool(self.start and self.end) and is_partial_date(self.start) and is_partial_date(self.end)
        if both and latest(self.end) < earliest(self.start):
            raise ValidationError({"end": _("The end is before the start.")})
        if not isinstance(self.documents, list) or not all(isinstance(each, str) for each in self.documents):
            raise ValidationError({"documents": _("Give a list of web addresses.")})
        for address in self.documents:
            try:
                URLValidator()(address)
            except ValidationError as error:
                text = _("“%(address)s” is not a web address.") % {"address": address}
                raise ValidationError({"documents": text}) from error

    @property
    def budget_money(self) -> Money | None:
        """The budget; None when it is not known."""
        return money_of(self.budget, self.budget_currency)

    def phase(self, day: datetime.date) -> Phase:
        """The phase by date on ``day``."""
        return phase_on(self.start, self.end, day)

    def is_part_of(self, other: Project) -> bool:
        """Whether this project stands below ``other``, at any depth."""
        above = self.parent
        while above is not None and above.pk != other.pk:
            above = above.parent
        return above is not None
