"""The closed sets of values that records carry."""

from enum import StrEnum


class Part(StrEnum):
    """Where in an article a block stands."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANIZATION = "organization"
    PLACE = "place"


class Form(StrEnum):
    """How a mention names its entity. TITLE and PRONOUN refer without naming."""

    FULL = "full"  # 安东尼·布林肯, 美利坚合众国, 东南亚国家联盟
    SHORT = "short"  # 布林肯, 美, 东盟
    COMPOUND = "compound"  # one character in a compound: 布王会谈, 中美
    METONYM = "metonym"  # a capital or seat standing for a government: 北京, 白宫
    LATIN = "latin"  # Antony Blinken
    TITLE = "title"  # a bare title: 美国国务卿, 两国外长
    PRONOUN = "pronoun"  # 他, 双方, 两人, 该发言人

    @property
    def names(self) -> bool:
        """Whether the words name the entity, rather than only refer to it."""
        return self is not Form.TITLE and self is not Form.PRONOUN


class MeetingKind(StrEnum):
    """gold/FORMAT.md, meetings."""

    MEETING = "meeting"
    CALL = "call"
    VIDEO = "video"
    VISIT = "visit"
    CONFERENCE = "conference"


class Status(StrEnum):
    """gold/FORMAT.md, meetings; `denied` is a meeting said not to have taken place."""

    HELD = "held"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CANCELLED = "cancelled"
    DENIED = "denied"


class Judgement(StrEnum):
    """What is decided about a pair (nomenklatura's four values; none is the absence of a record)."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
