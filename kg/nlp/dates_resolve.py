"""From a match of the date grammar to the days, months or years it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from kg.days import DAY, MONTH, YEAR
from kg.knowledge.numerals import number
from kg.nlp.dates_bare import month_of_day
from kg.nlp.dates_calendar import (
    day_of_week,
    first_and_last,
    iso,
    monday,
    shift_by,
    shift_month,
    span,
    week_month,
    weekday_of,
    year_month,
    year_of,
)
from kg.nlp.dates_scene import TIMELESS, Match, Scene, first_day

BESIDE = 2  # characters between a date and 第二天 that is the day after it: 大选日(11月3日)的第二天
EVENT_REACH = 10  # characters before 第二天 in which an event stands of which it is the second day
GUARD = 4  # characters before an expression in which words stand that make it something else
LATELY_DAYS = 3  # what "the past days" may reach back to, where that is another month
NEXT_DAYS = 3  # a weekday so many days ahead is nearer than the one before
COMING_DAYS = 10  # what "the coming days" may reach to
PRECISION = {"day": DAY, "week": MONTH, "month": MONTH, "year": YEAR}  # of what is so many of a unit away
ROC_YEAR_0 = 1911  # 民国109年 is 2020

Reading = tuple[int, int, str | None, str | None, str]  # start, end, first, last, rule
Value = tuple[str | None, str | None, str]  # first, last, rule


def read(scene: Scene, match: Match) -> Iterator[Reading]:
    """The readings of one match of the grammar, several for a list of days; none for a false friend."""
    for group, resolve in _RESOLVERS:
        if match[group] is None:
            continue
        if _is_false(scene, match, group):
            return
        if group in ("days", "only"):
            yield from _days(scene, match, group)
            return
        value = resolve(scene, match)
        if value is not None:
            yield match.start(), match.end(), *value
        return


def _is_false(scene: Scene, match: Match, group: str) -> bool:
    """Whether the words before the expression make it something else: 每周五, 为期三月, 第27日."""
    kind = {"only": "day", "m": "month", "days": "month", "wd": "week", "we": "week"}.get(group)
    start = match.start()
    if kind is None or (kind == "month" and _has_year(match)) or (kind == "week" and (match["wp"] or match["ep"])):
        return False
    return bool(scene.grammar.bad_before[kind].search(scene.folded, max(0, start - GUARD), start))


def _has_year(match: Match) -> bool:
    return any(match[group] for group in ("y", "roc", "roc2", "ry", "sy"))


def _year(scene: Scene, match: Match, prefix: str = "") -> int | None:
    """The year that the expression itself names."""
    if text := match[prefix + "y"]:
        return number(text)
    if text := match[prefix + "roc"] or match[prefix + "roc2"]:
        return number(text) + ROC_YEAR_0
    if text := match[prefix + "ry"]:
        return scene.anchor.year + scene.words.offsets["relative_years"][text] if scene.anchor else None
    text = match[prefix + "sy"]
    return _pointed_year(scene, match, scene.words.offsets["same_years"][text]) if text else None


def _pointed_year(scene: Scene, match: Match, offset: int) -> int | None:
    """The year so many after that of the date last mentioned; what is told as done lies in no year to come."""
    is_free = scene.anchor is None or offset == 0 or scene.is_planned(match)
    for mention in reversed(scene.mentions):
        year = int((mention.last or "0")[:YEAR]) + offset
        if mention.rule not in TIMELESS and mention.last and (is_free or (scene.anchor and year <= scene.anchor.year)):
            return year
    return None


def _month(scene: Scene, match: Match, day: int | None) -> tuple[int | None, int] | None:
    """The (year, month) of an expression with a month; the year is None where nothing tells it."""
    if text := match["rm"]:
        return shift_month(scene.anchor, scene.words.offsets["relative_months"][text]) if scene.anchor else None
    if text := match["sm"]:
        last = scene.last(MONTH)
        return shift_month(first_day(last.last), scene.words.offsets["same_months"][text]) if last else None
    month = number(match["m"])
    if _has_year(match):
        return _year(scene, match), month
    return _implied_year(scene, match, month, day), month


def _implied_year(scene: Scene, match: Match, month: int, day: int | None) -> int | None:
    """The year of a month without one: of the date before it in the sentence, else the nearest to the article."""
    here = scene.last_here(match.start(), MONTH)
    if here and here.last:
        year, last = year_month(here.last)
        if month >= last and (scene.anchor is None or year < scene.anchor.year):
            return year
    if scene.anchor is None:
        return None
    year = year_of(month, day or 15, scene.anchor, future=scene.is_planned(match))
    months_ahead = 12 * (year - scene.anchor.year) + month - scene.anchor.month
    if day is None and year > scene.anchor.year and months_ahead > 1 and not scene.is_planned(match):
        return scene.anchor.year
    return year


def _days(scene: Scene, match: Match, group: str) -> Iterator[Reading]:
    """Days of a month: one, a range, or a list; neighbours in a list make one range, others stand alone."""
    items = [(number(m[0]), match.start(group) + m.start()) for m in scene.grammar.day.finditer(match[group])]
    where = _month(scene, match, items[0][0]) if group == "days" else month_of_day(scene, match, items[0][0])
    rule = "day" if group == "only" or match["m"] is None else "date" if _has_year(match) else "month-day"
    runs = [[items[0]]]
    for before, item in pairwise(items):
        between = scene.folded[before[1] : item[1]]
        if item[0] == before[0] + 1 or scene.grammar.through.search(between):
            runs[-1].append(item)
        else:
            runs.append([item])
    year, month = where or (None, 0)
    for i, run in enumerate(runs):
        start = match.start() if i == 0 else run[0][1]
        end = match.end() if i + 1 == len(runs) else _end_before(scene, start, runs[i + 1][0][1])
        first, last = first_and_last(year, month, run[0][0], run[-1][0]) if year else (None, None)
        if group == "days" and match["mx"] and i + 1 == len(runs):
            last = _cross_month(match, year, month)
        if first or not year:
            yield start, end, first, last or first, rule


def _end_before(scene: Scene, start: int, following: int) -> int:
    """Where an item of a list ends: before the 和 or 、 that joins the following one."""
    joint = scene.grammar.between.search(scene.folded, start, following)
    return joint.start() if joint else following


def _cross_month(match: Match, year: int | None, month: int) -> str | None:
    """The last day of 7月28日至8月2日."""
    other = number(match["mx"])
    after = number(match["yx"]) if match["yx"] else year and year + (other < month)
    return iso(after, other, number(match["dx"])) if after else None


def _iso(scene: Scene, match: Match) -> Value | None:
    value = iso(*(int(part) for part in re.split(r"[-/.]", match["iso"])))
    return (value, value, "date") if value else None


def _month_only(scene: Scene, match: Match) -> Value | None:
    where = _month(scene, match, None)
    rule = "month-part" if match["mp"] else "month" if match["m"] else "relative-month" if match["rm"] else "same"
    year, month = where or (None, 0)
    if year is None:
        return None, None, rule
    to = number(match["m2"] or match["mp2"]) if match["m2"] or match["mp2"] else month
    last = (year + (to < month), to)
    return iso(year, month), iso(*last), rule


def _year_only(scene: Scene, match: Match) -> Value | None:
    if text := match["bare_year"]:
        return text, text, "year"
    year = _year(scene, match, "b")
    rule = "year-part" if match["yp"] else "same" if match["bsy"] else "year"
    if year is None:
        return None, None, rule
    return str(year), match["by2"] or str(year), rule


def _holiday(scene: Scene, match: Match) -> Value | None:
    month, day = scene.words.holidays[match["holiday"]]
    year = _year(scene, match)
    if year is None and scene.anchor:
        year = year_of(month, day, scene.anchor, future=scene.is_planned(match))
    value = iso(year, month, day) if year else None
    return value, value, "holiday"


def _weekday(scene: Scene, match: Match) -> Value | None:
    if scene.anchor is None:
        return None, None, "weekday"
    days = scene.words.offsets["weekdays"]
    weekday = days[match["wd"][-1]]
    if match["wp"]:
        first = day_of_week(weekday, scene.anchor, scene.words.offsets["week_prefixes"][match["wp"]])
    else:
        coming = _announced(scene, match, weekday) or _following(scene, match, weekday)
        first = coming or weekday_of(weekday, scene.anchor, future=scene.is_planned(match), late=scene.late)
    more = (days[match["wd2"][-1]] - weekday) % 7 if match["wd2"] else 0
    return first.isoformat(), (first + timedelta(days=more)).isoformat(), "weekday"


def _announced(scene: Scene, match: Match, weekday: int) -> date | None:
    """The coming day of that name of which the article has told before as one to come, if it is the nearest such day.

    双方将于周六会谈。外界关注周六的会谈; but 发言人周六说 is of the Saturday before.
    """
    if scene.anchor is None or match["wd2"] or scene.is_said_at(match.end()):
        return None
    days = ((weekday - scene.anchor.weekday()) % 7) or 7
    coming = scene.anchor + timedelta(days=days)
    told = [m for m in scene.mentions if m.first == coming.isoformat() and m.rule in ("weekday", "bracketed")]
    is_sure = any(m.rule == "bracketed" or scene.is_planned_at(m.start, m.end) for m in told)
    return coming if is_sure and days <= NEXT_DAYS else None


def _following(scene: Scene, match: Match, weekday: int) -> date | None:
    """The day of that name that follows one planned for these days in the same sentence: 将于周一抵达,周二会谈."""
    here = scene.last_here(match.start(), DAY)
    if scene.anchor is None or here is None or scene.is_said_at(match.end()):
        return None
    before = first_day(here.last)
    is_soon = scene.anchor <= before <= scene.anchor + timedelta(days=COMING_DAYS)
    is_list = is_soon and before.weekday() != weekday and scene.is_planned_at(here.start, here.end)
    return weekday_of(weekday, before, future=True) if is_list else None


def _weekend(scene: Scene, match: Match) -> Value | None:
    if scene.anchor is None:
        return None, None, "weekend"
    offset = scene.words.offsets["week_prefixes"][match["ep"]] if match["ep"] else 0
    saturday = monday(scene.anchor, offset) + timedelta(days=5)
    if not match["ep"] and saturday > scene.anchor and not scene.is_planned(match):
        saturday -= timedelta(days=7)
    return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat(), "weekend"


def _week(scene: Scene, match: Match) -> Value | None:
    if scene.anchor is None:
        return None, None, "week"
    offset = scene.words.offsets["week_prefixes"][match["kp"]]
    latest = scene.anchor if offset == 0 and not scene.is_planned(match) else None
    month = week_month(monday(scene.anchor, offset), latest, is_start=match["wkb"] is not None)
    return month, month, "week"


def _relative_day(scene: Scene, match: Match) -> Value | None:
    offset = scene.words.offsets["relative_days"][match["relative_days"]]
    told = None if offset else scene.told(match.start())
    base = scene.said(match.start()) or told or scene.anchor
    value = (base + timedelta(days=offset)).isoformat() if base else None
    return value, value, "relative-day"


def _same_day(scene: Scene, match: Match) -> Value | None:
    """The day that 当天 or 次日 points to; of an event (访台第二天, 抵达的前一天) it is not told which day that was.

    The second day of a range (5日至7日, …; 第二天) is counted from its first.
    """
    word = match["same_days"]
    offset = scene.words.offsets["same_days"][word]
    last = scene.pointed_at(match.start(), DAY)
    at = match.start()
    is_of_event = scene.grammar.of_event.search(scene.folded, max(0, at - EVENT_REACH), at) is not None
    if last and offset and is_of_event and at - last.end > BESIDE:
        last = None
    from_day = last and (last.first if word in scene.words.words["nth_days"] else last.last)
    value = (first_day(from_day) + timedelta(days=offset)).isoformat() if from_day else None
    return value, value, "next" if offset else "same"


def _same_time(scene: Scene, match: Match) -> Value | None:
    """What 当时 points to: never the day of the article itself, nor one on which someone only speaks of that time."""
    last = scene.pointed_at(match.start(), YEAR)
    if last is None or scene.is_of_speech(last) or (scene.anchor and last.last == scene.anchor.isoformat()):
        return None, None, "same"
    return last.first, last.last, "same"


def _distance(scene: Scene, match: Match) -> Value | None:
    """Three days ago, two weeks later, within two days; "later" from a date mentioned is not after the article."""
    planned = scene.is_planned(match)
    count, unit = number(match["n"]), scene.words.units[match["unit"]]
    rule = "ago" if match["ago"] else "later" if match["later"] else "within"
    base = scene.anchor
    if rule == "later" and not planned:
        last = scene.last(DAY)
        base = first_day(last.last) if last else None
    if base is None:
        return None, None, rule
    if rule == "within" and unit in ("month", "year") and not planned:
        return None, None, rule
    if rule == "within":
        return *span(base, shift_by(base, count, unit)), rule
    day = shift_by(base, -count if rule == "ago" else count, unit)
    if rule == "ago" and unit == "week" and scene.words.patterns["over"] in match[0]:
        return *span(shift_by(day, -1, unit), day), rule
    if rule == "later" and not planned and scene.anchor and day > scene.anchor:
        return None, None, rule
    size = PRECISION[unit] if count else YEAR
    value = day.isoformat()[: min(size, MONTH) if rule == "ago" and scene.is_of_speaker(match.end()) else size]
    return value, value, rule


def _recent(scene: Scene, match: Match) -> Value | None:
    if scene.anchor is None:
        return None, None, "recent"
    if scene.is_planned(match):
        return _coming(scene, match)
    return *span(scene.anchor - timedelta(days=LATELY_DAYS), scene.anchor), "recent"


def _coming(scene: Scene, match: Match) -> Value | None:
    if scene.anchor is None:
        return None, None, "coming"
    return *span(scene.anchor, scene.anchor + timedelta(days=COMING_DAYS)), "coming"


def _vague(scene: Scene, match: Match) -> Value | None:
    return None, None, "vague"


def _bare_part(scene: Scene, match: Match) -> Value | None:
    """The current month or year, or the month told before it in the sentence: 将于10月,最快在月初到访."""
    month = match["bare_month_parts"] is not None
    here = scene.last_here(match.start(), MONTH) if month else None
    if here is not None and here.rule == "month":
        return here.last, here.last, "month-part"
    value = scene.anchor.isoformat()[: MONTH if month else YEAR] if scene.anchor else None
    return value, value, "month-part" if month else "year-part"


# The groups of the grammar in the order in which they are asked; the first that matched decides.
_RESOLVERS: tuple[tuple[str, Callable[[Scene, Match], Value | None]], ...] = (
    ("iso", _iso),
    ("days", _month_only),
    ("m", _month_only),
    ("rm", _month_only),
    ("sm", _month_only),
    ("holiday", _holiday),
    ("only", _month_only),
    ("bare_year", _year_only),
    ("by", _year_only),
    ("broc", _year_only),
    ("broc2", _year_only),
    ("bry", _year_only),
    ("bsy", _year_only),
    ("wd", _weekday),
    ("we", _weekend),
    ("wk", _week),
    ("unit", _distance),
    ("relative_days", _relative_day),
    ("same_days", _same_day),
    ("vague", _vague),
    ("recent", _recent),
    ("coming", _coming),
    ("same_time", _same_time),
    ("bare_month_parts", _bare_part),
    ("bare_year_parts", _bare_part),
)
