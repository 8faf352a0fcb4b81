"""The columns of the needs room, for API, pages and exports."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, plain, reference, translations
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.needs.queries import answered

if TYPE_CHECKING:
    from django.db import models

THEME = reference("theme", _("theme"), "code", "name", through="theme")
"""The theme of a row, for whoever may see it."""


def _need(model: type[models.Model]) -> tuple[Column, ...]:
    """What requests and recommendations both say."""
    code = Column("code", _("reference"), type=ColumnType.CODE)
    country = Column("country", _("State"), type=ColumnType.CODE)
    return (code, country, *plain(model, "institution", "title", "detail"), *THEME)


def _answered(model: type[models.Model]) -> Column:
    condition: Any = partial(answered, model)
    return Column("answered", _("cited by a project or planned activity"), type=ColumnType.BOOLEAN, compute=condition)


THEMES = (
    *IDENTITY,
    Column("code", _("code"), type=ColumnType.CODE),
    *translations(Theme, "name"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
REQUESTS = (
    *IDENTITY,
    *_need(AssistanceRequest),
    *plain(AssistanceRequest, "requested_on", "channel"),
    *reference("handled_by", _("handling entity"), "code", "name", through="handled_by"),
    *plain(AssistanceRequest, "reply", "replied_on", "reply_text"),
    _answered(AssistanceRequest),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
RECOMMENDATIONS = (
    *IDENTITY,
    *_need(Recommendation),
    *plain(Recommendation, "origin", "made_on", "priority", "document"),
    _answered(Recommendation),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
