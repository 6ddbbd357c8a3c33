"""kg query: named questions, files and SPARQL."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import format_option, graph_option, language_option, terminal_width

if TYPE_CHECKING:
    from kg.rdf.engine import Graph
    from kg.rdf.named import NamedQuery
    from kg.rdf.resolve import Resolved

SHOWN = 5  # other things of the same name that are listed

EPILOG = (
    "Example: kg query meetings --party 中国 --issue taiwan; kg query met --person 王毅 --since 2024-01-01 --format md"
)


@click.command(
    name="query",
    epilog=EPILOG,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)
@click.argument("question", required=False)
@click.option("-f", "--file", type=click.Path(path_type=Path), help="A SPARQL query of your own in a file.")
@graph_option
@format_option("table", "csv", "json", "md", about="Form of the answer.")
@language_option
@click.option("--timeout", default=60.0, show_default=True, help="Seconds a query may take.")
@click.option("--memory", default=4096, show_default=True, help="Megabytes a query may use.")
@click.option("--show", is_flag=True, help="Print the SPARQL with its values instead of running it.")
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this message, or the parameters of a named query.")
@click.pass_context
def command(ctx: click.Context, /, question: str | None, file: Path | None, graph: Path, **options: object) -> None:
    """Ask the graph a named QUESTION, a query in a file, or SPARQL; without any, list the named ones.

    Parameters of a question are options of its own (kg query met --help lists them). Names are accepted in any
    spelling and script, and by IRI, prefixed name or code.
    """
    from kg.errors import UsageError

    given = _parameters(ctx.args)
    if question is None and file is None:
        click.echo(ctx.get_help() if options["wants_help"] else _list())
        return
    if question is not None and file is not None:
        raise UsageError("give a question or a file, not both")
    if options["wants_help"]:
        click.echo(_help(question, file))
        return
    sys.exit(_limited(_query(question, file), given, graph, options))


def _limited(query: NamedQuery, given: dict[str, str], graph: Path, options: dict[str, object]) -> int:
    from kg.rdf.engine import prepare_graph
    from kg.rdf.limits import run_limited

    run_limited(lambda: prepare_graph(graph))
    seconds, megabytes = options["timeout"], options["memory"]
    assert isinstance(seconds, float)
    assert isinstance(megabytes, int)
    return run_limited(lambda: _answer(query, given, graph, options), seconds=seconds, megabytes=megabytes)


def _answer(query: NamedQuery, given: dict[str, str], path: Path, options: dict[str, object]) -> None:
    """Bind, run, and print."""
    from kg.errors import UsageError
    from kg.rdf import open_graph
    from kg.rdf.named import fill
    from kg.rdf.render import RENDERERS, as_table, find_labels
    from kg.rdf.resolve import resolve

    graph = open_graph(path)
    kinds = {param.name: param.kind for param in query.params}
    found = {name: resolve(graph, kinds[name], text) for name, text in given.items() if name in kinds}
    sparql = fill(query, {name: found[name].terms if name in found else () for name in given})
    if options["show"]:
        click.echo(sparql, nl=False)
        return
    for name, each in found.items():
        if kinds[name] == "iri" and not any(graph.rows(f"SELECT ?p {{ {each.terms[0]} ?p ?o }} LIMIT 1")):
            raise UsageError(f"the graph says nothing of {given[name]}")
        if each.others or len(each.terms) > 1:
            click.echo(f"--{name} {given[name]}: {_choice(each)}", err=True)
    answer = graph.select(sparql)
    labels = find_labels(graph, answer, str(options["lang"]))
    form = str(options["form"])
    text = as_table(answer, labels, terminal_width()) if form == "table" else RENDERERS[form](answer, labels)
    click.echo(text, nl=False)
    if not answer.rows:
        click.echo(f"kg: no rows{_unknown(graph, sparql)}", err=True)


def _unknown(graph: Graph, sparql: str) -> str:
    """The terms of the vocabulary that a query asks for and the graph has nowhere."""
    terms = dict.fromkeys(re.findall(r"\bdkg:\w+", sparql))
    asked = "{{ {0} ?p ?o }} UNION {{ ?s {0} ?o }}"
    missing = [term for term in terms if not any(graph.rows(f"SELECT ?p {{ {asked.format(term)} }} LIMIT 1"))]
    return f"; the graph has no {', '.join(missing)}" if missing else ""


def _choice(found: Resolved) -> str:
    """Which of several things of one name were taken."""
    from kg.rdf.render import compact_iri

    taken = ", ".join(compact_iri(term.value) for term in found.terms)
    others = ", ".join(compact_iri(term.value) for term in found.others[:SHOWN])
    more = " …" if len(found.others) > SHOWN else ""
    return f"{taken} taken" + (f"; also named so: {others}{more}" if others else "")


def _query(question: str | None, file: Path | None) -> NamedQuery:
    """The query of a file, of a name, or as it is given."""
    from kg.rdf.named import find_query, parse_query, read_query

    if file is not None:
        return read_query(file)
    assert question is not None
    is_sparql = "{" in question or any(c.isspace() for c in question)
    return parse_query("query", question) if is_sparql else find_query(question)


def _parameters(args: list[str]) -> dict[str, str]:
    """`--person 王毅 --since=2024` as a dictionary."""
    from kg.errors import UsageError

    given: dict[str, str] = {}
    rest = iter(args)
    for arg in rest:
        name, equals, value = arg.partition("=")
        if not name.startswith("--") or len(name) < 3:
            raise UsageError(f"unexpected {arg!r}; parameters are written --name value")
        found = value if equals else next(rest, None)
        if found is None:
            raise UsageError(f"{name} needs a value")
        given[name[2:]] = found
    return given


def _list() -> str:
    from kg.rdf.named import load_queries

    queries = load_queries().values()
    width = max(len(query.name) for query in queries)
    lines = [f"{query.name:{width}}  {query.title}" for query in queries]
    return "\n".join([*lines, "", "kg query NAME --help tells the parameters of one."])


def _help(question: str | None, file: Path | None) -> str:
    query = _query(question, file)
    usage = {param: f"--{param.name} {param.kind.upper()}" for param in query.params}
    width = max(map(len, usage.values()), default=0)
    params = [f"  {usage[param]:{width}}  {param.help}" for param in query.params]
    example = [f"Example: {query.example}"] if query.example else []
    return "\n".join([query.title, "", query.description, "", *params, "", *example]).rstrip()
