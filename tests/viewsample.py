"""A small view written for the tests: four articles, one of them hostile in every field that a page shows."""

from collections import defaultdict

from kg.viewmodel import (
    Account,
    Article,
    Coverage,
    Difference,
    Edge,
    Mark,
    Names,
    Node,
    NodeType,
    Passage,
    Readout,
    Relation,
    Report,
    Role,
    Statement,
    View,
)

HOSTILE = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">\'&lt;<!--'
FORMULA = '=HYPERLINK("http://evil.example","王")'
ACCOUNT = Account(
    read=4, skipped=((f"{HOSTILE}.txt", HOSTILE),), duplicates=1, unresolved=((HOSTILE, 3),), unresolved_count=1
)

ARTICLES = (
    Article(
        id="article/a1",
        headline="王毅与布林肯在纽约会晤",
        publisher="publisher/one",
        published="2024-09-28",
        url="https://one.example/a1?x=1&y=2",
        source_file="a1.md",
        language="zh-Hans",
    ),
    Article(
        id="article/a2",
        headline="兩國外長會談",
        publisher="publisher/two",
        published="2024-09-29",
        url="http://two.example/a2",
        source_file="a2.md",
        language="zh-Hant",
    ),
    Article(
        id="article/a3",
        headline="蓬佩奥访问计划取消",
        publisher="publisher/one",
        published="2020-06-01",
        url="",
        source_file="a3.md",
        language="zh-Hans",
    ),
    Article(
        id="article/h",
        headline=HOSTILE,
        publisher=HOSTILE,
        published="2024-10-05",
        url="javascript:window.pwned=3",
        source_file=HOSTILE,
        language="zh-Hans",
    ),
)

P1 = "王毅对布林肯表示，美方应停止对台军售。"
P2 = "布林肯強調台海和平，批評中方的南海行動。"
P3 = "两国元首计划于11月会晤。"
P4 = "中方的新闻稿只字未提南海。"
P5 = "蓬佩奥取消了访问。"
P6 = f"王毅{HOSTILE}说{FORMULA}。"


def passage(number: int, article: str, text: str, *marks: tuple[str, str]) -> Passage:
    """A passage with the first occurrence of each given word marked."""
    places = [(text.index(word), word, node) for word, node in marks]
    marked = tuple(Mark(start=at, end=at + len(word), node=node) for at, word, node in sorted(places))
    return Passage(id=f"passage/{number}", article=article, text=text, start=10 * number, marks=marked)


PASSAGES = (
    passage(1, "article/a1", P1, ("王毅", "person/wang-yi"), ("布林肯", "person/blinken"), ("美方", "country/US")),
    passage(2, "article/a2", P2, ("布林肯", "person/blinken"), ("中方", "country/CN"), ("南海", "issue/scs")),
    passage(3, "article/a1", P3),
    passage(4, "article/a2", P4, ("中方", "country/CN"), ("南海", "issue/scs")),
    passage(5, "article/a3", P5, ("蓬佩奥", "person/pompeo")),
    passage(6, "article/h", P6, ("王毅", "person/wang-yi")),
)


def report(key: str, meeting: str, article: str, passages: tuple[int, ...], **facts: object) -> Report:
    """An account of a meeting."""
    shown = tuple(f"passage/{number}" for number in passages)
    return Report(
        id=f"report/{key}", meeting=f"meeting/{meeting}", article=f"article/{article}", passages=shown, **facts
    )  # type: ignore[arg-type]


PAIR = ("person/blinken", "person/wang-yi")
STATES = ("country/CN", "country/US")
REPORTS = (
    report(
        "r1",
        "m1",
        "a1",
        (1,),
        kind="meeting",
        status="held",
        start="2024-09-27",
        end="2024-09-27",
        city="place/ny",
        participants=PAIR,
        parties=STATES,
        issues=("issue/arms", "issue/taiwan"),
        confidence=0.9,
    ),
    report(
        "r2",
        "m1",
        "a2",
        (2, 4),
        kind="meeting",
        status="held",
        start="2024-09-28",
        end="2024-09-28",
        city="place/ny",
        participants=PAIR,
        parties=STATES,
        issues=("issue/scs",),
        confidence=0.7,
    ),
    report(
        "r3",
        "m2",
        "a1",
        (3,),
        kind="call",
        status="planned",
        start="2024-11",
        end="2024-11",
        parties=STATES,
        confidence=0.5,
    ),
    report(
        "r4",
        "m3",
        "a3",
        (5,),
        kind="visit",
        status="cancelled",
        start="2020",
        end="2020",
        participants=("person/pompeo",),
        parties=("country/US",),
        confidence=0.6,
    ),
    report(
        "r5",
        "m4",
        "h",
        (6,),
        kind="conference",
        status="held",
        start="2024-10-04",
        participants=("person/hostile", "person/wang-yi"),
        parties=("country/CN", "organization/hostile"),
        issues=("issue/scs",),
        confidence=0.4,
    ),
)


