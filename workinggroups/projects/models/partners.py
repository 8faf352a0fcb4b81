"""Who works in a project beside its lead entity, as what, and what each brings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.money import AmountField, CurrencyField, Money, money_of
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from workinggroups.projects.models.projects import Project
from workinggroups.projects.queries import ProjectPartnerQuerySet


class PartnerRole(models.TextChoices):
    """What an entity is in a project; one that is hired by agreement is a partner, not a joint entity."""

    LEAD = "lead", pgettext_lazy("project", "Lead entity")
    JOINT = "joint", pgettext_lazy("project", "Joint entity")
    IMPLEMENTING = "implementing", gettext_lazy("Implementing partner, by agreement")
    SUPPORTING = "supporting", gettext_lazy("Supporting partner")
    NOT_KNOWN = "not_known", gettext_lazy("Partner, role not known")


JOINT_ROLES = (PartnerRole.LEAD, PartnerRole.JOINT)
"""Those whose budget share or named contribution makes a project joint."""


class ProjectPartner(Sourced, Record):
    """An entity's part in a project; the lead entity has a row of its own where its share is known."""

    on_merge = {"project": Moves(Clash.COMBINE), "entity": Moves(Clash.COMBINE)}
    together_on_merge = (("share", "currency"),)
    merge_rules = "workinggroups.projects.merging.ProjectRules"

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="partners"
    )
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="project_parts"
    )
    role = models.CharField(gettext_lazy("role"), max_length=12, choices=PartnerRole, default=PartnerRole.NOT_KNOWN)
    share = AmountField(gettext_lazy("budget share"), help_text=gettext_lazy("Empty: none, or not known."))
    currency = CurrencyField(gettext_lazy("currency"))
    contribution = models.CharField(
        gettext_lazy("named contribution"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("What it brings other than money, e.g. two trainers. Empty: none, or not known."),
    )

    objects = ProjectPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("project partner")
        verbose_name_plural = gettext_lazy("project partners")
        ordering = ["project__code", "project", "role", "entity__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "entity"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_partner_entity_once",
                violation_error_message=gettext_lazy("This entity is a partner of the project already."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True, currency="") | Q(share__gte=0) & ~Q(currency=""),
                name="workinggroups_partner_share_has_currency",
                violation_error_message=gettext_lazy("A share is an amount of 0 or more with its currency."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.project}"

    @property
    def share_money(self) -> Money | None:
        """The share; None when there is none or it is not known."""
        return money_of(self.share, self.currency)
