"""Where clauses begin and end, by the marks of Chinese texts in comparison form (`kg.fold.fold`)."""

from __future__ import annotations

import re

CLAUSE_ENDS = ",。;:!?"  # marks that end a clause
BREAK = re.compile(f"[{CLAUSE_ENDS}]")
BREAK_OR_LINE = re.compile(f"[{CLAUSE_ENDS}\n]")
BREAK_OR_QUOTE = re.compile(f"[{CLAUSE_ENDS}“”]")  # within a sentence, where no line ends
BREAK_OF_TEXT = re.compile(f"[{CLAUSE_ENDS}\n“”「」]")  # anywhere in a text


def clause_start(text: str, at: int, breaks: re.Pattern[str] = BREAK, since: int = 0) -> int:
    """Where the clause of text[at] begins: behind the last break before it, or at `since` if there is none from there.

    >>> text = "蓬佩奥抵达东京,与茂木会谈。"
    >>> text[clause_start(text, 10):clause_end(text, 10)]
    '与茂木会谈'
    """
    return max((found.end() for found in breaks.finditer(text, since, at)), default=since)


def clause_end(text: str, at: int, breaks: re.Pattern[str] = BREAK) -> int:
    """Where the clause of text[at] ends: before the first break from there on, or with the text."""
    found = breaks.search(text, at)
    return found.start() if found else len(text)
