"""A free check of names over a folder of articles: python tests/benchmarks/names_check.py FOLDER [--sample N].

News prints many foreign names with their Latin form in brackets: 布林肯(Antony Blinken). Of the 2,000 names most often
so printed, this tells the share found as people at their other occurrences, where no bracket helps, and, of the Latin
forms that several articles print, the share that is one node of the graph and not several.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import ahocorasick_rs

from kg import link, merge, nlp, read
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.latin import latin_key
from kg.learn import learn
from kg.learn.division import divide
from kg.learn.frames import load_frames
from kg.learn.sightings import Sighting, sightings
from kg.model import Article, EntityKind, Extraction, Linked

MOST_NAMES = 2000
LEAST_LENGTH = (
    3  # characters; shorter ones stand inside other words (马斯 in 托马斯), so that every miss would need a reader
)
_BRACKET = re.compile(r"\s?\([A-ZÀ-Þ]")


def frequent_names(articles: Sequence[Article]) -> list[str]:
    """The people's names most often printed with a Latin form, as they stand in the folded text."""
    frames = load_frames()
    people = load_gazetteer().with_learned(learn(articles)).persons.values()
    forms = {form for person in people for form in (*person.full, *person.short, *person.weak)}
    groups: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for article in articles:
        for sighting in sightings(article, frames):
            groups[latin_key(sighting.latin)].append(sighting)
    counts = Counter(named.name for group in groups.values() for named in divide(group, frames))
    long = [(name, count) for name, count in counts.items() if len(name) >= LEAST_LENGTH and name in forms]
    return [name for name, _ in sorted(long, key=lambda item: (-item[1], item[0]))[:MOST_NAMES]]


def count_found(linked: Linked, matcher: ahocorasick_rs.AhoCorasick, misses: Counter[str]) -> tuple[int, int]:
    """Occurrences of the names without a bracket in one article: (found as people, all)."""
    covered = {
        offset
        for mention in linked.mentions
        if mention.kind is EntityKind.PERSON
        for offset in range(mention.start, mention.end)
    }
    found = total = 0
    for _, start, end in matcher.find_matches_as_indexes(linked.folded):
        if _BRACKET.match(linked.folded, end):
            continue
        total += 1
        if start in covered and end - 1 in covered:
            found += 1
        else:
            misses[linked.folded[max(0, start - 4) : end + 4].replace("\n", "|")] += 1
    return found, total


def one_node(linked: Sequence[Linked]) -> tuple[int, int]:
    """Latin forms that at least two articles print: (with one node, all)."""
    extractions = [Extraction(article=x.article, entities=x.entities, mentions=x.mentions) for x in linked]
    things = merge.run(extractions, load_gazetteer()).thing_of
    nodes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for x in linked:
        for entity in x.entities:
            if entity.kind is EntityKind.PERSON and entity.latin and len(entity.latin.split()) > 1:
                nodes[latin_key(entity.latin)][things[x.article.id, entity.key]] += 1
    repeated = [found for found in nodes.values() if found.total() > 1]
    return sum(len(found) == 1 for found in repeated), len(repeated)


def main() -> None:
    """Print both shares, and the commonest misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=1, help="look at every Nth article only")
    parser.add_argument("--misses", type=int, default=0, help="print that many misses")
    options = parser.parse_args()
    articles = [article for article in read.run([options.folder]) if isinstance(article, Article)]
    names = frequent_names(articles)
    matcher = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    misses: Counter[str] = Counter()
    linked = [link.run(nlp.run(article)) for article in articles[:: options.sample]]
    counts = [count_found(x, matcher, misses) for x in linked]
    found, total = sum(f for f, _ in counts), sum(t for _, t in counts)
    single, repeated = one_node(linked)
    print(f"{len(linked)} articles, {len(names)} names")
    print(f"found at other occurrences: {found}/{total} = {found / max(1, total):.3f}")
    print(f"Latin forms with one node: {single}/{repeated} = {single / max(1, repeated):.3f}")
    for context, count in misses.most_common(options.misses):
        print(count, context)


if __name__ == "__main__":
    main()
