"""What a build remembers: the articles of each file and what was extracted from them, in one SQLite file.

A build that is stopped at any moment goes on from here, and a later build reads only what changed. Every row carries a
digest, which is checked when the row is used; a damaged row is forgotten and made again, a damaged file is replaced. No
pickle is ever read.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError
from kg.pipeline.codec import pack, recall
from kg.pipeline.tables import OF_ARTICLES, SCHEMA, VERSION, WITH_DIGEST
from kg.read.records import Skipped


class DamagedError(DataError):
    """What was remembered cannot be read back, though it is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one source held: article id, name of the file or item, variant of the article; and what was skipped."""

    articles: tuple[tuple[str, str, str], ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A source as it was last read: the stamp of its file (or ""), the mark of its bytes, what it held."""

    stamp: str
    mark: str
    reading: Reading


class Read(NamedTuple):
    """A source with what it held: (article id, packed article, what it introduces, packed) of each article."""

    name: str
    remembered: Remembered
    articles: tuple[tuple[str, bytes, bytes], ...]


class Extracted(NamedTuple):
    """What is remembered of an article: its extraction and gist, packed, with their mark, day, clauses and sieve."""

    id: str
    mark: str
    extraction: bytes
    gist: bytes
    day: str
    clauses: bytes
    sieve: bytes


class Piece(NamedTuple):
    """A block of a graph as written: its mark, its sizes in graph.ttl and graph.nt.gz, what it left for the end."""

    mark: str
    turtle: int
    ntriples: int
    triples: int
    noted: bytes


