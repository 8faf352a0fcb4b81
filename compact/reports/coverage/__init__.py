"""The report on coverage: where several work on the same theme at the same time, and where nobody answers a need."""

from compact.reports.coverage.report import Coverage

__all__ = ["Coverage"]
