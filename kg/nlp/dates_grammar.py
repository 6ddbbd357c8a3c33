"""The grammar of date expressions: regular expressions built once from the words of the lexicon.

An expression is tried only where one of its first characters stands (`Grammar.trigger`), so that a text
without dates costs one scan. The branches of `Grammar.expression` are told apart by their named groups.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.knowledge.alternatives import any_of, longest_first
from kg.nlp.dates_lexicon import DateLexicon, load_dates

_CN = r"[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九]"
_MONTH = r"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|[一二三四五六七八九])"
_DAY = rf"(?:3[01]|[12][0-9]|0?[1-9](?![0-9])|{_CN})"
_NUMBERS = "0123456789一二三四五六七八九十廿卅两半"
_AFTER_NUMBER = _NUMBERS + "〇零○年月日号天周星礼个多至到-–—~、和及与以/. "


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns; all are used with `match` or `search` at a position of the folded text."""

    trigger: re.Pattern[str]  # first characters
    heads: dict[str, frozenset[str]]  # first character -> the characters that may follow it
    expression: re.Pattern[str]
    day: re.Pattern[str]  # one number of a list of days
    through: re.Pattern[str]  # 至, in a list of days
    between: re.Pattern[str]  # what stands before the next of a list: 和
    gap: re.Pattern[str]  # between a day and its bracketed date: 晚(当地时间
    close: re.Pattern[str]  # what closes the bracket: )
    weekday_suffix: re.Pattern[str]  # 9月27日(周五)
    slash: re.Pattern[str]  # (9/27) or (11月23)
    week_of: re.Pattern[str]  # the week in which a day lies: 9月27日当周
    since: re.Pattern[str]
    since_before: re.Pattern[str]
    since_event: re.Pattern[str]
    until: re.Pattern[str]
    until_before: re.Pattern[str]
    dateline: re.Pattern[str]
    plan_before: re.Pattern[str]  # close before a day, 将于, or before the "on" in its clause: 将…在
    future_after: re.Pattern[str]  # right behind a day, or behind who acts in the clause after it: 周四,默茨将
    then_after: re.Pattern[str]  # anywhere behind a day in its sentence: 周四会谈,届时将
    speaker: re.Pattern[str]  # behind a day: who speaks of himself
    of_event: re.Pattern[str]  # before 第二天: an event of which it is the second day
    bad_before: dict[str, re.Pattern[str]]  # by day, month, week


@cache
def load_grammar() -> Grammar:
    """The patterns of the lexicon, compiled once."""
    words = load_dates()
    heads = _heads(words)
    branches = [_iso(), _date(words), _weekday(words), _ago(words), *_plain(words)]
    return Grammar(
        trigger=re.compile(
            f"[{''.join(sorted(heads))}](?=[{re.escape(''.join(sorted(set().union(*heads.values()))))}])"
        ),
        heads=heads,
        expression=re.compile("|".join(f"(?:{branch})" for branch in branches)),
        day=re.compile(_DAY),
        through=re.compile(_range(words)),
        between=re.compile(rf" ?{_list(words)} ?$"),
        close=re.compile(r" ?\)"),
        gap=re.compile(
            rf"(?:{any_of(words.words['times_of_day'])})?"
            rf"(?P<open> ?\( ?)?(?:{any_of(words.words['zones'])})? ?"
        ),
        weekday_suffix=re.compile(_weekday_suffix(words)),
        slash=re.compile(rf" ?\( ?(?P<m>{_MONTH}) ?[/月] ?(?P<d>{_DAY}) ?\)"),
        week_of=re.compile(any_of(words.words["week_of"])),
        since=re.compile(rf" ?\)?(?:{words.patterns['since']})"),
        since_before=re.compile(rf"(?:{words.patterns['since_before']})$"),
        since_event=re.compile(words.patterns["since_event"]),
        until=re.compile(
            rf"(?:{any_of(words.words['until'])})(?!{words.patterns['not_until_after']})|{words.patterns['eve']}"
        ),
        until_before=re.compile(rf"(?:{any_of(words.words['until_before'])}){words.patterns['until_joints']}?$"),
        dateline=re.compile(
            rf"\)?(?:{any_of(words.words['dateline'])})(?!{words.patterns['not_dateline_after']})|\)? ?(?:-|—|–)+ "
        ),
        plan_before=re.compile(_plan_before(words)),
        speaker=re.compile(words.patterns["speaker"]),
        future_after=re.compile(
            rf"(?:[^,。;:]{{0,4}}?(?:{any_of(words.words['future_after'])})|{words.patterns['will_after']})"
            rf"(?!{words.patterns['not_plan_after']})"
        ),
        then_after=re.compile(words.patterns["then_after"]),
        of_event=re.compile(rf"(?:{words.patterns['of_event']})$"),
        bad_before={
            key: re.compile(rf"(?:{words.patterns[f'not_{key}_before']})$") for key in ("day", "month", "week")
        },
    )


