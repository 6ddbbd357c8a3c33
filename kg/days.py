"""Days, months and years as texts: 2024-09-27, 2024-09, 2024; as the graph has them and users write them."""

import re

from kg.errors import UsageError
from kg.fold import fold

YEAR, MONTH, DAY = 4, 7, 10  # characters of a date that is exact to the year, to the month, to the day
_WRITTEN = re.compile(r"(\d{4}) ?(?:[-/.年]|年? ?$) ?(?:(\d{1,2}) ?(?:[-/.月]|月? ?$) ?(?:(\d{1,2}) ?[日号]?)?)?")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def checked(text: str) -> str:
    """The date in the form of the graph, from this or another that users write; raises UsageError if it is none.

    >>> checked("2024/9/27"), checked("2024年9月"), checked("2024")
    ('2024-09-27', '2024-09', '2024')
    """
    match = _WRITTEN.fullmatch(fold(text).strip())
    date = "-".join(part.zfill(2) for part in match.groups() if part) if match else ""
    if not DATE.fullmatch(date):
        raise UsageError(f"{text!r} is no date: write 2024, 2024-09 or 2024-09-27")
    return date
