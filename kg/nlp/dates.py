"""Date expressions of an article and the days, months or years they mean.

`find_dates` needs nothing but the folded text and the day of publication. `first` and `last` of a mention are equal
for one day, month or year, differ for a range (9月26日至27日), and are None where the article does not allow more.
A vague stretch is given as the month or year that holds it (本周 -> 2024-09), never as a day it does not name.

`rule` says how a value came about, so that later stages can choose:

| rule | example | value |
|---|---|---|
| date | 2024年9月27日, 2024-09-27 | as written |
| month-day, day | 9月27日, 27日, 26日和27日 | year or month supplied from the context |
| month, year | 去年11月, 今年8月, 2023年 | with its own precision |
| month-part, year-part | 5月下旬, 本月底; 2019年底, 今年夏天 | the month; the year |
| weekday | 周五, 本周五, 下周一, 周二至周四 | nearest such day at or before the article's, unless planned |
| bracketed | 星期五(9月27日), 今天(28日) | the date in brackets |
| relative-day, relative-month | 昨天, 本月, 上个月 | from the article's day |
| week, weekend | 本周, 9月27日当周; 上周末 | the month; Saturday to Sunday |
| same, next | 当天, 同年, 当时; 次日, 前一天 | from the date last mentioned |
| ago, later, within | 三天前, 两周后, 两天内 | days exact, weeks and months as months, years as years |
| recent, coming | 日前, 近日; 未来几天 | the month or year that holds the last three or coming ten days |
| vague | 数月前 | None |
| holiday | 元旦 | the day |
| since | 自2018年以来 | None: not when something took place (自1972年访华以来 is its year) |
| until | 截至9月27日, 年底前 | the month or year in which the limit lies |
| dateline | (中央社台北28日电) | None; it is the article's own day, from which relative expressions start |

dateparser 1.5 and JioNLP 1.5 were measured on the sentences of tests/nlp/dates.tsv with a known day (a lenient
count: any value found that begins with the expected one): dateparser 49 of 174 right with 12 of 33 false friends taken,
JioNLP 120 of 174 and 18 of 33, this module all and none. Both take a bare 周五 or 27日 for a coming one, give a day
where the words give a month, and know neither bracketed dates nor 当天; they need 1.5 and 0.9 ms a sentence, this
module 0.3 ms an article.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from kg.days import DAY, MONTH
from kg.model import DateMention, Sentence
from kg.nlp.dates_grammar import load_grammar
from kg.nlp.dates_lexicon import load_dates
from kg.nlp.dates_resolve import Reading, read
from kg.nlp.dates_scene import Match, Scene

LIMIT_REACH = 3  # characters before an expression in which a word makes it a limit: 截至|到|27日
HEAD = 300  # characters from the start in which an agency's dateline may stand
LONGEST_HEADLINE = 60  # characters; a longer first line is none
DATELINE_DAYS = 3  # a dateline further from the publication is of another text
HOUR = slice(11, 13)  # the hour in an ISO date-time
LATE_HOUR = "16"  # in UTC, from which on it is the next day in East Asia
BRACKETED = ("weekday", "weekend", "week", "relative-day", "same", "next")  # rules that a date in brackets makes exact
UNBOUND = ("ago", "later", "within", "recent", "coming", "vague", "same", "next")  # rules that take no 前 or 以来


def find_dates(
    folded: str, sentences: tuple[Sentence, ...], published: str | None, filed: str | None = None
) -> tuple[DateMention, ...]:
    """All date expressions of a folded text, in order, not nested.

    `published` is an ISO day or date-time in UTC; without it only what is absolute has a value. `filed` is the day of
    the dateline, from which the text speaks where it has one.

    >>> [(m.first, m.rule) for m in find_dates("布林肯周五(27日)会晤王毅", (), "2024-09-28")]
    [('2024-09-27', 'bracketed')]
    """
    grammar = load_grammar()
    anchor = date.fromisoformat(published[:DAY]) if published else None
    if filed and published:
        anchor, published = date.fromisoformat(filed), None
    late = published is not None and published[HOUR] >= LATE_HOUR
    scene = Scene(folded, grammar, load_dates(), [s.start for s in sentences], anchor, late)
    end = 0
    for hit in grammar.trigger.finditer(folded):
        start = hit.start()
        if start < end or folded[start + 1 : start + 2] not in grammar.heads[hit[0]]:
            continue
        match = grammar.expression.match(folded, start)
        if match is None:
            continue
        for reading in read(scene, match):
            mention = _finish(scene, match, reading)
            scene.mentions.append(mention)
            end = mention.end
    return tuple(_as_below(scene.mentions, folded))


def _as_below(mentions: list[DateMention], folded: str) -> list[DateMention]:
    """The mentions, weekdays of a headline as the text below has them: 周五访日, and 将于周五抵达东京 below."""
    stop = folded.find("\n")
    if not 0 < stop < LONGEST_HEADLINE or not any(m.rule == "weekday" for m in mentions if m.end <= stop):
        return mentions
    below: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.start > stop and mention.rule in ("weekday", "bracketed") and mention.first:
            below[_weekday_word(folded, mention)].add(mention.first)

    def as_told(mention: DateMention) -> DateMention:
        is_day = mention.rule == "weekday" and mention.end <= stop and mention.first == mention.last
        days = list(below[_weekday_word(folded, mention)]) if is_day else []
        return replace(mention, first=days[0], last=days[0]) if len(days) == 1 else mention

    return list(map(as_told, mentions))


def _weekday_word(folded: str, mention: DateMention) -> str:
    """The words of a weekday without what stands in brackets behind it, 星期五 as 周五."""
    first, *others = load_dates().words["weeks"]
    words = folded[mention.start : mention.end].partition("(")[0]
    return next((words.replace(week, first) for week in others if week in words), words)


def _finish(scene: Scene, match: Match, reading: Reading) -> DateMention:
    """The mention of a reading, with what follows it: a bracketed date, a weekday, since, until, a dateline."""
    start, end, first, last, rule = reading
    if rule in BRACKETED and (bracket := _bracket(scene, match, reading)):
        end, first, last, rule = bracket
    elif rule == "relative-day" and first and (day := _named_weekday(scene, end, first)):
        end, first, last = day
    elif rule in ("date", "month-day", "day"):
        if rule != "date" and start < HEAD and scene.grammar.dateline.match(scene.folded, end):
            rule = "dateline"
            _move_anchor(scene, first, DATELINE_DAYS)
        elif suffix := scene.grammar.weekday_suffix.match(scene.folded, end):
            end = suffix.end()
        if first and (week := scene.grammar.week_of.match(scene.folded, end)):
            end, first, last, rule = week.end(), first[:MONTH], first[:MONTH], "week"
    if rule not in UNBOUND:
        rule = _bound(scene, start, end, first, is_range=first != last) or rule
    if rule in ("since", "dateline"):
        first, last = None, None
    elif rule == "until" and first:
        first = last = first[:MONTH]
    if first and last and last[: len(first)] < first[: len(last)]:
        last = first  # no range ends before it begins, whatever is written: 2018至2016年
    return DateMention(start=start, end=end, first=first, last=last, rule=rule)


def _named_weekday(scene: Scene, end: int, day: str) -> tuple[int, str, str] | None:
    """End and value of a relative day with its weekday: 今天周四, where it is still Wednesday in UTC, is the day after.

    From then on 今天 is counted from there too.
    """
    suffix = scene.grammar.weekday_suffix.match(scene.folded, end)
    if suffix is None or suffix[0].startswith(","):
        return None
    weekday = scene.words.offsets["weekdays"][suffix[0].rstrip(" )")[-1]]
    shift = (weekday - date.fromisoformat(day).weekday() + 1) % 7 - 1
    if abs(shift) > 1:
        return None
    if scene.anchor:
        _move_anchor(scene, (scene.anchor + timedelta(days=shift)).isoformat(), 1)
    named = (date.fromisoformat(day) + timedelta(days=shift)).isoformat()
    return suffix.end(), named, named


def _bound(scene: Scene, start: int, end: int, first: str | None, *, is_range: bool) -> str | None:
    """`since` or `until` if the words around the expression make it a limit; 自 before a range does not."""
    grammar, folded = scene.grammar, scene.folded
    before = folded[max(0, start - LIMIT_REACH) : start]
    if grammar.since.match(folded, end):
        return "since"
    is_past = first is not None and scene.anchor is not None and first <= scene.anchor.isoformat()
    is_from_on = folded.startswith(scene.words.patterns["from_on"], end)
    if is_past and not (is_range or is_from_on) and grammar.since_before.search(before):
        return None if grammar.since_event.match(folded, end) else "since"
    if grammar.until.match(folded, end) or grammar.until_before.search(before):
        return "until"
    return None


def _move_anchor(scene: Scene, day: str | None, most: int) -> None:
    """Take that day for the article's own, if it lies near the day of publication."""
    if day and scene.anchor and abs(date.fromisoformat(day) - scene.anchor) <= timedelta(days=most):
        scene.anchor, scene.late = date.fromisoformat(day), False


