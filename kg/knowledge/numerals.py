"""Numbers as Chinese texts write them."""

from __future__ import annotations

NUMERALS = "一二三四五六七八九十"  # of which numbers below 100 are made
DIGITS = {c: i for i, c in enumerate("零" + NUMERALS[:9])} | {"〇": 0, "○": 0, "两": 2, "半": 0}


def number(text: str) -> int:
    """A number written with digits or Chinese numerals, up to 999, or a year digit by digit.

    >>> number("二十七"), number("廿一"), number("二〇二四"), number("08"), number("一百二十八")
    (27, 21, 2024, 8, 128)
    """
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "百" in text:
        hundreds, _, rest = text.partition("百")
        return (DIGITS[hundreds] if hundreds else 1) * 100 + (number(rest) if rest else 0)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    return int("".join(str(DIGITS.get(c, c)) for c in text))
