"""What is remembered of the deciding: clusters are compared again only where an account of theirs changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from msgspec import Struct

from kg.memo import Memo
from kg.merge.accounts import Account
from kg.merge.what import What
from kg.model import Meeting

Hit = tuple[float, int, int, tuple[str, ...]]  # score of a pair, its places among some clusters, reasons


class Decided(Struct, frozen=True):
    """What a build decided, by digests of what it looked at: pairs of clusters that fit, and meetings."""

    hits: dict[bytes, list[Hit]] = {}
    meetings: dict[bytes, Meeting] = {}


class Memory:
    """What earlier builds decided, and what this one does."""

    def __init__(self, known: Decided | None = None) -> None:
        found = known or Decided()
        self._hits, self._meetings = Memo(found.hits), Memo(found.meetings)

    def hits(self, rule: str, whats: Sequence[What], find: Callable[[], list[Hit]]) -> list[Hit]:
        """The pairs among some clusters that a rule finds: `find` looks at the clusters alone."""
        marks = b"".join([what.mark.to_bytes(16, "little") for what in whats])
        return self._hits.get(blake2b(marks, key=rule.encode(), digest_size=16).digest(), find)

    def meeting(self, accounts: Iterable[Account], make: Callable[[], Meeting]) -> Meeting:
        """The meeting of some accounts."""
        marks = b"".join(sorted([account.mark for account in accounts]))
        return self._meetings.get(blake2b(marks, digest_size=16).digest(), make)

    def decided(self) -> Decided | None:
        """What this build decided, if it is not just what the last one did."""
        if self._hits.is_other or self._meetings.is_other:
            return Decided(self._hits.used, self._meetings.used)
        return None
