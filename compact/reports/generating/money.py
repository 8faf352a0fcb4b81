"""Generated funds, partners and entries of money; confirmed allocations stay within what was paid in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from compact.kernel.countries import country_name
from compact.reports.generating.making import BATCH, amount, cleared, currency, partial
from funding.funds.models import Allocation, Contribution, Deposit, Fund, FundingPartner, Pledge

if TYPE_CHECKING:
    import random

    from compact.kernel.records import Record
    from compact.reports.generating.ground import Ground
    from compact.reports.generating.making import Maker

PROJECTS_A_PLEDGE = 50
_STATES = 24
_FUNDS = (
    ("demo-fund-1", "Fictional Trust Fund", "Fonds d’affectation spéciale fictif"),
    ("demo-fund-2", "Fictional Fund for Partnerships", "Fonds fictif pour les partenariats"),
)
_USABLE = 0.8
"""How much of the deposits is set aside at most: the rest stays for support costs and reserve."""

type Payable = list[tuple[int, int]]


def money_make(maker: Maker, ground: Ground, projects: int, payable: Payable) -> None:
    """Store funds and partners, a pledge for fifty projects, what follows from it, and allocations."""
    chance = maker.chance("money")
    funds, partners = _funds(maker, ground), _partners(maker, ground)
    count = projects // PROJECTS_A_PLEDGE + 4
    left: dict[tuple[int, str], float] = defaultdict(float)
    for start in range(0, count, BATCH):
        pledges = [
            _pledge(maker, chance, n, funds, partners, payable) for n in range(start + 1, min(start + BATCH, count) + 1)
        ]
        maker.store(pledges)
        contributions = [
            row for row in (_signed(maker, chance, n, each) for n, each in enumerate(pledges, start + 1)) if row
        ]
        maker.store(contributions)
        deposits = [
            row for row in (_paid(maker, chance, n, each) for n, each in enumerate(contributions, start + 1)) if row
        ]
        maker.store(deposits)
        back = [
            _reversed(maker, Deposit, start + 1_000_000 + n, each, "partner", "contribution")
            for n, each in enumerate(deposits)
            if n % 25 == 7
        ]
        maker.store(back)
        for each in (*deposits, *back):
            if each.project_id is None:
                left[each.fund_id, each.currency] += _USABLE * each.amount
    _allocate(maker, chance, payable, funds, left)


def _funds(maker: Maker, ground: Ground) -> list[Any]:
    found = list(Fund.objects.live().filter(code__in=[code for code, *_names in _FUNDS]).order_by("code"))
    if found:
        return found
    rows = [
        maker.row(Fund, n, code=code, name_en=english, name_fr=french, administrator=ground.entities[0])
        for n, (code, english, french) in enumerate(_FUNDS, 1)
    ]
    return list(maker.store(rows))


def _partners(maker: Maker, ground: Ground) -> list[Any]:
    """Two dozen States, those that are on record already included."""
    codes = maker.chance("partners").sample(ground.countries, _STATES)
    known = {each.code: each for each in FundingPartner.objects.live().filter(code__in=codes)}
    rows = [
        maker.row(FundingPartner, n, code=code, kind="state", country=code)
        for n, code in enumerate(codes, 1)
        if code not in known
    ]
    return sorted([*known.values(), *maker.store(rows)], key=lambda each: str(each.code))


def _pledge(
    maker: Maker, chance: random.Random, number: int, funds: list[Any], partners: list[Any], payable: Payable
) -> Pledge:
    code = currency(chance)
    project, lead = chance.choice(payable) if payable and chance.random() < 0.3 else (None, None)
    known = chance.random() < 0.85
    return maker.row(
        Pledge,
        number,
        partner=chance.choice(partners),
        fund=chance.choice(funds),
        project_id=project,
        recipient_id=lead,
        amount=amount(chance, code, 20, 4000) if known else None,
        currency=code if known else "",
        value_date=partial(chance, chance.randint(2018, 2026), chance.randint(1, 12)) if chance.random() < 0.9 else "",
        earmark="" if project else chance.choice(["", "", country_name(chance.choice(("KEN", "UZB", "MLI")), "en")]),
        **cleared(chance, None),
    )


def _signed(maker: Maker, chance: random.Random, number: int, pledge: Pledge) -> Contribution | None:
    """What a partner signs for after its pledge; three of five do."""
    if pledge.amount is None or chance.random() < 0.4:
        return None
    year = int(pledge.value_date[:4] or 2020) + 1
    return maker.row(
        Contribution,
        number,
        pledge=pledge,
        **_same(pledge, "earmark", "partner"),
        amount=pledge.amount,
        value_date=f"{year}",
    )


def _paid(maker: Maker, chance: random.Random, number: int, signed: Contribution) -> Deposit | None:
    """What arrives after a signature; four of five do, a third of them in part."""
    if chance.random() < 0.2:
        return None
    paid = signed.amount // 2 if signed.amount and chance.random() < 0.3 else signed.amount
    when = f"{signed.value_date}-{chance.randint(1, 12):02}"
    return maker.row(
        Deposit, number, contribution=signed, **_same(signed, "earmark", "partner"), amount=paid, value_date=when
    )


def _same(entry: Any, *names: str) -> dict[str, Any]:
    own = ("fund_id", "project_id", "recipient_id", "currency", "visibility", "clearance", "cleared_at")
    return {name: getattr(entry, name) for name in (*own, *names)}


def _reversed(maker: Maker, model: type[Any], number: int, entry: Any, *names: str) -> Any:
    values = _same(entry, "earmark", *names)
    return maker.row(model, number, reverses=entry, **values, amount=-entry.amount, value_date=entry.value_date)


def _allocate(
    maker: Maker, chance: random.Random, payable: Payable, funds: list[Any], left: dict[tuple[int, str], float]
) -> None:
    """Announce money for each project that can be paid; confirm it for half of them, as long as there is any."""
    rows: list[Record] = []
    for number, (project, lead) in enumerate(payable, 1):
        fund, code = chance.choice(funds), currency(chance)
        minor = amount(chance, code, 10, 200)
        confirmed = chance.random() < 0.5 and left[fund.pk, code] >= minor
        if confirmed:
            left[fund.pk, code] -= minor
        rows.append(
            maker.row(
                Allocation,
                number,
                fund=fund,
                project_id=project,
                recipient_id=lead,
                amount=minor,
                currency=code,
                state="confirmed" if confirmed else "announced",
                value_date=partial(chance, chance.randint(2019, 2026), chance.randint(1, 12)),
                **cleared(chance, None),
            )
        )
    for start in range(0, len(rows), BATCH):
        maker.store(rows[start : start + BATCH])