def _bracket(scene: Scene, match: Match, reading: Reading) -> tuple[int, str | None, str | None, str] | None:
    """End and value of the date in brackets (or right) after an expression: 周五晚(当地时间9月27日)."""
    _, end, first, _, rule = reading
    reference = date.fromisoformat(first) if first and len(first) == DAY else scene.anchor
    inner = dataclasses.replace(scene, anchor=reference, late=False, mentions=[], days={}, seen=0)
    for found, value in _inside(inner, end):
        if rule == "relative-day" and match["relative_days"] and value[0]:
            offset = scene.words.offsets["relative_days"][match["relative_days"]]
            _move_anchor(scene, (date.fromisoformat(value[0]) - timedelta(days=offset)).isoformat(), 1)
        return found, *value, "bracketed"
    return None


def _inside(scene: Scene, end: int) -> Iterator[tuple[int, tuple[str | None, str | None]]]:
    """Where the bracket at `end` closes and the day it gives, if it holds one."""
    grammar, folded = scene.grammar, scene.folded
    if slash := grammar.slash.match(folded, end):
        day = scene.month_day(slash["m"], slash["d"])
        yield slash.end(), (day, day)
        return
    gap = grammar.gap.match(folded, end)
    match = gap and grammar.expression.match(folded, gap.end())
    if not gap or not match or not (match["days"] or match["only"] or match["iso"]):
        return
    close = grammar.close.match(folded, match.end())
    if gap["open"] and not close:
        return
    readings = list(read(scene, match))
    if readings:
        _, stop, first, last, _ = readings[-1]
        yield (close.end() if gap["open"] and close else stop), (first, last)
