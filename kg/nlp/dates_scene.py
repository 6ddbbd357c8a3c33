"""What is known where a date expression is read: the article's day, and the dates mentioned before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from kg.days import DAY
from kg.knowledge.clauses import clause_end
from kg.knowledge.numerals import number
from kg.model import DateMention
from kg.nlp.dates_calendar import iso, year_of
from kg.nlp.dates_grammar import Grammar
from kg.nlp.dates_lexicon import DateLexicon

OLD_DAYS = 62  # a date further back lends its month to a bare day, but not the month after it
FAR = 200  # characters beyond which 当时 and 当天 no longer point back
NEAR = 60  # characters over which a month or year carries over to the next expression
QUOTE = 200  # characters that are looked back for the quotation mark that opens
SPEECH_REACH = 16  # characters between a day and the end of a clause that only tells who speaks then
TOLD_DAYS = 2  # the today of one who speaks on a day that is so near is that day: 周五称，今日会谈
SAID_DAYS = 7  # a quote is taken to have been spoken on the day last mentioned if that is so near
PLAN_REACH = 30  # characters before an expression in which a word for a plan may stand: 将与各国领导人在周三举行会议
TIMELESS = ("since", "until", "dateline")  # mentions that no later expression refers to

Match = re.Match[str]


@dataclass(slots=True)
class Scene:
    """What is known where an expression is read: the article's day and the mentions so far."""

    folded: str
    grammar: Grammar
    words: DateLexicon
    starts: list[int]  # of the sentences
    anchor: date | None  # the article's day
    late: bool  # it came out when it was already the next day in East Asia
    mentions: list[DateMention] = field(default_factory=list)
    days: dict[int, str] = field(default_factory=dict)  # the first day of each number among the mentions `seen`
    seen: int = 0

    def last(self, size: int) -> DateMention | None:
        """The latest mention with at least that precision (YEAR, MONTH or DAY)."""
        for mention in reversed(self.mentions):
            if mention.rule not in TIMELESS and len(mention.last or "") >= size:
                return mention
        return None

    def pointed_at(self, position: int, size: int) -> DateMention | None:
        """What 当天 or 当时 at a position points back to; a day also from afar, if it is the only one told so far."""
        mention = self.last(size)
        if mention is None or position - mention.end <= FAR:
            return mention
        days = {m.last for m in self.mentions if m.rule not in TIMELESS and len(m.last or "") == DAY}
        return mention if size == DAY and len(days) == 1 else None

    def last_here(self, position: int, size: int) -> DateMention | None:
        """The same, if it stands near in the same sentence."""
        mention = self.last(size)
        if mention is None or position - mention.end > NEAR:
            return None
        is_here = bisect_right(self.starts, mention.start) == bisect_right(self.starts, position)
        return mention if is_here else None

    def named(self, day: int) -> str | None:
        """The day of that number that the article names first, if it names one not long before its own."""
        for mention in self.mentions[self.seen :]:
            if mention.rule in ("day", "month-day", "bracketed") and len(mention.last or "") == DAY:
                for value in (mention.first or "", mention.last or ""):
                    self.days.setdefault(int(value[-2:]), value)
        self.seen = len(self.mentions)
        found = self.days.get(day)
        return found if found and self.anchor and self.anchor - first_day(found) <= timedelta(days=OLD_DAYS) else None

    def said(self, position: int) -> date | None:
        """The day on which the quote that holds the position was spoken: the last one mentioned that is near."""
        before = self.folded[max(0, position - QUOTE) : position]
        quoted = max(map(before.rfind, "“「『")) > max(map(before.rfind, "”」』\n"))
        if not quoted or self.anchor is None:
            return None
        days = (
            first_day(m.last) for m in reversed(self.mentions) if m.rule not in TIMELESS and len(m.last or "") == DAY
        )
        return next((day for day in days if timedelta(0) <= self.anchor - day <= timedelta(days=SAID_DAYS)), None)

    def told(self, position: int) -> date | None:
        """The day, told by its name or number, on which someone says in this sentence what stands at the position."""
        spoken = self.last_here(position, DAY)
        if spoken is None or self.anchor is None or spoken.rule == "relative-day" or not self.is_of_speech(spoken):
            return None
        day = first_day(spoken.last)
        return day if timedelta(0) <= self.anchor - day <= timedelta(days=TOLD_DAYS) else None

    def is_of_speech(self, mention: DateMention) -> bool:
        """Whether someone only says something on that day: 11日受访表示,当时…."""
        return len(mention.last or "") == DAY and self.is_said_at(mention.end)

    def is_said_at(self, position: int) -> bool:
        """Whether the clause ends soon behind a position with a word of speech."""
        clause = self.folded[position : clause_end(self.folded, position)]
        return len(clause) <= SPEECH_REACH and clause.endswith(self.words.words["speech"])

    def is_of_speaker(self, position: int) -> bool:
        """Whether one who speaks of himself counts from his own day, which need not be the article's: 两天前,我…."""
        return self.grammar.speaker.match(self.folded, position) is not None

    def is_planned(self, match: Match) -> bool:
        """Whether the clause speaks of the day as one to come: 定于周五, 周五将."""
        return self.is_planned_at(match.start(), match.end())

    def is_planned_at(self, start: int, end: int) -> bool:
        """The same for an expression from `start` to `end`."""
        before = self.grammar.plan_before.search(self.folded, max(0, start - PLAN_REACH), start)
        if before is not None and not (before["on"] and self.is_said_at(end)):
            return True
        if self.grammar.then_after.match(self.folded, end):
            return True
        after = self.grammar.future_after.match(self.folded, end)
        return after is not None and not any(word in after[0] for word in self.words.words["speech"])

    def month_day(self, month: str, day: str) -> str | None:
        """The nearest such day."""
        m, d = number(month), number(day)
        return iso(year_of(m, d, self.anchor, future=False), m, d) if self.anchor else None


def first_day(value: str | None) -> date:
    """The first day of an ISO day, month or year."""
    return date.fromisoformat(((value or "") + "-01-01")[:DAY])
