"""The spaCy pipeline: one component a step, each saying what it reads and writes.

All steps work on offsets of the folded text. The doc carries what they find and has no tokens: one for each character,
which a trained component would need, took a sixth of the time of the whole pipeline and was read by nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kg.fold import fold
from kg.knowledge.countries import load_country_context
from kg.knowledge.organizations import load_org_context
from kg.model import Annotated, Article, Candidate, EntityKind, Form, Introduced, Span
from kg.nlp import apposed, countries, latin, people, references
from kg.nlp.boundaries import lies_across
from kg.nlp.dates import find_dates
from kg.nlp.holders import HolderFinder
from kg.nlp.latin_bodies import find_latin_bodies, with_acronyms
from kg.nlp.lexicon import Hit, load_lexicon
from kg.nlp.listed import add_lists
from kg.nlp.local_bodies import LocalBodies
from kg.nlp.media import find_media
from kg.nlp.named_bodies import NamedBodies
from kg.nlp.namesakes import Namesakes
from kg.nlp.org_suffixes import SuffixFinder, crossing, with_bodies
from kg.nlp.organizations import BodyFinder
from kg.nlp.overlaps import settle
from kg.nlp.pair_bodies import PairBodies
from kg.nlp.sentences import find_sentences
from kg.nlp.shorts import Shorts, covered_offsets, runs_of
from kg.nlp.spacy_import import without_command_line
from kg.nlp.titles import TitleReader
from kg.steps import Steps

with without_command_line():
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

COMPONENTS = (
    "kg_sentences",
    "kg_lexicon",
    "kg_foreign_names",
    "kg_unknown_bodies",
    "kg_titles",
    "kg_people",
    "kg_countries",
    "kg_organizations",
    "kg_places",
    "kg_references",
    "kg_dates",
)
_NAMES = ("people", "countries", "organizations", "places", "references")
_FIELDS = (
    "article",
    "folded",
    "introduced",
    "sentences",
    "hits",
    "dotted",
    "unknown_bodies",
    "frames",
    "shorts",
    "titles",
    "dates",
)


def steps(article: Article, introduced: tuple[Introduced, ...] = ()) -> Steps[Annotated]:
    """The article with its sentences, candidates of names and titles, and dates; nothing is resolved yet.

    `introduced` are names that other articles introduce, to be looked for like those of the gazetteer. The components
    are called as spaCy itself calls them, each in a step of its own.
    """
    doc = _make_doc(article)
    doc._.kg_introduced = introduced
    for _, component in load_pipeline().pipeline:
        doc = component(doc)
        yield
    names = [c for field in _NAMES for c in doc._.get(f"kg_{field}")]
    return Annotated(
        article=article,
        folded=doc._.kg_folded,
        sentences=doc._.kg_sentences,
        candidates=tuple(settle(names)),
        dates=doc._.kg_dates,
        introduced=introduced,
    )


@cache
def load_pipeline() -> Language:
    """The pipeline over the shipped gazetteer and lexicon, built once."""
    for field in (*_FIELDS, *_NAMES):
        if not Doc.has_extension(f"kg_{field}"):
            Doc.set_extension(f"kg_{field}", default=None)
    nlp = Language(Vocab(), create_tokenizer=_without_tokens)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def _without_tokens(nlp: Language) -> Callable[[str], Doc]:
    """What stands in the place of a tokenizer: spaCy's own takes, with its rules, ten times as long to make as this."""
    return lambda _: Doc(nlp.vocab)


@cache
def _vocab() -> Vocab:
    return load_pipeline().vocab


def _make_doc(article: Article) -> Doc:
    doc = Doc(_vocab())
    doc._.kg_article, doc._.kg_folded = article, fold(article.text)
    return doc


@Language.component("kg_sentences", assigns=["doc._.kg_sentences"])
def _sentences(doc: Doc) -> Doc:
    doc._.kg_sentences = find_sentences(doc._.kg_article, doc._.kg_folded)
    return doc


