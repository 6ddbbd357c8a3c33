"""When: the dates of an encounter from the words around it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec.structs import replace

from kg.days import DAY, MONTH, YEAR
from kg.extract.meetings.encounter import FUTURE, is_old
from kg.extract.meetings.frames import PERSON, Frames
from kg.extract.meetings.occurrence import BY_JUDGE, GIVEN, LAST, Family, Occurrence
from kg.extract.meetings.stays import CLAUSE_BREAK, is_of_guest, is_of_stay, is_under_way, month_of, start_of_stay
from kg.extract.meetings.units import Line
from kg.knowledge.clauses import clause_end, clause_start
from kg.knowledge.numerals import number
from kg.model import DateMention, Linked, Part, Status

FAR = 1_000  # cost of a date outside the frame, in characters: one inside it always wins
BREAK_COST = 30  # cost of every clause mark between a date and the trigger
GUEST_COST = 10  # cost of telling when one of them came, 与周三到访的王毅周四会谈
AFTER_COST = 15  # cost of standing after the frame
ACT_REACH = 24  # characters after a date in which a word like 以来 takes it, where the trigger stands before
LAST_THIRD = "20"  # the day of the month up to which its end lies ahead
TURN_REACH = 12  # characters before the end of a word of encounter in which it may be said which one it is
EACH_REACH = 6  # characters before a date in which it may be said that it is one of several: 分别于
ALONE = 4  # characters that may follow a date in a clause that is only the date (9月27日下午，…)
TOO_FAR = 160  # the cost from which a date of the sentence is not that of the encounter


def clause_text(line: Line, found: Occurrence) -> str:
    """The clause in which the frame stands, in symbols."""
    start, end = clause_of(line, found)
    return line.text[start:end]


def own_start(line: Line, found: Occurrence, start: int, relative: tuple[str, ...]) -> int:
    """Where its clause, which starts there, has told of someone before that: 经常与人通话的|总统和首相将会谈."""
    left = line.index(found.since)
    is_attribute = line.text.startswith(PERSON, left) and line.text.endswith(relative, start, left)
    return left if is_attribute else start


def clause_of(line: Line, found: Occurrence) -> tuple[int, int]:
    """Where in the line the clause of an occurrence starts and ends."""
    left = line.index(found.since)
    right = line.index(found.until - 1) + 1
    return clause_start(line.text, left, CLAUSE_BREAK), clause_end(line.text, right, CLAUSE_BREAK)


def with_dates(linked: Linked, found: Sequence[Occurrence], frames: Frames) -> list[Occurrence]:
    """The occurrences of one sentence with first and last day (month, year) of each, as the sentence gives them.

    A date belongs to the occurrence it stands nearest to; a later one without its own may share it (今年8月，沙利文
    到访中国，并与王毅会谈). A caption counts as one sentence.
    """
    if not found:
        return []
    costs = {i: _costs(linked, occurrence, frames) for i, occurrence in enumerate(found)}
    owner = {
        d: min(costs, key=lambda i: _claim(found[i], costs[i].get(d, FAR * 2), i)) for s in costs.values() for d in s
    }
    dated = list(found)
    for i, one in enumerate(found):
        if date := _date_of(i, found, costs, owner, linked, frames):
            nearest = found[owner[date]] if date in owner else one
            is_lent = _is_lent(linked.folded, one, nearest, date, frames)
            told = replace(_dated(one, date, found, linked, frames), is_lent=is_lent)
            dated[i] = _in_month(told) if _is_later(linked.folded, nearest, one, frames) else told
        elif month := _current(one, linked, frames):
            dated[i] = replace(one, first=month, last=month)
    return _shared_out(linked, dated, frames)


def _current(found: Occurrence, linked: Linked, frames: Frames) -> str | None:
    """The month of publication, for what goes on as the article is written and whose sentence tells of no time before.

    Of the first of a month it is not told: such an article may have been written the day before.
    """
    sentence, month = linked.sentences[found.sentence], month_of(linked.article.day)
    if month is None or linked.article.day == f"{month}-01":
        return None
    if not is_under_way(linked.folded, found, sentence.start, frames):
        return None
    dates = _dates(linked, sentence.start, sentence.end)
    return None if any(d.first and d.first[:MONTH] < month[: len(d.first)] for d in dates) else month


def _is_lent(folded: str, found: Occurrence, nearest: Occurrence, date: DateMention, frames: Frames) -> bool:
    """Whether a date tells when someone came or set out, and nothing says that more was done on that day.

    与周一到访的外长会谈; 周一抵达东京, 与外相会谈, but not 周一抵达东京, 下午与外相会谈.
    """
    if found.is_visit or date.end > found.start:
        return False
    going = frames.cues["goes"].match(folded, date.end, found.start)
    is_visit = nearest.is_visit and (found.since >= date.end or nearest.rule in GIVEN)
    if not is_visit and (going is None or CLAUSE_BREAK.search(folded, going.end(), found.start) is None):
        return False
    came = nearest.end if is_visit else going.end() if going else date.end
    return not frames.cues["same-day"].search(folded, min(came, found.start), found.start)


def _dated(
    occurrence: Occurrence, date: DateMention, found: Sequence[Occurrence], linked: Linked, frames: Frames
) -> Occurrence:
    """An occurrence of one sentence with its date, as exact as that tells of it; what is put off has none yet."""
    if occurrence.rule == "again" or (occurrence.status is Status.POSSIBLE and occurrence.is_moved):
        return occurrence
    folded, day = linked.folded, linked.article.day
    past, (first, last) = _is_past(date, day), (date.first, date.last)
    if occurrence.is_visit and first and len(first) == DAY:
        first = start_of_stay(folded, occurrence, date, frames)
        last = last if first and len(first) == DAY else first
    if is_of_stay(date, occurrence, found, folded, frames):
        first, last = month_of(first), month_of(last)
        past = past and occurrence.status not in FUTURE  # a visitor who came lately will still attend
    is_ahead = occurrence.status is None and not past and _is_ahead(date, folded, day, frames)
    status = Status.PLANNED if is_ahead else occurrence.status
    told = replace(occurrence, first=first, last=last, is_past=past, is_today=date.first == day, status=status)
    return replace(told, is_old=is_old(first, day))


def _shared_out(linked: Linked, found: Sequence[Occurrence], frames: Frames) -> list[Occurrence]:
    """The occurrences, where two go in turn with a date for each: 财长和国务卿分别于2月、4月访华."""
    told = list(found)
    for i, (one, two) in enumerate(pairwise(found)):
        is_pair = one.is_visit and two.is_visit and one.start == two.start and one.hosts == two.hosts
        if not (is_pair and one.sides.people != two.sides.people and one.first and two.last):
            continue
        if (one.first, one.last) != (two.first, two.last) or one.first == two.last:
            continue
        dates = _dates(linked, one.left, one.start)
        if any(_are_joined(d, linked.folded, frames) for d in dates if d.first == one.first):
            told[i : i + 2] = replace(one, last=one.first), replace(two, first=two.last)
    alike = Counter(one.start for one in told)
    return [part for one in told for part in _each_time(linked, one, frames, is_single=alike[one.start] == 1)]


def _each_time(linked: Linked, found: Occurrence, frames: Frames, *, is_single: bool) -> list[Occurrence]:
    """An occurrence, once for each date where two are told before it: 1月和5月两次访日, 先后于5日和9日通话."""
    since = linked.sentences[found.sentence].start
    before = _dates(linked, since, found.start) if is_single and found.first and not found.apart else ()
    for i, date in enumerate(before):
        days, is_joined = [date.first, date.last], _are_joined(date, linked.folded, frames)
        after = before[i + 1] if i + 1 < len(before) else None
        if date.first == date.last and after and after.start - date.end == 1:  # 5日|和|9日
            days[1] = after.first
            is_joined = frames.cues["joined-dates"].match(linked.folded, date.end) is not None
        start = max(since, date.start - EACH_REACH)
        is_each = frames.cues["each-time"].search(linked.folded, start, found.start) is not None
        is_each = is_each and CLAUSE_BREAK.search(linked.folded, date.end, found.start) is None
        if is_joined and is_each and days[0] != days[1] and found.first in days:
            return [replace(found, first=day, last=day, is_vague=False) for day in days]
    return [found]


def _date_of(
    place: int,
    found: Sequence[Occurrence],
    costs: Mapping[int, Mapping[DateMention, int]],
    owner: Mapping[DateMention, int],
    linked: Linked,
    frames: Frames,
) -> DateMention | None:
    """The date of one occurrence of a sentence: that to which it was moved, its own, or one that it shares."""
    occurrence, cost = found[place], costs[place]
    if occurrence.is_sure and occurrence.status is Status.PLANNED and (moved := _moved_to(linked, occurrence, frames)):
        return moved
    own = [d for d in cost if owner[d] == place or (cost[d] < FAR and not _is_of_name(d, found[owner[d]]))]
    shared = [d for d in cost if d.end <= occurrence.start and _shares(occurrence, found[owner[d]], place, owner[d])]
    if occurrence.is_definite and occurrence.family is Family.TALK:  # 此次会面是自他7月访京以来…
        own = [d for d in own if d.start < occurrence.start]
    if _is_setting(linked.folded, occurrence, frames):
        own, shared = [d for d in own if d.start >= occurrence.left and d.end <= occurrence.end], []
    best = min(own or shared, key=lambda d: (cost[d], d.start), default=None)
    if best not in own and _has_unknown_date(linked, occurrence):
        return None
    return _respective(occurrence, found, cost, linked.folded, frames) or best


def _moved_to(linked: Linked, found: Occurrence, frames: Frames) -> DateMention | None:
    """The date to which an encounter is put off, by the words right before it: 推迟到|6月10日."""
    sentence, cue = linked.sentences[found.sentence], frames.cues["moved-to"]
    dates = _dates(linked, sentence.start, sentence.end)
    return next((d for d in dates if d.first and cue.search(linked.folded, sentence.start, d.start)), None)


def _respective(
    occurrence: Occurrence, found: Sequence[Occurrence], dates: Iterable[DateMention], folded: str, frames: Frames
) -> DateMention | None:
    """The day of one of several met apart, where as many days are told: 分别于5日和6日会见总理和外长."""
    if not occurrence.apart or occurrence.is_visit:
        return None
    alike = [o for o in found if o.start == occurrence.start and o.family is occurrence.family]
    told = sorted((d for d in dates if d.end <= occurrence.start), key=attrgetter("start"))
    if any(d.first != d.last and not _are_joined(d, folded, frames) for d in told):  # 5日至6日
        return None
    days = {day: replace(d, first=day, last=day) for d in told for day in (d.first, d.last)}
    return list(days.values())[alike.index(occurrence)] if len(days) == len(alike) > 1 else None


def _are_joined(date: DateMention, folded: str, frames: Frames) -> bool:
    """Whether the words for a date are those for two: 5日和6日."""
    return frames.cues["joined-dates"].search(folded, date.start, date.end) is not None


def _claim(found: Occurrence, cost: int, place: int) -> tuple[bool, int, int]:
    """How well an occurrence can claim a date, least first: a habit, and a mere setting (在大会上), come last."""
    return found.is_vague or (found.is_inside and cost >= FAR), cost, place


def _is_of_name(date: DateMention, found: Occurrence) -> bool:
    """Whether a year begins the name of a gathering, so that it is of nothing else: 会见来华出席|2024年论坛的总统."""
    if found.name is None or len(date.first or "") != YEAR:
        return False
    return found.name[0] <= date.end and date.start < found.name[1]


def _is_setting(folded: str, found: Occurrence, frames: Frames) -> bool:
    """Whether a conference only says when something else was, 在欧盟峰会后召开记者会, so that the date is of that."""
    return found.family is Family.CONFERENCE and frames.cues["before-after"].match(folded, found.end) is not None


def _has_unknown_date(linked: Linked, found: Occurrence) -> bool:
    """Whether the frame itself holds a date that cannot be resolved: 几周前通电话."""
    return any(d.end <= found.until and d.first is None for d in _dates(linked, found.since, found.until))


def _dates(linked: Linked, start: int, end: int) -> tuple[DateMention, ...]:
    """The dates that begin in a stretch; an article may have thousands."""
    low, high = (bisect_left(linked.dates, at, key=attrgetter("start")) for at in (start, end))
    return linked.dates[low:high]


def _shares(occurrence: Occurrence, owner: Occurrence, place: int, owner_place: int) -> bool:
    """Whether an occurrence without a date of its own has that of an earlier one in its sentence."""
    is_told_alike = occurrence.status in (owner.status, None) or {owner.status, occurrence.status} == {
        None,
        Status.HELD,
    }
    if owner.start < occurrence.start and occurrence.end <= owner.right:  # 3日会见来华出席|峰会的总统
        return False
    is_together = occurrence.is_continued or set(owner.sides.people) & set(occurrence.sides.people)
    return owner_place < place and not occurrence.is_definite and is_told_alike and bool(is_together)


def _is_later(folded: str, owner: Occurrence, found: Occurrence, frames: Frames) -> bool:
    """Whether someone goes on to another country, on a day not told: 5日与首相会谈，随后访问柬埔寨."""
    is_onward = found is not owner and found.is_visit and not set(found.hosts) & {*owner.hosts, *owner.sides.parties}
    return is_onward and frames.cues["later-on"].search(folded, owner.end, found.start) is not None


def _in_month(found: Occurrence) -> Occurrence:
    """The occurrence with the months of its days."""
    return replace(found, first=month_of(found.first), last=month_of(found.last))


def _is_ahead(date: DateMention, folded: str, day: str | None, frames: Frames) -> bool:
    """Whether a date lies ahead by its words, however exact it is: 下周, 明年, the end of the month before that."""
    if frames.cues["ahead"].search(folded, date.start, date.end):
        return True
    is_this_month = day is not None and date.first == day[:MONTH] and day[MONTH + 1 :] <= LAST_THIRD
    return is_this_month and frames.cues["month-end"].search(folded, date.start, date.end) is not None


def _is_past(date: DateMention, day: str | None) -> bool:
    last = date.last or date.first
    return bool(day and last and last < day[: len(last)])


def _costs(linked: Linked, found: Occurrence, frames: Frames) -> dict[DateMention, int]:
    """What it costs to give each date of the sentence to an occurrence; too costly ones are left out."""
    sentence, block = linked.sentences[found.sentence], linked.article.blocks[found.block]
    start, end = (block.start, block.end) if block.part is Part.CAPTION else (sentence.start, sentence.end)
    behind = frames.patterns["dated"].match(linked.folded, sentence.end, block.end)
    costs = {}
    for date in _dates(linked, start, behind.end() if behind and start == sentence.start else end):
        if date.first and not _is_of_act(linked.folded, date, found, frames):
            is_caption = block.part is Part.CAPTION or date.start >= end
            cost = _cost(linked.folded, date, found, frames, is_caption=is_caption)
            cost += GUEST_COST * is_of_guest(linked.folded, found, date, frames)
            if cost < FAR + TOO_FAR:
                costs[date] = cost
    return costs


def _is_of_act(folded: str, date: DateMention, found: Occurrence, frames: Frames) -> bool:
    """Whether a date tells when someone spoke of the encounter or changed it: 共同社星期五报道说，…; 18日取消了会谈.

    So it does where someone speaks of a journey or of the matter then: 周日就议长访台表示, 就外长会见议长一事表示.
    Where the judge of sides takes names from other clauses, these say nothing of when.
    """
    left = found.start if found.rule == BY_JUDGE else found.since
    end = found.start if found.start >= date.end else date.end + ACT_REACH
    if frames.cues["act"].match(folded, date.end, end):
        return True
    is_behind = found.is_visit and date.start >= found.until
    if is_behind and frames.cues["before-after"].match(folded, found.until):  # 他在出访前的9月20日发文
        return True
    is_matter = found.is_visit or frames.cues["matter"].match(folded, found.until)
    if is_matter and frames.cues["spoken-of"].match(folded, date.end, max(date.end, found.start)):
        return True
    if _is_of_others(folded, date, found, frames):
        return True
    mark = CLAUSE_BREAK.search(folded, date.end)
    if mark is None or mark.start() > left:
        return False
    return bool(frames.cues["reported"].search(folded[date.end : mark.start()]))


def _is_of_others(folded: str, date: DateMention, found: Occurrence, frames: Frames) -> bool:
    """Whether a date tells when somebody spoke of the encounter, or what else a visitor did.

    17日谴责两人会面; 25日,民众集会抗议王毅来访; 10月7日发布《就四国外长会答问》; 即将访台的阿扎尔今天受访.
    """
    if found.is_visit and date.start >= found.end:
        is_apart = frames.cues["visitor-then"].fullmatch(folded, found.end, date.start) is not None
        return is_apart and not frames.cues["comes-then"].match(folded, date.end)
    if date.end > found.start:
        return False
    if folded.count("《", date.end, found.start) > folded.count("》", date.end, found.start):
        return True
    if date.end <= found.since and frames.cues["told-before"].search(folded, date.end, found.since):
        return True
    if found.family is not Family.TALK:
        return False
    told = frames.cues["told-then"].match(folded, date.end)
    return told is not None and told.end() <= found.since


def _cost(folded: str, date: DateMention, found: Occurrence, frames: Frames, *, is_caption: bool) -> int:
    left, right = found.since, found.until
    if left <= date.start and date.end <= right:
        if found.is_visit:
            return max(found.start - date.end, date.start - found.end, 0)
        breaks = len(CLAUSE_BREAK.findall(folded, date.end, found.start))  # 昨天抵台,今天与外长会谈
        return 2 * breaks + (not date.first or len(date.first) < DAY)
    if date.end <= left:
        between, extra = folded[date.end : left], 0
        mark = CLAUSE_BREAK.search(between)
        if (
            mark
            and mark.start() > ALONE
            and not found.is_continued
            and not frames.cues["when"].search(between[: mark.start()])
        ):
            return FAR * 2
    else:
        between, extra = folded[right : date.start], AFTER_COST
        if _is_held_then(folded, date, found, frames):
            return FAR + extra + BREAK_COST
        if CLAUSE_BREAK.search(between) and not is_caption:
            return FAR * 2
    return FAR + extra + len(between) + BREAK_COST * len(CLAUSE_BREAK.findall(between))


def _is_held_then(folded: str, date: DateMention, found: Occurrence, frames: Frames) -> bool:
    """Whether a clause behind tells that what its sentence is about was or is held on a date: 首轮对话, 于20日举行."""
    if found.is_visit or frames.cues["before-then"].search(folded, found.until, date.start) is None:
        return False
    return frames.cues["held-then"].match(folded, date.end) is not None


def turn_of(line: Line, found: Occurrence, frames: Frames) -> int:
    """Which one of several an encounter is said to be, by the words up to its own: 首轮, 第二场, 最后一次; 0 for none.

    首次 (for the first time) says nothing of it: what is the fifth in all may be the first of the year.
    """
    at = line.index(found.end)
    match = frames.patterns["turn"].search(line.text, max(0, at - TURN_REACH), at)
    if match is None:
        return 0
    if match["n"] is None:
        return LAST if match["last"] else 1
    return number(match["n"])
