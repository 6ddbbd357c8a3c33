"""Table cells that no spreadsheet takes for a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection


def safe_cell(value: object) -> object:
    """The value itself, or its text behind an apostrophe where a spreadsheet would run it; numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell(-3), safe_cell("王毅")
    ("'=1+1", -3, '王毅')
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