def _plan_before(words: DateLexicon) -> str:
    """A word for a plan that stands close before a day, or somewhere before the "on" of it, or a journey planned."""
    close = f"{words.patterns['plan_joints']}?[^,。;:]{{0,2}}"
    far = f"(?!{words.patterns['not_plan_after']})[^,。;:!?]*(?P<on>{words.patterns['on_day']})"
    return f"(?:(?:{any_of(words.words['future_before'])})(?:{close}|{far})|{words.patterns['plan_to_go']})$"


def _heads(words: DateLexicon) -> dict[str, frozenset[str]]:
    """First character of an expression -> the characters that may follow it."""
    heads = {c: set(_AFTER_NUMBER) for c in _NUMBERS}
    plain = ("same_time", "bare_month_parts", "bare_year_parts", "recent", "vague", "coming")
    listed = [word for key in plain for word in words.words[key]]
    listed += [
        word for key, table in words.offsets.items() if key not in ("weekdays", "week_prefixes") for word in table
    ]
    weeks = [
        week + day for week in words.words["weeks"] for day in (*words.offsets["weekdays"], *words.words["weekend"])
    ]
    prefixed = [
        prefix + week for prefix in words.offsets["week_prefixes"] for week in (*words.words["weeks"], "个", "一")
    ]
    for word in (*listed, *words.holidays, *weeks, *prefixed, words.patterns["roc"]):
        heads.setdefault(word[0], set()).add(word[1])
    return {c: frozenset(after) for c, after in heads.items()}


def _guarded(words: DateLexicon, entries: tuple[str, ...] | list[str] | dict[str, int]) -> str:
    """The words as alternatives, each with what must not stand before and after it."""
    done = []
    for word in longest_first(entries):
        before, after = words.not_before.get(word), words.not_after.get(word)
        done.append((f"(?<!{before})" if before else "") + re.escape(word) + (f"(?!{after})" if after else ""))
    return "|".join(done)


def _range(words: DateLexicon) -> str:
    """What stands between the first and the last of a range."""
    return f"(?:{words.patterns['range']})"


def _list(words: DateLexicon) -> str:
    """The same, or what stands between two of a list."""
    return f"(?:{words.patterns['list']})"


def _iso() -> str:
    return r"(?P<iso>(?:19|20)[0-9]{2}(?P<sep>[-/.])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12][0-9]|0?[1-9]))(?![0-9])"


def _year(words: DateLexicon) -> str:
    after, roc = words.patterns["not_year_after"], words.patterns["roc"]
    return (
        rf"(?:(?:(?:{roc} ?(?P<roc>[0-9]{{2,3}})|(?P<roc2>1[01][0-9])(?= ?年 ?(?:{_MONTH} ?月|元旦)))|"
        rf"(?P<y>(?:19|20)[0-9]{{2}}|[一二][九〇零○][〇零○一二三四五六七八九]{{2}}))"
        rf"(?: ?{_range(words)} ?(?P<y2>(?:19|20)[0-9]{{2}}))? ?年(?!{after})|"
        rf"(?P<ry>{_guarded(words, words.offsets['relative_years'])})(?!{words.patterns['not_year_word_after']})|"
        rf"(?P<sy>{_guarded(words, words.offsets['same_years'])}))"
    )


