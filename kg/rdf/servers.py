"""Sending a graph to a SPARQL server: in batches, again where the network fails, and counted at the end."""

from __future__ import annotations

import dataclasses
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import InputError, KgError, UsageError
from kg.rdf.engine import quads_of

BATCH: Final = 50_000  # triples sent at once: some 8 MB of N-Triples
RETRIES: Final = 5
FIRST_WAIT: Final = 0.5  # seconds before the first repetition; doubled each time
TIMEOUT: Final = 600.0  # seconds for one batch
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})  # HTTP answers after which another try may succeed
NTRIPLES: Final = "application/n-triples"
DEFAULT: Final = "urn:diplokg:default"  # what the default graph is called where it needs a name
BESIDE: Final = "~loading"  # end of the name of the graph that is filled beside one to be replaced

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a kind of server has its Graph Store Protocol, its queries and its updates, below its address."""

    store: str
    query: str
    update: str


LAYOUTS: Final = {
    "oxigraph": Layout(store="/store", query="/query", update="/update"),
    "fuseki": Layout(store="/data", query="/sparql", update="/update"),
    "graphdb": Layout(store="/rdf-graphs/service", query="", update="/statements"),
    "virtuoso": Layout(store="/sparql-graph-crud-auth", query="/sparql", update="/sparql-auth"),
    "qlever": Layout(store="/", query="/", update="/"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server with its addresses and how one is known to it; `graph` None is the default graph."""

    store: str
    query: str
    update: str
    graph: str | None = None
    user: str | None = None
    password: str | None = None
    token: str | None = None


def server_of(url: str, kind: str, **access: str | None) -> Server:
    """The addresses of a kind of server from its base address. Raises UsageError for what is no http(s) address."""
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"not an http(s) address: {url}")
    base, layout = url.rstrip("/"), LAYOUTS[kind]
    return Server(store=base + layout.store, query=base + layout.query, update=base + layout.update, **access)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was sent, and what the server holds of it."""

    sent: int
    before: int
    after: int


def load_into(
    server: Server, path: Path, *, by: str = "store", replace: bool = False, tell: Tell | None = None
) -> Loaded:
    """Send a graph file; `by` is store (Graph Store Protocol) or update (SPARQL INSERT DATA).

    With `replace` it is sent into a graph beside, which then takes the place of the graph in one update: whoever asks
    meanwhile, or after a load that was stopped, gets the old graph whole. Raises KgError if the server refuses, cannot
    be reached after several tries, or holds another number of triples than it should at the end.
    """
    if not replace:
        return _send_all(server, path, by, tell)
    beside = dataclasses.replace(server, graph=f"{server.graph or DEFAULT}{BESIDE}")
    _clear(beside, by)
    loaded = _send_all(beside, path, by, tell)
    _clear(server, by) if not loaded.sent else _update(server, _move(beside, server))
    after = count(server)
    if after != loaded.sent:
        raise KgError(f"{server.store} holds {after:,} triples after {loaded.sent:,} were sent")
    return loaded


def _send_all(server: Server, path: Path, by: str, tell: Tell | None) -> Loaded:
    before = count(server)
    send = _insert if by == "update" else _post
    sent = 0
    triples = triples_of(path)
    while batch := list(islice(triples, BATCH)):
        send(server, "".join(batch).encode())
        sent += len(batch)
        if tell:
            tell("send", sent, 0)
    after = count(server)
    if after < sent or (before == 0 and after != sent):
        raise KgError(f"{server.store} holds {after:,} triples after {sent:,} were sent to {before:,}")
    return Loaded(sent=sent, before=before, after=after)


def _move(source: Server, target: Server) -> bytes:
    return f"MOVE {_named(source)} TO {_named(target)}".encode()


def _named(server: Server) -> str:
    """The server's graph as updates call it."""
    return f"GRAPH <{server.graph}>" if server.graph else "DEFAULT"


def triples_of(path: Path) -> Iterator[str]:
    """The triples of a file, one N-Triples line each. Raises InputError where it is no RDF or has blank nodes."""
    for quad in quads_of(path):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise InputError(f"{path}: has blank nodes, which cannot be sent in parts")
        yield f"{quad.triple} .\n"


def count(server: Server) -> int:
    """How many triples the server's graph holds."""
    return int(ask(server, f"SELECT (COUNT(*) AS ?n) WHERE {{ {_inside(server, '?s ?p ?o')} }}")[0]["n"]["value"])


def ask(server: Server, query: str) -> list[dict[str, Any]]:
    """The bindings of a SELECT, as the W3C's JSON has them."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    answer = _send(server, "POST", server.query, urllib.parse.urlencode({"query": query}).encode(), form)
    bindings: list[dict[str, Any]] = json.loads(answer)["results"]["bindings"]
    return bindings


def _inside(server: Server, pattern: str) -> str:
    return f"GRAPH <{server.graph}> {{ {pattern} }}" if server.graph else pattern


def _graph_url(server: Server) -> str:
    which = urllib.parse.urlencode({"graph": server.graph}) if server.graph else "default"
    return f"{server.store}?{which}"


def _clear(server: Server, by: str) -> None:
    if by == "update":
        _update(server, f"CLEAR SILENT {_named(server)}".encode())
    else:
        _send(server, "DELETE", _graph_url(server), None, {}, allowed=(404,))


def _post(server: Server, body: bytes) -> None:
    _send(server, "POST", _graph_url(server), body, {"Content-Type": NTRIPLES})


def _insert(server: Server, body: bytes) -> None:
    _update(server, b"INSERT DATA { " + _inside(server, "%").encode().replace(b"%", body) + b" }")


def _update(server: Server, body: bytes) -> None:
    _send(server, "POST", server.update, body, {"Content-Type": "application/sparql-update"})


def _send(
    server: Server, method: str, url: str, body: bytes | None, headers: dict[str, str], *, allowed: tuple[int, ...] = ()
) -> bytes:
    """One request, repeated while it may yet succeed: loading the same triples twice changes nothing."""
    wait = FIRST_WAIT
    for left in reversed(range(RETRIES)):
        try:
            return _request(server, method, url, body, headers)
        except urllib.error.HTTPError as error:
            if error.code in allowed:
                return b""
            if error.code not in PASSING or not left:
                raise KgError(f"{url} answers {error.code} {error.reason}: {_first_line(error.read())}") from error
        except (urllib.error.URLError, OSError) as error:
            if not left:
                raise KgError(f"{url} cannot be reached: {getattr(error, 'reason', error)}") from error
        time.sleep(wait)
        wait *= 2
    raise AssertionError("the last try returns or raises")


def _request(server: Server, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> bytes:
    request = urllib.request.Request(url, data=body, method=method, headers=headers | _bearer(server))
    with _opener(server, url).open(request, timeout=TIMEOUT) as answer:
        data: bytes = answer.read()
        return data


def _bearer(server: Server) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token}"} if server.token else {}


def _opener(server: Server, url: str) -> urllib.request.OpenerDirector:
    """With the server's password for basic and digest authentication; local servers are never asked through a proxy."""
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if server.user is not None:
        passwords.add_password(None, url, server.user, server.password or "")
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPBasicAuthHandler(passwords),
        urllib.request.HTTPDigestAuthHandler(passwords),
    ]
    if urllib.parse.urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1"):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _first_line(body: bytes | str) -> str:
    """Of what a server answers; of an error without an answer urllib gives text, which is empty."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    return " ".join(text.split())[:200]
