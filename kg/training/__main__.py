"""python -m kg.training ARTICLES GOLD [ARTICLES GOLD ...]: fit the judges of meetings and write their tables.

Example: python -m kg.training seeds ../gold/seeds news ../gold/news -o ontology/models
"""

from pathlib import Path

import click
import msgspec

from kg.extract.judge import NAMES, read_judges
from kg.training.examples import Hearing, hearing_of, load_cases
from kg.training.meetings import train_meetings


@click.command()
@click.argument("pairs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("ontology/models"),
    show_default=True,
    help="The folder that the tables go to.",
)
@click.option(
    "--sounds",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON: per article (file name) what networks that have not seen it say of it: by sentence the log odds of "
    "each kind of meeting (meetings) and of issues (issues, in the order of codes), and the statements found "
    "(statements). Without it those that ship are asked, which is right only of articles that they were not fitted to.",
)
@click.option(
    "--onto",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of judges that learn on: each weight is pulled to the one that it has there.",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(NAMES),
    help="The judge to fit, by name, if not all; may be given several times. The others are those that ship.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="With --onto: how far the weights go from those that they had to those that they would learn.",
)
def main(
    pairs: tuple[Path, ...], output: Path, sounds: Path | None, onto: Path | None, only: tuple[str, ...], share: float
) -> None:
    """Fit the judges of meetings on pairs of folders: articles, and gold annotations of them."""
    if len(pairs) % 2:
        raise click.UsageError("folders come in pairs: articles, gold")
    cases = [
        case for articles, gold in zip(pairs[::2], pairs[1::2], strict=True) for case in load_cases(articles, gold)
    ]
    heard = msgspec.json.decode(sounds.read_bytes(), type=dict[str, Hearing]) if sounds else {}
    for case in cases:
        case.heard = heard.get(case.gold["doc"]) or hearing_of(case.linked)
    train_meetings(cases, output, read_judges(onto) if onto else None, only or NAMES, share)
    click.echo(f"{len(cases)} articles -> {output}", err=True)


if __name__ == "__main__":
    main()