def _date(words: DateLexicon) -> str:
    """[year] month [days | part], [year] holiday, year [part], bare days, (year); ranges and lists of each."""
    duration, between = words.patterns["not_month_after"], _list(words)
    month = (
        rf"(?:(?P<m>{_MONTH})(?: ?月(?:份)?(?!{duration})|(?= ?{between} ?{_MONTH} ?月))|"
        rf"(?P<rm>{_guarded(words, words.offsets['relative_months'])})|"
        rf"(?P<sm>{_guarded(words, words.offsets['same_months'])}))"
    )
    bare = rf"(?= ?{_range(words)} ?{_MONTH} ?月 ?{_DAY} ?[日号])"  # 8月25至9月1日
    days = rf"(?P<days>(?:{_DAY} ?[日号]? ?(?:{between}|/) ?){{0,3}}{_DAY} ?(?:[日号]|{bare}))"
    cross = rf"(?: ?{_range(words)} ?(?:(?P<yx>(?:19|20)[0-9]{{2}})年)?(?P<mx>{_MONTH}) ?月 ?(?P<dx>{_DAY}) ?[日号])?"
    part = rf"(?P<mp>{_guarded(words, words.words['month_parts'])})"
    months = rf"(?: ?{between} ?(?P<m2>{_MONTH}) ?月(?:份)?(?!{duration}| ?{_DAY} ?[日号]))?"
    parts = rf"{part}(?: ?{between} ?(?P<mp2>{_MONTH}) ?月(?:{any_of(words.words['month_parts'])}))?"  # 9月底或10月初
    holiday = rf"(?P<holiday>{any_of(words.holidays)})"
    year_alone = _year(words).replace("?P<", "?P<b")
    number_word = r"3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]"  # 五日 alone is mostly a duration
    end = rf"(?:日(?!{words.patterns['not_day_after']})|号(?!{words.patterns['not_number_after']}))"
    only = rf"(?:{_DAY} ?[日号]? ?{between} ?){{0,3}}(?:{number_word}) ?{end}"
    return (
        rf"(?:{_year(words)}的? ?)?(?:{month}的? ?(?:{days}{cross}|{parts}|{months})|{holiday})|"
        rf"{year_alone}的?(?P<yp>{any_of(words.words['year_parts'])})?|"
        rf"(?P<only>{only})|(?<=\()(?P<bare_year>(?:19|20)[0-9]{{2}})(?=\))"
    )


def _weekday(words: DateLexicon) -> str:
    """[this, last, next] week with a day, with the weekend, or alone (then it needs this, last or next)."""
    prefix, week = any_of(words.offsets["week_prefixes"]), any_of(words.words["weeks"])
    days, times = "".join(words.offsets["weekdays"]), any_of(words.words["times_of_day"])
    name = rf"(?:{week})[{days}](?!{words.patterns['not_weekday_after']})"
    which = rf"(?<!{words.patterns['not_week_prefix_before']})(?P<wp>{prefix})个?"
    return (
        rf"(?:{which})?(?P<wd>{name})(?: ?{_list(words)} ?(?P<wd2>{name}))?|"
        rf"(?:{which.replace('wp', 'ep')})?(?P<we>(?:{week}){words.words['weekend'][0]})|"
        rf"{which.replace('wp', 'kp')}(?P<wk>{week})(?!{words.patterns['not_week_after']})"
        rf"(?:(?P<wkb>{words.patterns['week_start']})|{times})?"
    )


def _weekday_suffix(words: DateLexicon) -> str:
    zone, week = any_of(words.words["zones"]), any_of(words.words["weeks"])
    times = any_of(words.words["times_of_day"])
    day = rf"(?:{zone})?(?:{any_of(words.words['this_or_last'])})?(?:{week})[{''.join(words.offsets['weekdays'])}]"
    bad = words.patterns["not_weekday_after"]
    return rf"(?:{times})? ?(?:\( ?{day}(?:{times})? ?\)|,? ?{day}(?!{bad}))"


def _ago(words: DateLexicon) -> str:
    units = any_of(words.units)
    later, within = any_of(words.words["later"]), any_of(words.words["within"])
    guard, after = words.patterns["not_count_before"], words.patterns["not_ago_after"]
    over = words.patterns["over"]
    return (
        rf"(?<!{guard})(?P<n>[0-9]{{1,2}}|两|半|{_CN}) ?{over}?(?P<unit>{units})(?:{over}|半)?"
        rf"(?:(?P<ago>{any_of(words.words['ago'])})(?!{after})|(?P<later>{later})|(?P<within>{within}))"
    )


def _plain(words: DateLexicon) -> list[str]:
    tables = ("relative_days", "same_days")
    lists = ("vague", "recent", "coming", "same_time", "bare_month_parts", "bare_year_parts")
    return [rf"(?P<{key}>{_guarded(words, words.offsets[key])})" for key in tables] + [
        rf"(?P<{key}>{_guarded(words, words.words[key])})" for key in lists
    ]
