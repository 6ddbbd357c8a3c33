"""The month of a day told without one: 22日."""

from __future__ import annotations

from datetime import timedelta

from kg.days import DAY, MONTH
from kg.model import DateMention
from kg.nlp.dates_calendar import iso, month_of, shift_month, year_month
from kg.nlp.dates_scene import NEAR, OLD_DAYS, TIMELESS, Match, Scene, first_day

YearMonth = tuple[int, int]


def month_of_day(scene: Scene, match: Match, day: int) -> YearMonth | None:
    """The (year, month) of a bare day: of the date before it in the sentence, else the nearest to the article.

    A month beside it that is no day (5月初) does not count for a day that the article has named before.
    """
    if ranged := _of_range(scene, match, day):
        return ranged
    here = scene.last_here(match.start(), MONTH)
    known = scene.named(day) if here and len(here.last or "") == MONTH else None
    if known:
        return year_month(known)
    planned = scene.is_planned(match)
    beside = _beside(scene, match, here, day, planned=planned) if here and here.last else None
    return beside or _nearest(scene, day, planned=planned)


def _of_range(scene: Scene, match: Match, day: int) -> YearMonth | None:
    """The month of a day among those of a range told just before: 11月11日至20日举行年会;11日开幕."""
    for found in reversed(scene.mentions):
        first, last = found.first or "", found.last or ""
        if match.start() - found.end > NEAR:
            return None
        if first != last and len(first) == DAY and found.rule not in TIMELESS:
            months = [year_month(value) for value in (first, last)]
            return next((m for m in months if first <= (iso(*m, day) or "") <= last), None)
    return None


def _beside(scene: Scene, match: Match, here: DateMention, day: int, *, planned: bool) -> YearMonth | None:
    """The month of the date before it, or of a smaller day the next; None if the article's own day contradicts that.

    Of days to come a smaller one may come before (17日抵达,19日致悼,18日将设宴), and what follows one that is planned
    is to come too (将于10月13日会见,24日通话).
    """
    base = first_day(here.last)
    is_smaller = len(here.last or "") == DAY and day < base.day
    if scene.anchor is None:
        return shift_month(base, int(is_smaller))
    today = scene.anchor.isoformat()
    if planned and (iso(base.year, base.month, day) or "") >= today:
        is_smaller = False
    found = shift_month(base, int(is_smaller))
    value = iso(*found, day)
    is_plan = len(here.last or "") == DAY and scene.is_planned_at(here.start, here.end)
    is_listed = here.rule == "day" or (is_plan and not scene.is_said_at(match.end()))
    may_come = planned or (base > scene.anchor and is_listed)
    is_late = is_smaller and scene.anchor - base > timedelta(days=OLD_DAYS)
    if value is None or is_late or (planned and value < today) or (value > today and not may_come):
        return None
    return found


def _nearest(scene: Scene, day: int, *, planned: bool) -> YearMonth | None:
    """The (year, month) of a day near the article's; where that is to come, of the day that it has named before."""
    if scene.anchor is None:
        return None
    found = month_of(day, scene.anchor, future=planned)
    is_ahead = found is not None and (iso(*found, day) or "") > (scene.anchor + timedelta(days=1)).isoformat()
    known = scene.named(day) if is_ahead and not planned else None
    return year_month(known) if known else found
