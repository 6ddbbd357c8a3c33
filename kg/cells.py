"""Table cells that no spreadsheet takes for a formula."""

FORMULA_STARTS = (*"=+-@\t\r\n", *"＝＋－＠")  # OWASP, CSV injection; Chinese input methods write the wide ones


def safe_cell(value: object) -> object:
    """The value itself, or its text behind an apostrophe where a spreadsheet would run it; numbers stay numbers.

    A carriage return becomes a newline: the csv module leaves it unquoted, and what follows would begin a row.

    >>> safe_cell("=1+1"), safe_cell(-3), safe_cell("王毅")
    ("'=1+1", -3, '王毅')
    """
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        return "'" + text if text.startswith(FORMULA_STARTS) else text
    return "" if value is None else value


class SafeCells(dict[str, str]):
    """Texts as safe cells, each looked at once: most come again and again."""

    def __missing__(self, text: str) -> str:
        self[text] = found = str(safe_cell(text))
        return found
