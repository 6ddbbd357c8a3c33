"""Positions over time: what each side does with each issue, by date and publisher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter

from kg.viewmodel import Article, Cell, Statement, Table, View, labels

COLUMNS = ("side", "issue", "date", "act", "publisher", "speaker", "side_name", "issue_name", "speaker_name")
NOWHERE = Article(id="")  # of a statement whose article the view lacks
MORE = ("meeting", "confidence", "act_confidence", "article", "quote")
ALL_COLUMNS = (*COLUMNS, *MORE)
NAME = "positions"
ORDER = itemgetter(*map(ALL_COLUMNS.index, ("date", "act", "publisher", "speaker", "article", "quote")))  # in a group

Group = tuple[str, str]  # a side and an issue


class Positions:
    """The statements of sides, by side and issue; each group is a stretch of the table."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.article = {item.id: item for item in view.articles}
        self.label = labels(view)
        found: defaultdict[Group, list[Statement]] = defaultdict(list)
        for said in view.statements:
            if said.side is not None:
                found[said.side, said.issue].append(said)
        self.groups = dict(sorted(found.items()))

    @cached_property
    def quote(self) -> dict[str, str]:
        """The words of each passage."""
        return {passage.id: passage.text for passage in self.view.passages}

    def depends(self, group: Group, marks: Mapping[str, str]) -> list[str]:
        """All that the rows of a group depend on, where a mark tells of all that the view has of an article."""
        names = [*group, *map(self._name, group)]
        for said in self.groups[group]:
            names += marks[said.article], said.speaker, self._name(said.speaker)
        return names

    def rows(self, group: Group) -> list[tuple[Cell, ...]]:
        """The rows of a group, sorted."""
        return sorted(map(self._row, self.groups[group]), key=ORDER)

    def _row(self, said: Statement) -> tuple[Cell, ...]:
        source, side = self.article.get(said.article, NOWHERE), said.side or ""
        return (
            side,
            said.issue,
            said.date or source.published or "",
            said.act,
            source.publisher,
            said.speaker,
            self._name(side),
            self._name(said.issue),
            self._name(said.speaker),
            said.meeting,
            said.confidence,
            said.act_confidence,
            source.url or source.source_file,
            self.quote.get(said.passages[0], "") if said.passages else "",
        )

    def _name(self, node: str) -> str:
        return self.label.get(node, node)


def table(view: View) -> Table:
    """One row a statement of a side, sorted by side, issue and date; a day unknown is the article's day."""
    found = Positions(view)
    rows = chain.from_iterable(map(found.rows, found.groups))
    return Table(name=NAME, columns=ALL_COLUMNS, rows=tuple(rows))
