"""Positions over time: what each side does with each issue, by date and publisher."""

from __future__ import annotations

from kg.analysis.graph import labels
from kg.viewmodel import Table, View

COLUMNS = ("side", "issue", "date", "act", "publisher", "speaker", "side_name", "issue_name", "speaker_name")
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
        source = article.get(said.article)
        rows.append(
            (
                said.side,
                said.issue,
                said.date or (source.published if source else None) or "",
                said.act,
                source.publisher if source else "",
                said.speaker,
                *(label.get(key, key) for key in (said.side, said.issue, said.speaker)),
                said.meeting,
                said.confidence,
                source.url or source.source_file if source else "",
                quote.get(said.passages[0], "") if said.passages else "",
            )
        )
    rows.sort(key=lambda row: (*row[:4], str(row[4]), str(row[5]), str(row[11]), str(row[12])))
    return Table(name="positions", columns=(*COLUMNS, *MORE), rows=tuple(rows))
