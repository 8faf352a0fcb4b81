"""The log of operations for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.kernel.admin.touched import touched_by
from compact.kernel.operations import Operation
from tests.cast import SYSTEM, Cast, group_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def test_an_operation_names_the_records_it_wrote(cast: Cast) -> None:
    group = group_make("maritime")
    last = Operation.objects.order_by("-number").first()
    assert last is not None
    kinds = {each.kind: each.label for each in touched_by([last])[last.pk]}
    assert kinds == {"group": str(group), "lifecycle event": "Established 2019-04-16"}


def test_several_records_of_a_kind_are_counted(cast: Cast) -> None:
    from compact.entities.services import aliases

    rows = [{"entity": cast.entities["CTED"], "text": text} for text in ("DECT", "CTED-ED", "Exec. Dir.")]
    aliases.create_many(actor=SYSTEM, rows=rows, reason="List of names")
    made = Operation.objects.get(reason="List of names")
    (touched,) = touched_by([made])[made.pk]
    assert (touched.kind, touched.count, touched.others) == ("aliases", 3, 2)


def test_the_page_of_an_operation_leads_to_each_state(signed_in: Callable[[str], Client], cast: Cast) -> None:
    last = Operation.objects.order_by("-number").first()
    assert last is not None
    response = signed_in("secretariat").get(f"/admin/compact/operation/{last.pk}/change/")
    ((_kind, _name, address),) = response.context["page"].object_list
    assert "/history/" in address


def test_operations_are_for_reading_only(signed_in: Callable[[str], Client], cast: Cast) -> None:
    assert signed_in("superuser").get("/admin/compact/operation/add/").status_code == 403


def test_operations_are_found_by_who_and_why(signed_in: Callable[[str], Client], cast: Cast) -> None:
    Operation.objects.filter(number=1).update(reason="Letter of 3 May")
    found = signed_in("secretariat").get("/admin/compact/operation/?q=letter").context["cl"].result_list
    assert [row.number for row in found] == [1]
