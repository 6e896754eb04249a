"""`flash verify`: prove answers by running them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from roadmap_flash.commands import Decks, Json, say, say_json
from roadmap_flash.core.text import clean_line
from roadmap_flash.terminal.aside import is_interactive

if TYPE_CHECKING:
    from roadmap_flash.verifying import Job, Row


def main(
    topics: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]...", help="Topics, sections or roles; none: all.")
    ] = None,
    changed: Annotated[bool, typer.Option("--changed", help="Run only cards without a proof that holds.")] = False,  # noqa: FBT002 - typer's own way to declare a flag
    strict: Annotated[bool, typer.Option("--strict", help="A card that is skipped is an error.")] = False,  # noqa: FBT002 - as above
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before programs of other decks run.")] = False,  # noqa: FBT002 - as above
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Run without isolation, with all your rights.")] = False,  # noqa: FBT002 - as above
    json: Json = False,  # noqa: FBT002 - as above
    decks: Decks = None,
) -> None:
    """Run what proves the answers of cards, and keep what was proven in verified.lock; failures end with exit code 3.

    Each program runs in a sandbox: without network, without your files, for ten seconds at most.
    """
    from roadmap_flash import clock, context
    from roadmap_flash.errors import DeckError
    from roadmap_flash.paths import data_folder, deck_roots
    from roadmap_flash.render.labels import plural
    from roadmap_flash.render.progress import counter
    from roadmap_flash.verifying import Verification

    library = context.library(decks)
    only = context.with_cards(library, topics) if topics else None
    found = Verification(library, deck_roots(decks, data_folder()), only)
    jobs = found.changed() if changed else found.jobs
    if not yes:
        _ask(found.outside(jobs))
    began = clock.stopwatch_ms()
    with counter("Verifying", len(jobs)) as advance:
        rows = found.run(jobs, advance, isolated=not unsafe)
    if json:
        say_json(_report(rows))
    else:
        _tell(_report(rows), (clock.stopwatch_ms() - began) / 1000)
    found.write(rows)
    failed = [row for row in rows if row.outcome.verdict == "failed"]
    if failed:
        raise DeckError(f"{plural(len(failed), 'card')} failed; each line above says what to mend")
    if strict and (skipped := [row for row in rows if row.lacks and not row.excused]):
        raise DeckError(f"{plural(len(skipped), 'card')} could not be run, which --strict does not allow")


def _ask(jobs: list[Job]) -> None:
    """Ask before the programs of decks run that did not come with the program."""
    from roadmap_flash.errors import UsageError
    from roadmap_flash.paths import shortened
    from roadmap_flash.render.labels import plural

    if not jobs:
        return
    files = list(dict.fromkeys(shortened(job.note.file) for job in jobs))
    what = f"{plural(len(jobs), 'card')} of {', '.join(files[:3])}{' …' if len(files) > 3 else ''}"
    if not is_interactive():
        raise UsageError(f"{what} would run programs that did not come with flash; read them, then add --yes")
    if not typer.confirm(clean_line(f"Run the programs of {what}? They did not come with flash."), err=True):
        raise UsageError("nothing was run")


def _report(rows: list[Row]) -> dict[str, Any]:
    """The counts, and a row for each card."""
    from roadmap_flash.decks.proof.judging import Verdict
    from roadmap_flash.paths import shortened

    verdicts = [row.outcome.verdict for row in rows]
    return {
        "proven": verdicts.count(Verdict.PROVEN),
        "bound": sum(row.outcome.bound for row in rows),
        "refused": sum(row.outcome.refused for row in rows),
        "failed": verdicts.count(Verdict.FAILED),
        "skipped": verdicts.count(Verdict.SKIPPED),
        "ran": sum(row.ran for row in rows),
        "cards": [
            {
                "path": shortened(row.note.file),
                "line": row.note.line,
                "card": row.note.id,
                "verdict": row.outcome.verdict,
                "bound": row.outcome.bound,
                "refused": row.outcome.refused,
                "ran": row.ran,
                "told": row.outcome.told or row.lacks,
            }
            for row in rows
        ],
    }


def _tell(report: dict[str, Any], seconds: float) -> None:
    """What failed, was not bound or not run, a line each; then the counts, and the seconds that it took."""
    from roadmap_flash.render.labels import plural

    for card in report["cards"]:
        if card["told"]:
            word = {"failed": "", "proven": "not run: " if not card["ran"] else "not bound: "}
            what = word.get(card["verdict"], "skipped: ") + card["told"]
            say(clean_line(f"{card['path']}:{card['line']}: {card['card']}: {what}"))
    say(
        f"{plural(report['proven'], 'card')} proven, {report['bound']} of them bound to their answer; "
        f"{plural(report['refused'], 'wrong answer')} refused; {report['failed']} failed, {report['skipped']} skipped, "
        f"{report['ran']} run now in {seconds:.1f} s."
    )
