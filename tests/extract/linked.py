"""Articles for tests from marked text: [surface|key] is a mention of an entity of the cast, ~ marks a pronoun."""

import re

from kg.fold import fold
from kg.model import Article, Block, Entity, EntityKind, Form, Linked, Mention, Part, Tenure
from kg.nlp.sentences import find_sentences

# key -> (name, country, role) of people, (name, category, country) of bodies
PEOPLE = {
    "blinken": ("布林肯", "US", "国务卿"),
    "wang": ("王毅", "CN", "外交部长"),
    "pompeo": ("蓬佩奥", "US", "国务卿"),
    "zhao": ("赵立坚", "CN", "外交部发言人"),
    "miller": ("米勒", "US", "国务院发言人"),
    "motegi": ("茂木敏充", "JP", "外务大臣"),
    "payne": ("佩恩", "AU", "外交部长"),
    "macron": ("马克龙", "FR", "总统"),
    "jaishankar": ("苏杰生", "IN", "外交部长"),
    "lavrov": ("拉夫罗夫", "RU", "外长"),
    "li": ("李明", "US", "政治学教授"),
    "wu": ("吴钊燮", "TW", "外交部长"),
    "kang": ("康京和", "KR", "外交部长"),
}
BODIES = {
    "state": ("美国国务院", "government", "US"),
    "mfa": ("中国外交部", "government", "CN"),
    "gaimusho": ("日本外务省", "government", "JP"),
    "white": ("白宫", "government", "US"),
    "eu": ("欧盟", "igo", None),
    "nato": ("北约", "igo", None),
    "reuters": ("路透社", "media", None),
    "xinhua": ("新华社", "media", "CN"),
    "who": ("世卫组织", "igo", None),
    "rand": ("兰德公司", "academic", "US"),
}
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")


def entity(key: str) -> Entity:
    if key in PEOPLE:
        name, country, _ = PEOPLE[key]
        return Entity(key=f"person/{key}", kind=EntityKind.PERSON, name=name, country=country)
    if key in BODIES:
        name, category, seat = BODIES[key]
        full = f"organization/{key}"
        return Entity(key=full, kind=EntityKind.ORGANIZATION, name=name, category=category, country=seat)
    return Entity(key=f"country/{key}", kind=EntityKind.COUNTRY, name=key, country=key)


def make_linked(marked: str) -> Linked:
    """One article whose body paragraphs are the lines of the marked text."""
    text, mentions, entities, roles = "", [], {}, []
    position = 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        surface, keys = match.group(1), match.group(2)
        found = [entity(key) for key in keys.rstrip("~").split("+")]
        entities.update({e.key: e for e in found})
        start, end = len(text), len(text) + len(surface)
        form = Form.PRONOUN if keys.endswith("~") else Form.FULL
        mentions.append(
            Mention(
                start=start,
                end=end,
                entities=tuple(e.key for e in found),
                kind=found[0].kind,
                form=form,
                rule="test",
            )
        )
        text += surface
        position = match.end()
    text += marked[position:]
    roles = [
        Tenure(holder=k, role=PEOPLE[k.split("/")[1]][2], start=0, end=1) for k in entities if k.startswith("person/")
    ]
    article = Article(id="test", source_file="test", text=text, blocks=tuple(_blocks(text)))
    folded = fold(text)
    return Linked(
        article=article,
        folded=folded,
        sentences=find_sentences(article, folded),
        entities=tuple(entities.values()),
        mentions=tuple(mentions),
        tenures=tuple(roles),
        dates=(),
    )


def _blocks(text: str) -> list[Block]:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block(part=Part.BODY, start=start, end=start + len(line), paragraph=number))
        start += len(line) + 1
    return blocks
