"""Funds, those who fill them, and the entries of their money; nothing is edited after posting."""

from funding.funds.models.allocations import Allocation, AllocationState
from funding.funds.models.entries import Entry
from funding.funds.models.funds import Fund, FundingPartner, FundingPartnerKind
from funding.funds.models.incoming import Contribution, Deposit, Pledge, PledgeNature

__all__ = [
    "Allocation",
    "AllocationState",
    "Contribution",
    "Deposit",
    "Entry",
    "Fund",
    "FundingPartner",
    "FundingPartnerKind",
    "Pledge",
    "PledgeNature",
]
