"""The report on the portfolio: how much work there is, and its budgets, by one axis at a time."""

from compact.reports.portfolio.report import Portfolio

__all__ = ["Portfolio"]