def statement(
    key: str, speaker: str, side: str, issue: str, act: str, where: tuple[str, int, str | None], *, sure: float = 0.75
) -> Statement:
    """What someone does with an issue, and how sure the act is; `where` is the article, the passage and the meeting."""
    article, number, meeting = where
    return Statement(
        id=f"statement/{key}",
        speaker=speaker,
        side=side,
        issue=f"issue/{issue}",
        act=f"act/{act}",
        article=f"article/{article}",
        passages=(f"passage/{number}",),
        meeting=f"meeting/{meeting}" if meeting else None,
        date={"a1": "2024-09-27", "a2": "2024-09-28", "h": "2024-10-04"}[article],
        confidence=0.8,
        act_confidence=sure,
    )


UNSURE = 0.375
STATEMENTS = (
    statement("s1", "person/wang-yi", "country/CN", "arms", "urge", ("a1", 1, "m1")),
    statement("s2", "person/blinken", "country/US", "arms", "reject", ("a1", 1, "m1")),
    statement("s3", "person/blinken", "country/US", "scs", "criticise", ("a2", 2, "m1"), sure=UNSURE),
    statement("s4", "person/blinken", "country/US", "taiwan", "support", ("a2", 2, "m1")),
    statement("s5", "person/hostile", "organization/hostile", "scs", "inform", ("h", 6, "m4")),
)
READOUTS = (
    Readout(
        id="readout/1",
        side="country/CN",
        article="article/a2",
        meeting="meeting/m1",
        omits=(Coverage(issue="issue/scs", passages=("passage/4",)),),
        passages=("passage/4",),
    ),
)
ROLES = (
    Role(holder="person/wang-yi", role="外交部长", body="country/CN", article="article/a1", passage="passage/1"),
    Role(holder="person/wang-yi", role="外长", body="country/CN", article="article/a2"),
    Role(holder="person/wang-yi", role="外交部長", body="country/CN", article="article/a2"),
    Role(holder="person/hostile", role=HOSTILE, article="article/h"),
)
NAMES = {
    "person/wang-yi": Names(hans="王毅", hant="王毅", latin="Wang Yi"),
    "person/blinken": Names(
        hans="安东尼·布林肯", hant="安東尼·布林肯", latin="Antony Blinken", spellings=("布林肯", "布林肯先生")
    ),
    "person/pompeo": Names(hans="蓬佩奥", hant="蓬佩奧", latin="Mike Pompeo", spellings=("庞皮欧", "龐培歐")),
    "person/hostile": Names(hans=HOSTILE, hant=HOSTILE, latin=FORMULA, spellings=(HOSTILE, FORMULA)),
    "country/CN": Names(hans="中国", hant="中國", latin="China"),
    "country/US": Names(hans="美国", hant="美國", latin="United States"),
    "country/JP": Names(hans="日本", hant="日本", latin="Japan"),
    "organization/hostile": Names(hans=FORMULA, spellings=(HOSTILE,)),
    "issue/arms": Names(hans="对台军售", hant="對台軍售", latin="Arms sales to Taiwan"),
    "issue/taiwan": Names(hans="台湾", hant="台灣", latin="Taiwan"),
    "issue/scs": Names(hans="南海", hant="南海", latin="South China Sea"),
    "meeting/m1": Names(hans="布林肯、王毅（会晤）", hant="布林肯、王毅（會晤）", latin="Blinken, Wang Yi (meeting)"),
    "meeting/m2": Names(hans="中国、美国（通话）", hant="中國、美國（通話）", latin="China, United States (call)"),
    "meeting/m3": Names(hans="蓬佩奥（访问）", hant="蓬佩奧（訪問）", latin="Pompeo (visit)"),
    "meeting/m4": Names(hans=f"会议{HOSTILE}"),
}
TERMS = {
    "act/urge": ("敦促", "敦促", "urge"),
    "act/reject": ("拒绝", "拒絕", "reject"),
    "act/criticise": ("批评", "批評", "criticise"),
    "act/support": ("支持", "支持", "support"),
    "act/inform": ("陈述", "陳述", "inform"),
    "kind/meeting": ("会晤", "會晤", "meeting"),
    "kind/call": ("通话", "通話", "call"),
    "kind/visit": ("访问", "訪問", "visit"),
    "kind/conference": ("多方会议", "多方會議", "conference"),
    "status/held": ("已举行", "已舉行", "held"),
    "status/planned": ("已宣布", "已宣布", "planned"),
    "status/cancelled": ("已取消", "已取消", "cancelled"),
}
SPOKEN_OF = {
    "person/wang-yi": ("a1", "a2", "h"),
    "person/blinken": ("a1", "a2"),
    "person/pompeo": ("a3",),
    "person/hostile": ("h",),
    "country/CN": ("a1", "a2", "h"),
    "country/US": ("a1", "a2", "a3"),
    "country/JP": ("a2",),
    "organization/hostile": ("h",),
    "issue/arms": ("a1",),
    "issue/taiwan": ("a1", "a2"),
    "issue/scs": ("a2", "h"),
}
BELONGS = {"person/wang-yi": "country/CN", "person/blinken": "country/US", "person/pompeo": "country/US"}