class Cache:
    """The store of one output folder; not shared between processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.db = self._open()
        except sqlite3.DatabaseError:
            self._discard()
            self.db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None)
        try:
            _prepare(db)
        except UnicodeDecodeError as error:  # a damaged file, quoted in SQLite's own message
            db.close()
            raise sqlite3.DatabaseError("damaged") from error
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{self.path}{suffix}").unlink()

    def clear(self) -> None:
        """Forget everything."""
        self.db.close()
        self._discard()
        self.db = self._open()

    def close(self) -> None:
        """Close the file; what was put stays."""
        self.db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction: all that is put in the block, or nothing where something fails."""
        with self.db:
            self.db.execute("BEGIN")
            yield

    def mend(self) -> None:
        """Forget every damaged row. Raises DatabaseError where the file itself is damaged."""
        others = ("source", "name"), ("lesson", "version"), ("copied", "day"), ("sheet", "name"), ("pieces", "graph")
        for table, column in (*((table, "id") for table in WITH_DIGEST), *others):
            rows = self.db.execute(f"SELECT {column}, payload, digest FROM {table}")
            bad = [(name,) for name, payload, digest in rows if _digest(payload) != digest]
            self.db.executemany(f"DELETE FROM {table} WHERE {column} = ?", bad)

    def extraction_bytes(self, article_id: str, mark: str) -> bytes | None:
        """The packed extraction of the article under the same rules."""
        return self._payload("extraction WHERE id = ? AND mark = ?", article_id, mark)

    def gists(self, ids: Collection[str]) -> dict[str, tuple[str, bytes]]:
        """Article id -> mark and packed gist, of some articles; those that are damaged are left out."""
        query = f"SELECT id, mark, payload, digest FROM gist WHERE id IN ({', '.join('?' * len(ids))})"
        rows = self.db.execute(query, tuple(ids))
        return {name: (mark, payload) for name, mark, payload, digest in rows if _digest(payload) == digest}

    def lot(self, place: str, mark: str) -> bytes | None:
        """A packed lot of articles."""
        return self._payload("lot WHERE id = ? AND mark = ?", place, mark)

    def put_lot(self, place: str, mark: str, payload: bytes) -> None:
        """Remember a lot of articles."""
        self._put("lot", [(place, mark, payload)])

    def keep_lots(self, count: int) -> None:
        """Forget all lots but those of so many."""
        self.db.execute("DELETE FROM lot WHERE id NOT LIKE ?", (f"%/{count}",))

    def parts(self) -> list[tuple[str, str, bytes]]:
        """(Article id, mark, packed part of a view) of every article; what stands above them has its mark for an id.

        Those that are damaged are left out.
        """
        with suppress(sqlite3.DatabaseError):
            rows = self.db.execute("SELECT id, mark, payload, digest FROM part UNION ALL SELECT * FROM above")
            return [(name, mark, data) for name, mark, data, digest in rows if _digest(data) == digest]
        return []

    def _payload(self, where: str, *values: str) -> bytes | None:
        """The payload of the row of a table that meets a condition; None where there is none, or it is damaged."""
        with suppress(sqlite3.DatabaseError):
            return _whole(self.db.execute(f"SELECT payload, digest FROM {where}", values).fetchone())
        return None

    def article_bytes(self, article_id: str, variant: str) -> bytes:
        """The packed article. Raises DamagedError."""
        data = self._payload("article WHERE id = ? AND variant = ?", article_id, variant)
        if data is None:
            raise DamagedError(f"what was remembered of article {article_id} is damaged; build again")
        return data

    def samples(self, count: int) -> list[bytes]:
        """So many packed articles, if there are any; damaged ones are left out."""
        with suppress(sqlite3.DatabaseError):
            rows = self.db.execute("SELECT payload, digest FROM article LIMIT ?", (count,)).fetchall()
            return [payload for payload, digest in rows if _digest(payload) == digest]
        return []

    def introductions(self) -> Iterator[tuple[str, bytes]]:
        """(Article id, packed introductions) of every article, by id. Raises DamagedError."""
        for name, payload, digest in self.db.execute("SELECT id, payload, digest FROM introductions ORDER BY id"):
            if _digest(payload) != digest:
                raise DamagedError(f"what article {name} introduces is damaged; build again")
            yield name, payload

    def lesson_bytes(self, version: str) -> bytes | None:
        """The packed names of a version of what was learnt."""
        return self._payload("lesson WHERE version = ?", version)

    def put_lesson(self, version: str, payload: bytes) -> None:
        """Remember a version of what was learnt."""
        self.db.execute("INSERT OR REPLACE INTO lesson VALUES (?, ?, ?)", (version, payload, _digest(payload)))

    def told(self) -> dict[str, tuple[str, str]]:
        """Article id -> mark of its remembered extraction, and the version of what was learnt with which it agrees."""
        with suppress(sqlite3.DatabaseError):
            there = self._ids("extraction") & self._ids("gist") & self._ids("clauses") & self._ids("sieve")
            rows = self.db.execute("SELECT id, mark, version FROM told")
            return {name: (mark, version) for name, mark, version in rows if name in there}
        return {}

    def put_told(self, ids: Iterable[str], version: str) -> None:
        """Note that the remembered extractions of the articles agree with that version as well."""
        with self._transaction():
            self.db.executemany("UPDATE told SET version = ? WHERE id = ?", ((version, i) for i in ids))

    def sources(self) -> dict[str, Remembered]:
        """Every source whose remembered reading is whole and whose articles are there, by name."""
        found: dict[str, Remembered] = {}
        with suppress(sqlite3.DatabaseError):
            there = {*self.db.execute("SELECT id, variant FROM article")}
            known = self._ids("introductions")
            for name, stamp, mark, *row in self.db.execute("SELECT name, stamp, mark, payload, digest FROM source"):
                reading = recall(_whole((row[0], row[1])), Reading)
                if reading is not None and all(i in known and (i, v) in there for i, _, v in reading.articles):
                    found[name] = Remembered(stamp=stamp, mark=mark, reading=reading)
        return found

    def _ids(self, table: str) -> set[str]:
        return {name for (name,) in self.db.execute(f"SELECT id FROM {table}")}

    def pieces(self, graph: str) -> list[Piece]:
        """What a graph is put together of, in order; nothing if that is not known."""
        return recall(self._payload("pieces WHERE graph = ?", graph), list[Piece]) or []

    def put_pieces(self, graph: str, pieces: Iterable[Piece]) -> None:
        """Remember what a graph is put together of; an earlier one is not forgotten."""
        payload = pack(list(pieces))
        self.db.execute("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", (graph, payload, _digest(payload)))

    def sheet(self, name: str, stamp: str) -> bytes:
        """What the file of an output was put together of, if it is still that of this stamp."""
        return self._payload("sheet WHERE name = ? AND stamp = ?", name, stamp) or b""

    def put_sheet(self, name: str, stamp: str, payload: bytes) -> None:
        """Remember the same of a new file."""
        with self._transaction():
            self._put("sheet", [(name, stamp, payload)])

    def built(self) -> tuple[str, str] | None:
        """What the outputs of the last build that ended depend on, and the stamp of their folder."""
        with suppress(sqlite3.DatabaseError):
            row: tuple[str, str] | None = self.db.execute("SELECT key, stamp FROM built").fetchone()
            return row
        return None

    def put_built(self, key: str, stamp: str) -> None:
        """Remember the same of this build."""
        with self._transaction():
            self.db.execute("DELETE FROM built")
            self.db.execute("INSERT INTO built VALUES (?, ?)", (key, stamp))

    def put_readings(self, rows: Iterable[Read]) -> None:
        """Remember what some sources held, in one transaction."""
        found = list(rows)
        articles = [
            (*row, variant)
            for _, read, kept in found
            for row, (_, _, variant) in zip(kept, read.reading.articles, strict=True)
        ]
        with self._transaction():
            self._put("article", ((name, variant, article) for name, article, _, variant in articles))
            self.db.executemany(
                "INSERT OR REPLACE INTO introductions VALUES (?, ?, ?)",
                ((name, introduced, _digest(introduced)) for name, _, introduced, _ in articles),
            )
            sources = ((name, read.stamp, read.mark, pack(read.reading)) for name, read, _ in found)
            self.db.executemany(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)", ((*row, _digest(row[-1])) for row in sources)
            )

    def put_stamps(self, stamps: Mapping[str, str]) -> None:
        """Remember new stamps of sources whose bytes are the same, by name."""
        with self._transaction():
            self.db.executemany("UPDATE source SET stamp = ? WHERE name = ?", ((s, name) for name, s in stamps.items()))

    def put_extractions(self, rows: Sequence[Extracted], version: str) -> None:
        """Remember what was extracted, in one transaction; it agrees with that version of what was learnt."""
        with self._transaction():
            told = ((row.id, row.mark, version) for row in rows)
            self.db.executemany("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", told)
            self._put("extraction", ((row.id, row.mark, row.extraction) for row in rows))
            self._put("gist", ((row.id, row.mark, row.gist) for row in rows))
            self._put("clauses", ((row.id, row.day, row.clauses) for row in rows))
            self._put("sieve", ((row.id, row.mark, row.sieve) for row in rows))

    def sieves(self) -> Iterator[tuple[str, bytes]]:
        """(Article id, sieve) of every article. Raises DamagedError."""
        for name, payload, digest in self.db.execute("SELECT id, payload, digest FROM sieve"):
            if _digest(payload) != digest:
                raise DamagedError(f"what was remembered of article {name} is damaged; build again")
            yield name, payload

    def days(self) -> dict[str, str]:
        """Article id -> day of publication, empty if it is not known."""
        with suppress(sqlite3.DatabaseError):
            return dict(self.db.execute("SELECT id, day FROM clauses"))
        return {}

    def clauses(self, day: str) -> dict[str, bytes]:
        """Article id -> clauses of the articles of a day. Raises DamagedError."""
        rows = self.db.execute("SELECT id, payload, digest FROM clauses WHERE day = ?", (day,)).fetchall()
        for name, payload, digest in rows:
            if _digest(payload) != digest:
                raise DamagedError(f"what was remembered of article {name} is damaged; build again")
        return {name: payload for name, payload, _ in rows}

    def copied(self) -> dict[str, tuple[str, bytes]]:
        """Day -> mark and packed pairs of the copies that appeared on it."""
        with suppress(sqlite3.DatabaseError):
            rows = self.db.execute("SELECT day, mark, payload, digest FROM copied")
            return {day: (mark, payload) for day, mark, payload, digest in rows if _digest(payload) == digest}
        return {}

    def put_copied(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Remember (day, mark, packed pairs) rows, in one transaction."""
        with self._transaction():
            self._put("copied", rows)

    def put_parts(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Remember (article id, or the mark, mark, packed part of a view) rows, in one transaction."""
        with self._transaction():
            found = list(rows)
            self._put("part", (row for row in found if row[0] != row[1]))
            self._put("above", (row for row in found if row[0] == row[1]))

    def _put(self, table: str, rows: Iterable[tuple[str, str, bytes]]) -> None:
        self.db.executemany(
            f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", ((i, m, p, _digest(p)) for i, m, p in rows)
        )

    def keep(self, sources: Iterable[str], articles: Mapping[str, str]) -> None:
        """Forget every source and every article (id -> variant) that is not listed."""
        with self._transaction():
            self.db.execute("CREATE TEMP TABLE kept (value TEXT PRIMARY KEY, variant TEXT)")
            self.db.executemany("INSERT OR IGNORE INTO kept VALUES (?, '')", ((name,) for name in sources))
            self.db.execute("DELETE FROM source WHERE name NOT IN (SELECT value FROM kept)")
            self.db.execute("DELETE FROM kept")
            self.db.executemany("INSERT INTO kept VALUES (?, ?)", articles.items())
            for table in OF_ARTICLES:
                self.db.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT value FROM kept)")
            self.db.execute("DELETE FROM article WHERE (id, variant) NOT IN (SELECT value, variant FROM kept)")
            self.db.execute("DROP TABLE kept")
            self.db.execute(
                "DELETE FROM lesson WHERE version <> 'learnt' AND version NOT IN (SELECT version FROM told)"
            )
            self.db.execute("DELETE FROM copied WHERE day NOT IN (SELECT day FROM clauses)")

    def keep_graph(self, graph: str) -> None:
        """Forget every graph but this one."""
        with self._transaction():
            self.db.execute("CREATE TEMP TABLE kept (value TEXT PRIMARY KEY)")
            self.db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((p.mark,) for p in self.pieces(graph)))
            self.db.execute("DELETE FROM above WHERE id NOT IN (SELECT value FROM kept)")
            self.db.execute("DROP TABLE kept")
            self.db.execute("DELETE FROM pieces WHERE graph <> ?", (graph,))


def read_lesson(path: Path, version: str) -> bytes | None:
    """The same as `Cache.lesson_bytes`, for another process than the one that writes."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return _whole(db.execute("SELECT payload, digest FROM lesson WHERE version = ?", (version,)).fetchone())


def _prepare(db: sqlite3.Connection) -> None:
    """Make the tables where there are none. Raises DatabaseError for tables of another version."""
    if db.execute("PRAGMA user_version").fetchone()[0] not in (0, VERSION):
        raise sqlite3.DatabaseError("another version of the tables")
    db.execute(f"PRAGMA user_version={VERSION}")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.executescript(SCHEMA)


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=16).digest()


def _whole(row: tuple[bytes, bytes] | None) -> bytes | None:
    """The payload of a row of payload and digest; None where there is none or it is damaged."""
    return row[0] if row is not None and _digest(row[0]) == row[1] else None
