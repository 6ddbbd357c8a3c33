"""The pages: a front page, a network, a timeline and readouts, each one file that needs no network."""

from __future__ import annotations

from kg.config import NODES as NODES
from kg.memo import Memo
from kg.view.select import LeftOut as LeftOut
from kg.view.select import Subset, add, select
from kg.viewmodel import Account, Tables, View


def pages(
    view: View,
    tables: Tables,
    *,
    account: Account | None = None,
    top: int = NODES,
    left: LeftOut | None = None,
    layout: str = "clusters",
) -> dict[str, bytes]:
    """The pages as bytes by file name, in its order; the same for the same view.

    `tables` are the analysis of that view, `account` what the build says of its input. The network holds the strongest
    `top` nodes in a layout, `clusters` or `bands`; `left` says what of a larger graph the view itself leaves out.
    """
    drawn = maps(view, tables.communities, top=top, left=left, layout=layout)
    return dict(sorted((drawn | overviews(view, tables, account=account, left=left)).items()))


def maps(
    view: View,
    communities: dict[str, int],
    *,
    top: int = NODES,
    left: LeftOut | None = None,
    layout: str = "clusters",
    pieces: Memo[bytes] | None = None,
) -> dict[str, bytes]:
    """The pages that need no table: the network and the timeline; `pieces` are what was laid out before."""
    from kg.view import network, timeline

    part, gone = select(view, Subset(top=top))
    return {
        "network.html": network.page(part, communities, add(left, gone), layout=layout, pieces=pieces),
        "timeline.html": timeline.page(view),
    }


def overviews(
    view: View, tables: Tables, *, account: Account | None = None, left: LeftOut | None = None
) -> dict[str, bytes]:
    """The pages that show tables: the front page and the readouts."""
    from kg.view import index, readouts

    return {
        "index.html": index.page(view, tables, account or Account(read=len(view.articles)), left),
        "readouts.html": readouts.page(view, tables),
    }
