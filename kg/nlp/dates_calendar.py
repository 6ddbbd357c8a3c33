"""Calendar arithmetic of date expressions: which year, month or day is meant, seen from the article's day."""

from __future__ import annotations

from datetime import date, timedelta

from kg.days import DAY, MONTH, YEAR

# A day or month without its year is mostly of the current year; these are days that another year, and an unmarked
# future or a marked past, must be nearer by.
OTHER_YEAR = 120
WRONG_SIDE = 60
SATURDAY, SUNDAY = 5, 6  # as `date.weekday` counts


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """An ISO date of the precision given, None if there is no such day.

    >>> iso(2024, 9), iso(2023, 2, 29)
    ('2024-09', None)
    """
    try:
        full = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    return full[: DAY if day else MONTH if month else YEAR]


def year_month(value: str) -> tuple[int, int]:
    """The (year, month) of an ISO month or day.

    >>> year_month("2024-09-27")
    (2024, 9)
    """
    return int(value[:YEAR]), int(value[YEAR + 1 : MONTH])


def shift_month(day: date, months: int) -> tuple[int, int]:
    """The (year, month) that many months away.

    >>> shift_month(date(2020, 1, 31), -1)
    (2019, 12)
    """
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def first_and_last(year: int, month: int, first: int, last: int) -> tuple[str | None, str | None]:
    """Two days; the second is of the following month where it has the smaller number: 30日至1日.

    >>> first_and_last(2024, 9, 30, 1)
    ('2024-09-30', '2024-10-01')
    """
    end = (year, month) if first <= last else shift_month(date(year, month, 1), 1)
    return iso(year, month, first), iso(*end, last)


def shift_by(day: date, count: int, unit: str) -> date:
    """The day that many units away; a half (count 0) is six months back."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = (count or -0.5) * (12 if unit == "year" else 1)
    year, month = shift_month(day, int(months))
    return date(year, month, min(day.day, 28))


def span(first: date, last: date) -> tuple[str | None, str | None]:
    """The most exact month or year that holds both days, twice; (None, None) if there is none.

    >>> span(date(2020, 7, 27), date(2020, 8, 2))
    ('2020', '2020')
    """
    size = MONTH if (first.year, first.month) == (last.year, last.month) else YEAR if first.year == last.year else 0
    value = first.isoformat()[:size] or None
    return value, value


def week_month(first: date, latest: date | None, *, is_start: bool = False) -> str:
    """The month of a week from that Monday, or of its start, no day of it after the `latest`.

    Of two months it is that of Wednesday, which most working days are of.

    >>> week_month(date(2020, 7, 27), None), week_month(date(2020, 8, 31), None, is_start=True)
    ('2020-07', '2020-08')
    """
    middle = first if is_start else first + timedelta(days=2)
    return min(middle, latest or middle).isoformat()[:MONTH]


def year_of(month: int, day: int, anchor: date, *, future: bool) -> int:
    """The year of a month and day written without one.

    >>> year_of(9, 27, date(2024, 1, 15), future=False), year_of(1, 5, date(2023, 12, 20), future=False)
    (2023, 2024)
    """

    def cost(year: int) -> tuple[int, int]:
        try:
            delta = (date(year, month, day) - anchor).days
        except ValueError:
            return 10**6, year
        wrong = (delta < 0) if future else (delta > 0)
        return abs(delta) + OTHER_YEAR * (year != anchor.year) + WRONG_SIDE * wrong, year

    return min((anchor.year, anchor.year - 1, anchor.year + 1), key=cost)


def month_of(day: int, anchor: date, *, future: bool) -> tuple[int, int] | None:
    """The (year, month) of a day written without one: the nearest, the side not meant counted double.

    >>> month_of(30, date(2020, 8, 2), future=False)
    (2020, 7)
    """
    best: tuple[int, tuple[int, int]] | None = None
    for months in (0, -1, 1):
        year, month = shift_month(anchor, months)
        try:
            delta = (date(year, month, day) - anchor).days
        except ValueError:
            continue
        cost = abs(delta) * (2 if ((delta < 0) if future else (delta > 1)) else 1)
        if best is None or cost < best[0]:
            best = cost, (year, month)
    return best[1] if best else None


def weekday_of(weekday: int, anchor: date, *, future: bool, late: bool = False) -> date:
    """The nearest such day at or before the article's day, or at or after it for a plan.

    A plan for a day six days ahead was made for the day before the article, which came out after midnight: the other
    would be called that of next week. `late`: the article came out when it was already the next day in East Asia, so
    that the next day may be meant.

    >>> weekday_of(4, date(2024, 9, 28), future=False)
    datetime.date(2024, 9, 27)
    """
    back = (anchor.weekday() - weekday) % 7
    if future and back != 1:
        return anchor + timedelta(days=(7 - back) % 7)
    return anchor + timedelta(days=1) if late and back == 6 else anchor - timedelta(days=back)


def monday(anchor: date, weeks: int) -> date:
    """The Monday of the week that many weeks from the article's."""
    return anchor + timedelta(days=7 * weeks - anchor.weekday())


def day_of_week(weekday: int, anchor: date, weeks: int) -> date:
    """The day of that name in the week so many from the article's.

    To one who writes on a Sunday the working days just gone are of last week.

    >>> day_of_week(1, date(2024, 9, 28), -1), day_of_week(1, date(2024, 9, 29), -1)
    (datetime.date(2024, 9, 17), datetime.date(2024, 9, 24))
    """
    is_just_gone = weeks == -1 and anchor.weekday() == SUNDAY and weekday < SATURDAY
    return monday(anchor, 0 if is_just_gone else weeks) + timedelta(days=weekday)