@Language.component("kg_lexicon", assigns=["doc._.kg_hits"])
def _lexicon(doc: Doc) -> Doc:
    doc._.kg_hits = load_lexicon().find(doc._.kg_folded, doc._.kg_introduced)
    return doc


@Language.component("kg_foreign_names", requires=["doc._.kg_hits"], assigns=["doc._.kg_dotted"])
def _foreign_names(doc: Doc) -> Doc:
    """Dotted names, and the hits without those that lie inside one (约旦 in 迈克尔·约旦)."""
    hits: list[Hit] = doc._.kg_hits
    dotted = list(people.foreign_people(doc._.kg_folded, hits, load_lexicon()))
    doc._.kg_dotted = dotted
    if dotted:
        inside = covered_offsets(dotted)
        doc._.kg_hits = [hit for hit in hits if hit.start not in inside and hit.end - 1 not in inside]
    return doc


@Language.component(
    "kg_unknown_bodies",
    requires=["doc._.kg_hits", "doc._.kg_dotted"],
    assigns=["doc._.kg_hits", "doc._.kg_unknown_bodies", "doc._.kg_frames", "doc._.kg_shorts"],
)
def _unknown_bodies(doc: Doc) -> Doc:
    """Bodies by their last word; the frames are the hits with them, as titles see them.

    The hits lose those known bodies whose names here mean one of another country.
    """
    text, hits, lexicon = doc._.kg_folded, doc._.kg_hits, load_lexicon()
    context = load_org_context()
    namesakes = list(Namesakes(hits=hits, lexicon=lexicon, context=context).find())
    cities = lexicon.gazetteer.cities
    local = list(LocalBodies(text=text, hits=hits, names=lexicon.names, context=context, cities=cities).find())
    dotted = [Span(start=c.start, end=c.end) for c in (*doc._.kg_dotted, *local)]
    finder = SuffixFinder(
        text=text,
        hits=hits,
        names=lexicon.names,
        context=context,
        blocked=dotted,
        cities=cities,
        organizations=lexicon.gazetteer.organizations,
    )
    found = [*finder.find(), *find_media(text, hits, context), *find_latin_bodies(text, hits, context)]
    found += NamedBodies(text=text, hits=hits, found=tuple(found), names=lexicon.names, context=context).find()
    found += [*local, *namesakes, *PairBodies(text=text, hits=hits, shorts=_shorts(doc), context=context).find()]
    doc._.kg_unknown_bodies = found
    doc._.kg_frames = with_bodies(hits, found, text, lexicon.lexemes) if found else hits
    ends = {c.end for c in namesakes}
    inside = covered_offsets(local) | {hit.start for hit in crossing(hits, covered_offsets(found))}
    doc._.kg_hits = [hit for hit in hits if hit.end not in ends and not (_is_body(hit) and hit.start in inside)]
    doc._.kg_shorts = _shorts(doc)
    return doc


@Language.component("kg_titles", requires=["doc._.kg_frames", "doc._.kg_shorts"], assigns=["doc._.kg_titles"])
def _titles(doc: Doc) -> Doc:
    reader = TitleReader(text=doc._.kg_folded, hits=doc._.kg_frames, lexicon=load_lexicon(), shorts=doc._.kg_shorts)
    doc._.kg_titles = reader.read_all()
    return doc


@Language.component(
    "kg_people", requires=["doc._.kg_frames", "doc._.kg_dotted", "doc._.kg_titles"], assigns=["doc._.kg_people"]
)
def _people(doc: Doc) -> Doc:
    text, hits, lexicon = doc._.kg_folded, doc._.kg_frames, load_lexicon()
    found = people.People(text=text, lexicon=lexicon, covered=covered_offsets(hits))
    for candidate in doc._.kg_dotted:
        found.add(candidate)
    people.add_bracketed(found, hits)
    for candidate in people.known_people(text, hits, lexicon):
        found.add(candidate)
    bracketed = list(people.add_latin(found, hits))
    latin.add_latin_names(found, hits)
    apposed.add_quoted(found, hits)
    holders = HolderFinder(people=found, hits=hits, titles=doc._.kg_titles)
    titles = list(holders.find())
    people.add_speakers(found, hits)
    apposed.add_apposed(found, hits)
    apposed.add_named(found, hits)
    apposed.add_attending(found)
    add_lists(found)
    people.add_repeats(found, hits)
    apposed.add_addressed(found, hits)
    people.add_compounds(found)
    latin.add_latin_parts(found, hits)
    doc._.kg_people = [*found.by_start.values(), *bracketed, *holders.go_on(titles)]
    return doc


