"""The command line: one module per command, loaded when it is used, so that `kg --help` stays fast."""

import os
import signal
import sys
from importlib import import_module
from typing import Any, Never

import click

from kg import __version__

COMMANDS = {
    "build": "Build graph, analysis and pages from articles.",
    "query": "Ask the graph a named question or a SPARQL query.",
    "view": "Write the pages again from a graph.",
    "stats": "The network analysis as tables or files.",
    "explain": "The passages behind a fact.",
    "validate": "Check the graph against its shapes.",
    "load": "Send the graph to a SPARQL server.",
    "serve": "A local, read-only SPARQL endpoint.",
    "export": "The graph in other forms.",
    "merges": "Proposed merges to review.",
    "eval": "Precision, recall and F1 against gold annotations.",
    "learn": "Mine a folder of articles for names.",
    "train-statements": "Fit the models of statements to annotated sentences.",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None if there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"kg.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; one that does not exist is answered with the nearest names."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = [known for known in COMMANDS if known.startswith(name)] or get_close_matches(name, COMMANDS)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; one whose output nobody reads any more ends as other programs do."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _end_unread()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help, written without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Build and use a knowledge graph of Chinese-language diplomatic news.

    Example: kg build seeds -o outputs
    """


def main() -> None:
    """Run the command line; a known failure, or one of the system, is one line on stderr and exit code 2."""
    from kg.errors import KgError

    try:
        cli(prog_name="kg")
    except (KgError, OSError) as error:
        click.echo(f"kg: {error}", err=True)
        _leave(2)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            _leave(end.code or 0)
        raise


def _leave(code: int) -> Never:
    """End at once: to take down object by object what a build of a large archive holds takes a third of a second."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a closed one is None
        try:
            stream.flush()
        except BrokenPipeError:
            _end_unread()
        except (OSError, ValueError):
            code = code or 2
    os._exit(code)


def _end_unread() -> Never:
    """End by the signal that ends a program whose output nobody reads any more."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    raise AssertionError("the signal ends it")
