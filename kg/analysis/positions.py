"""Positions over time: what each side does with each issue, by date and publisher."""

from __future__ import annotations

from operator import itemgetter

from kg.analysis.graph import labels
from kg.viewmodel import Article, Table, View

COLUMNS = ("side", "issue", "date", "act", "publisher", "speaker", "side_name", "issue_name", "speaker_name")
NOWHERE = Article(id="")  # of a statement whose article the view lacks
MORE = ("meeting", "confidence", "article", "quote")


def table(view: View) -> Table:
    """One row a statement of a side, sorted by side, issue and date; a day unknown is the article's day."""
    article = {item.id: item for item in view.articles}
    quote = {passage.id: passage.text for passage in view.passages}
    label = labels(view)
    rows = []
    for said in view.statements:
        if said.side is None:
            continue
        source = article.get(said.article, NOWHERE)
        rows.append(
            (
                said.side,
                said.issue,
                said.date or source.published or "",
                said.act,
                source.publisher,
                said.speaker,
                label.get(said.side, said.side),
                label.get(said.issue, said.issue),
                label.get(said.speaker, said.speaker),
                said.meeting,
                said.confidence,
                source.url or source.source_file,
                quote.get(said.passages[0], "") if said.passages else "",
            )
        )
    rows.sort(key=itemgetter(0, 1, 2, 3, 4, 5, 11, 12))
    return Table(name="positions", columns=(*COLUMNS, *MORE), rows=tuple(rows))