@Language.component("kg_countries", requires=["doc._.kg_hits", "doc._.kg_shorts"], assigns=["doc._.kg_countries"])
def _countries(doc: Doc) -> Doc:
    text, hits, context = doc._.kg_folded, doc._.kg_hits, load_country_context()
    doc._.kg_countries = [
        *countries.named_countries(hits),
        *countries.short_countries(doc._.kg_shorts),
        *countries.metonyms(text, hits, context),
        *countries.pair_names(text, context),
    ]
    return doc


@Language.component(
    "kg_organizations",
    requires=["doc._.kg_hits", "doc._.kg_shorts", "doc._.kg_titles", "doc._.kg_unknown_bodies"],
    assigns=["doc._.kg_organizations"],
)
def _organizations(doc: Doc) -> Doc:
    text, hits, lexicon = doc._.kg_folded, doc._.kg_hits, load_lexicon()
    finder = BodyFinder(
        text=text,
        hits=hits,
        lexicon=lexicon,
        shorts=doc._.kg_shorts,
        context=load_org_context(),
        countries=load_country_context(),
    )
    doc._.kg_organizations = with_acronyms(text, [*finder.find(doc._.kg_titles), *doc._.kg_unknown_bodies])
    return doc


@Language.component("kg_places", requires=["doc._.kg_hits"], assigns=["doc._.kg_places"])
def _places(doc: Doc) -> Doc:
    cities = load_lexicon().gazetteer.cities
    text, names = doc._.kg_folded, load_lexicon().names
    named = [
        (hit.start, hit.end, Form.FULL, hit.lexeme.cities)
        for hit in doc._.kg_hits
        if hit.lexeme.cities and not lies_across(text, hit.start, hit.end, names)
    ]
    short = countries.short_cities(text, load_country_context())
    doc._.kg_places = [
        Candidate(
            start=start,
            end=end,
            kind=EntityKind.PLACE,
            form=form,
            rule="city",
            known=tuple(keys),
            country=cities[keys[0]].country,
        )
        for start, end, form, keys in [*named, *((start, end, Form.SHORT, [key]) for start, end, key in short)]
    ]
    return doc


@Language.component("kg_references", assigns=["doc._.kg_references"])
def _references(doc: Doc) -> Doc:
    doc._.kg_references = list(references.find_pronouns(doc._.kg_folded))
    return doc


@Language.component("kg_dates", requires=["doc._.kg_sentences"], assigns=["doc._.kg_dates"])
def _dates(doc: Doc) -> Doc:
    article = doc._.kg_article
    doc._.kg_dates = find_dates(doc._.kg_folded, doc._.kg_sentences, article.published, article.filed)
    return doc


def _is_body(hit: Hit) -> bool:
    return bool(hit.lexeme.organizations or hit.lexeme.bodies)


def _shorts(doc: Doc) -> Shorts:
    codes, pattern = _short_names()
    return Shorts(
        text=doc._.kg_folded,
        codes=codes,
        pattern=pattern,
        context=load_country_context(),
        names=load_lexicon().names,
        covered=covered_offsets(doc._.kg_hits),
    )


@cache
def _short_names() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    """The one-character names with their countries, and the pattern of their runs."""
    codes = countries.short_codes(load_lexicon().shorts, load_country_context().regions)
    return codes, runs_of(codes)
