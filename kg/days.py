"""Days, months and years as users write them."""

import re

from kg.errors import UsageError

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def checked(text: str) -> str:
    """The date as it is given; raises UsageError if it is none."""
    if not DATE.fullmatch(text):
        raise UsageError(f"{text!r} is no date: write 2024, 2024-09 or 2024-09-27")
    return text
