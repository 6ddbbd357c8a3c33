"""Days, months and years as texts: 2024-09-27, 2024-09, 2024; as the graph has them and users write them."""

import re

from kg.errors import UsageError

YEAR, MONTH, DAY = 4, 7, 10  # characters of a date that is exact to the year, to the month, to the day
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def checked(text: str) -> str:
    """The date as it is given; raises UsageError if it is none."""
    if not DATE.fullmatch(text):
        raise UsageError(f"{text!r} is no date: write 2024, 2024-09 or 2024-09-27")
    return text
