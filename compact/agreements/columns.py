"""The columns of the agreements room, for API, pages and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, TextField, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from compact.agreements.models import Agreement, Instrument, Signature
from compact.entities.models import Entity
from compact.kernel.columns import Column, ColumnType
from compact.kernel.sql import Joined
from compact.kernel.standard_columns import (
    ARCHIVE,
    CLEARED,
    IDENTITY,
    SOURCED,
    person_name,
    plain,
    reference,
    translations,
)

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _party_codes(viewer: Viewer) -> Joined:
    """The codes of the entities that signed, as far as the viewer sees them; each once, in their order."""
    signed = Signature.objects.visible_to(viewer).live().filter(agreement=OuterRef(OuterRef("pk")))
    parties = Entity.objects.visible_to(viewer).live().filter(pk__in=signed.values("entity"))
    return Joined(parties.order_by("code").values(item=F("code")))


def _signatory_name(viewer: Viewer) -> Any:
    """The name of the person who signed; None where that is not known."""
    return NullIf(person_name(viewer), Value(""), output_field=TextField())


AGREEMENTS = (
    *IDENTITY,
    *translations(Agreement, "title"),
    *plain(Agreement, "signed_on", "place"),
    Column("party_codes", _("parties (codes)"), type=ColumnType.LIST, compute=_party_codes),
    *plain(Agreement, "other_parties", "witnesses", "link"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
SIGNATURES = (
    *IDENTITY,
    *reference("agreement", _("agreement"), translated="title"),
    *reference("entity", _("entity"), "code", through="entity"),
    *reference("person", _("signed by"), through="person"),
    Column("person_name", _("name of the person"), through="person", compute=_signatory_name),
    *plain(Signature, "title", "party"),
    *SOURCED,
    *ARCHIVE,
)
INSTRUMENTS = (
    *IDENTITY,
    Column("code", _("symbol or code"), type=ColumnType.CODE),
    *plain(Instrument, "kind"),
    *translations(Instrument, "title"),
    *reference("parent", _("part of"), "code", through="parent"),
    *plain(Instrument, "adopted_on", "link"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
