"""The pipeline as a whole: its declarations, its offsets, its sentences."""

import subprocess
import sys

from kg.fold import fold
from kg.model import Article, Block, EntityKind, Part
from kg.nlp import run
from kg.nlp.pipeline import COMPONENTS, load_pipeline
from kg.nlp.sentences import find_sentences


def make_article(*blocks: str) -> Article:
    """An article whose first block is the headline, the others paragraphs."""
    spans, start = [], 0
    for index, text in enumerate(blocks):
        part = Part.HEADLINE if index == 0 else Part.BODY
        paragraph = None if index == 0 else index - 1
        spans.append(Block(part=part, start=start, end=start + len(text), paragraph=paragraph))
        start += len(text) + 1
    return Article(id="a", source_file="a.txt", text="\n".join(blocks), blocks=tuple(spans), published="2022-10-01")


def test_components_get_what_they_require() -> None:
    analysis = load_pipeline().analyze_pipes()
    assert list(analysis["summary"]) == list(COMPONENTS)
    assert not any(analysis["problems"].values())


def test_no_http_library_comes_in_with_the_pipeline_and_the_command_line_of_spacy_stays_usable() -> None:
    code = (
        "import sys, kg.nlp.pipeline as p; p.load_pipeline();"
        "assert not {'requests', 'urllib3', 'spacy.cli'} & set(sys.modules);"
        "import spacy, spacy.cli; assert spacy.info(silent=True); spacy.cli.info"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_offsets_are_code_points_of_the_text() -> None:
    article = make_article("美國國務卿布林肯訪華", "國務卿布林肯（Antony Blinken）抵達。𠮷野家没有评论。王毅說，歡迎。")
    annotated = run(article)
    quotes = {article.text[c.start : c.end] for c in annotated.candidates}
    assert {"布林肯", "Antony Blinken", "王毅", "美國"} <= quotes
    assert annotated.folded == fold(article.text)
    assert len(annotated.folded) == len(article.text)


def test_candidates_come_sorted_and_once() -> None:
    annotated = run(make_article("中美外长会谈", "中国外长王毅与美国国务卿布林肯会谈。"))
    spans = [(c.start, -c.end) for c in annotated.candidates]
    assert spans == sorted(spans)
    assert len(set(annotated.candidates)) == len(annotated.candidates)


def test_sentences_keep_a_quotation_with_its_full_stop() -> None:
    article = make_article("标题", "他说：“会谈很好。”随后离开。有人问：“是吗？”")
    sentences = [article.text[s.start : s.end] for s in find_sentences(article, fold(article.text))]
    assert sentences == ["标题", "他说：“会谈很好。”", "随后离开。", "有人问：“是吗？”"]


def test_a_name_that_ends_the_text_stops_nothing() -> None:
    article = make_article("抵达河内。阮某", "摄影：李明")
    assert len(run(article).folded) == len(article.text)


def test_a_word_behind_a_title_that_ends_the_text_stops_nothing() -> None:
    assert not [c for c in run(make_article("消息", "医生说总统康复")).candidates if c.kind is EntityKind.PERSON]


def test_characters_of_the_private_use_area_are_folded_away() -> None:
    assert fold("美国\ue002国务卿\uf8ff") == "美国\ufffd国务卿\ufffd"


def test_empty_article_has_nothing() -> None:
    annotated = run(make_article(""))
    assert annotated.candidates == ()
    assert annotated.sentences == ()


def test_same_article_gives_the_same_candidates() -> None:
    article = make_article("布王会谈", "布林肯与王毅会谈，英国外交大臣拉布、法国总统马克龙和欧盟代表也在场。")
    assert run(article) == run(article)
