"""Whether a note's plan holds when it is run, and what that proves."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.proof.plan import Plan, Trial
from roadmap_flash.decks.proof.runs import Ending, Result, Run

_SHOWN = 300


class Verdict(StrEnum):
    """What came of a note."""

    PROVEN = "proven"
    FAILED = "failed"
    SKIPPED = "skipped"


class Outcome(NamedTuple):
    """What came of a note, and what there is to say: why it failed or was skipped, or why it is not bound.

    A proof is bound to its answer if a test of it refused at least one wrong answer: a snippet that only crashes on
    others never looked at them. `refused` counts the wrong answers that did not pass.
    """

    verdict: Verdict
    told: str = ""
    bound: bool = False
    refused: int = 0


def judge(plan: Plan, run: Callable[[Run], Result]) -> Outcome:
    """Run the trials of a plan one after the other, and no more than are needed."""
    for trial in plan.right:
        result = run(trial.run)
        if wrong := _not_right(plan, trial, result):
            return Outcome(Verdict.FAILED, wrong)
    results = []
    for trial in plan.wrong:
        result = run(trial.run)
        if result.ending not in (Ending.REFUSED, Ending.CRASHED):
            return Outcome(Verdict.FAILED, _not_wrong(trial, result))
        results.append(result)
    unbound = plan.unbound
    if plan.wrong and not unbound:
        unbound = _unbound(plan, results, run)
    return Outcome(Verdict.PROVEN, unbound, not unbound, len(results))


def _not_right(plan: Plan, trial: Trial, result: Result) -> str:
    """What is wrong with a run that must pass; empty if nothing is."""
    printed = result.output.strip()
    if result.ending == Ending.SETUP:
        return f"the deck's setup fails: {_short(printed)}"
    if result.ending in (Ending.TIMEOUT, Ending.MEMORY):
        return f"{trial.told} {_limit(result)}"
    if plan.output is not None:
        return "" if printed == plan.output.strip() else f"{trial.told} prints {_short(printed)!r}"
    return "" if result.ending == Ending.PASSED else f"{trial.told} does not pass: {_short(printed) or result.ending}"


def _not_wrong(trial: Trial, result: Result) -> str:
    match result.ending:
        case Ending.PASSED:
            return f"{trial.told} passes"
        case Ending.SETUP:
            return f"the deck's setup fails: {_short(result.output)}"
        case _:
            return f"{trial.told} {_limit(result)}"


def _limit(result: Result) -> str:
    return "runs into the time limit" if result.ending == Ending.TIMEOUT else "takes more memory than is allowed"


def _unbound(plan: Plan, results: list[Result], run: Callable[[Run], Result]) -> str:
    """Why the proof is not bound to its answer; empty if a test refused any wrong answer."""
    if any(result.ending == Ending.REFUSED for result in results):
        return ""
    passing = ""
    for trial in plan.probes:
        ending = run(trial.run).ending
        if ending == Ending.REFUSED:
            return ""
        if ending == Ending.PASSED:
            passing = passing or f"; {trial.told} passes"
    crash = _short(results[0].output)
    return f"wrong answers only make the snippet crash ({crash}){passing}; add to `not` what it can read"


def _short(text: str) -> str:
    """The end of what was printed, where programs say what is wrong."""
    line = clean_line(text)
    return line if len(line) <= _SHOWN else f"…{line[-_SHOWN:]}"
