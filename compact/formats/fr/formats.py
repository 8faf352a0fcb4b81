"""Dates in French: 1er mai 2019, 8 mai 2019; the rest is Django's own."""

DATE_FORMAT = "jS F Y"
DATETIME_FORMAT = "jS F Y H:i"
MONTH_DAY_FORMAT = "jS F"