def _meeting(key: str, kind: str, status: str, start: str) -> Node:
    reports = [item for item in REPORTS if item.meeting == key]
    parties = sorted({party for item in reports for party in item.parties})
    differs = Difference(
        slot="start", values=((Names(hans="2024-09-27"), ("article/a1",)), (Names(hans="2024-09-28"), ("article/a2",)))
    )
    return Node(
        id=key,
        type=NodeType.MEETING,
        names=NAMES[key],
        kind=kind,
        status=status,
        start=start,
        end=start,
        articles=tuple(sorted({item.article for item in reports})),
        passages=tuple(passage for item in reports for passage in item.passages),
        countries=tuple(party for party in parties if party.startswith("country/")),
        place=Names(hans="纽约", hant="紐約", latin="New York") if key == "meeting/m1" else None,
        country="country/US" if key == "meeting/m1" else None,
        venue=HOSTILE if key == "meeting/m4" else "",
        publisher_count=len({item.article for item in reports}),
        confidence=max(item.confidence for item in reports),
        differences=(differs,) if key == "meeting/m1" else (),
    )


def _edges() -> tuple[Edge, ...]:
    found: dict[tuple[str, str, Relation], list[tuple[str, tuple[str, ...], float]]] = defaultdict(list)
    for item in REPORTS:
        account = (item.article, item.passages, item.confidence)
        for person in item.participants:
            found[person, item.meeting, Relation.PARTICIPANT].append(account)
        for party in item.parties:
            found[party, item.meeting, Relation.PARTY].append(account)
        for issue in item.issues:
            found[item.meeting, issue, Relation.DISCUSSED].append(account)
    for said in STATEMENTS:
        found[said.speaker, said.issue, Relation.SAID].append((said.article, said.passages, said.confidence))
    for person, country in BELONGS.items():
        found[person, country, Relation.REPRESENTS].append(("article/" + SPOKEN_OF[person][0], (), 1.0))
    return tuple(
        Edge(
            source=source,
            target=target,
            relation=relation,
            articles=tuple(sorted({article for article, _, _ in accounts})),
            passages=tuple(dict.fromkeys(shown for _, passages, _ in accounts for shown in passages)),
            confidence=max(confidence for _, _, confidence in accounts),
            count=len(accounts),
        )
        for (source, target, relation), accounts in sorted(found.items())
    )


def make_sample() -> View:
    """The whole view."""
    entities = [
        Node(
            id=key,
            type=NodeType(key.partition("/")[0]),
            names=NAMES[key],
            articles=tuple(f"article/{name}" for name in spoken),
            countries=(key,) if key.startswith("country/") else (BELONGS[key],) if key in BELONGS else (),
            kind="government" if key.startswith("organization/") else "",
            code=key.partition("/")[2] if key.startswith(("country/", "issue/")) else "",
            publisher_count=len(spoken),
        )
        for key, spoken in SPOKEN_OF.items()
    ]
    meetings = [
        _meeting("meeting/m1", "meeting", "held", "2024-09-27"),
        _meeting("meeting/m2", "call", "planned", "2024-11"),
        _meeting("meeting/m3", "visit", "cancelled", "2020"),
        _meeting("meeting/m4", "conference", "held", "2024-10-04"),
    ]
    publishers = {
        "publisher/one": Names(hans="甲报", hant="甲報", latin="Paper One"),
        "publisher/two": Names(hans="乙报", hant="乙報", latin="Paper Two"),
    }
    return View(
        articles=ARTICLES,
        passages=PASSAGES,
        nodes=tuple(sorted([*entities, *meetings], key=lambda node: node.id)),
        edges=_edges(),
        reports=REPORTS,
        roles=ROLES,
        statements=STATEMENTS,
        readouts=READOUTS,
        terms=tuple((key, Names(hans=a, hant=b, latin=c)) for key, (a, b, c) in sorted(TERMS.items())),
        publishers=tuple(publishers.items()),
    )
