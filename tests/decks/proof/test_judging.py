"""What comes of a note: the right answers must pass, the wrong ones must not, and what that proves."""

from __future__ import annotations

import pytest

from roadmap_flash.decks.proof.answers import one_more, plain, probes
from roadmap_flash.decks.proof.judging import Outcome, Verdict
from roadmap_flash.decks.proof.plan import Program, has_proof, plan
from roadmap_flash.decks.proof.runs import Ending, Result, Run
from tests.support.proving import card, prove

VERIFY = "verify: assert f(ANSWER)"
QUESTION = f"q: Which?\na: '`b`'\naccept: [c]\nnot: [x, $y$]\n{VERIFY}"


class Script:
    """Answers runs as told, by their `ANSWER`; and remembers what was run."""

    def __init__(self, **endings: Ending) -> None:
        self.endings = endings
        self.runs: list[Run] = []

    def __call__(self, run: Run) -> Result:
        self.runs.append(run)
        return Result(self.endings.get(str(run.names.get("ANSWER")), Ending.REFUSED), "printed\x1b[31m")

    @property
    def answers(self) -> list[str]:
        return [run.names["ANSWER"] for run in self.runs]


PASSING = {"b": Ending.PASSED, "c": Ending.PASSED}


def test_every_answer_is_tried_the_right_ones_first() -> None:
    script = Script(**PASSING)
    assert prove(card(QUESTION), script) == Outcome(Verdict.PROVEN, "", True, 3)
    assert script.answers == ["b", "c", "x", "y", "WRONG"]


@pytest.mark.parametrize("ending", sorted(set(Ending) - {Ending.PASSED}))
def test_a_right_answer_that_does_not_pass_fails(ending: Ending) -> None:
    outcome = prove(card(QUESTION), Script(b=Ending.PASSED, c=ending))
    assert outcome.verdict == Verdict.FAILED
    assert "\x1b" not in outcome.told
    assert ("setup" if ending == Ending.SETUP else "'c'") in outcome.told


@pytest.mark.parametrize("ending", [Ending.PASSED, Ending.SETUP, Ending.TIMEOUT, Ending.MEMORY])
def test_a_wrong_answer_must_be_refused_by_the_snippet_itself(ending: Ending) -> None:
    outcome = prove(card(QUESTION), Script(**PASSING, y=ending))
    assert outcome.verdict == Verdict.FAILED
    assert ("setup" if ending == Ending.SETUP else "'y'") in outcome.told


def test_crashes_alone_bind_nothing() -> None:
    crashes = dict.fromkeys(["x", "y", "WRONG", "0", "[]", "None"], Ending.CRASHED)
    outcome = prove(card(QUESTION), Script(**PASSING, **crashes))
    assert (outcome.verdict, outcome.bound, outcome.refused) == (Verdict.PROVEN, False, 3)
    assert "crash" in outcome.told


def test_one_refusal_among_crashes_binds() -> None:
    assert prove(card(QUESTION), Script(**PASSING, x=Ending.CRASHED, WRONG=Ending.CRASHED)).bound


def test_a_probe_that_is_refused_binds_one_that_passes_is_named() -> None:
    crashes = dict.fromkeys(["x", "y", "WRONG"], Ending.CRASHED)
    assert prove(card(QUESTION), Script(**PASSING, **crashes)).bound
    outcome = prove(card(QUESTION), Script(**PASSING, **crashes, **dict.fromkeys(["0", "[]", "None"], Ending.PASSED)))
    assert not outcome.bound
    assert "'0' passes" in outcome.told


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("`git rm`", "git rm"),
        ("$x^2$", "x^2"),
        ("`a` and `b`", "`a` and `b`"),
        ("``a`b``", "``a`b``"),
        (" 3 ", "3"),
        ("`", "`"),
    ],
)
def test_an_answer_loses_one_outer_pair(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [("3", "4"), ("-1", "0"), ("0.5", "1.5"), ("1e3", "1001.0"), ("ort", "WRONG"), ("3 MB", "WRONG")],
)
def test_one_more_wrong_answer(answer: str, wrong: str) -> None:
    assert one_more(answer) == wrong


def test_probes_have_the_shape_of_the_answer_or_do_nothing() -> None:
    assert probes("(1, 2)", "python") == ["(2, 3)", "0", "[]", "None"]
    assert probes("git log -1", "bash") == ["git log -2", "true"]
    assert probes("0", "python") == ["1", "[]", "None"]


DRILL = "q: <<a>>?\nvars: {a: [1, 2]}\ncompute: a * 2\ncheck: a + a"
OUTPUT = "q: What?\ncode: print(1)\nlang: python\noutput: '1'"


def test_setup_belongs_to_the_language_of_the_deck() -> None:
    deck = Program("bash", "git init", ("pandas",))
    for text, setup in [
        (QUESTION, "git init"),
        (QUESTION.replace(VERIFY, "verify: {bash: 'f $ANSWER'}"), "git init"),
        (QUESTION.replace(VERIFY, "verify: {python: f(ANSWER)}"), ""),
        (DRILL, ""),
        (OUTPUT, ""),
        (OUTPUT.replace("python", "bash"), "git init"),
    ]:
        found = plan(card(text), deck)
        assert (found.run.setup, found.run.needs) == (setup, ("pandas",))


def test_a_card_may_have_nothing_to_prove_it() -> None:
    assert not has_proof(card("q: Which?\na: b"))
    assert has_proof(card("q: Which?\na: b\nverify: f(ANSWER)"))
    assert has_proof(card(OUTPUT))


def test_output_in_a_language_that_is_not_run_cannot_be_proven() -> None:
    found = plan(card(OUTPUT.replace("python", "java")), Program())
    assert "java" in found.impossible


@pytest.mark.parametrize(("printed", "verdict"), [("1\n", "proven"), ("1", "proven"), ("2", "failed"), ("", "failed")])
def test_an_output_is_compared(printed: str, verdict: str) -> None:
    assert prove(card(OUTPUT), lambda run: Result(Ending.PASSED, printed)).verdict == verdict
    assert prove(card(OUTPUT), lambda run: Result(Ending.CRASHED, printed)).verdict == verdict


@pytest.mark.parametrize("ending", [Ending.TIMEOUT, Ending.MEMORY, Ending.SETUP])
def test_an_output_within_the_limits_only(ending: Ending) -> None:
    assert prove(card(OUTPUT), lambda run: Result(ending, "1")).verdict == Verdict.FAILED


def test_a_schema_looks_for_the_answer_in_its_errors() -> None:
    text = "q: Which?\na: '`imag`'\ncode: x\nlang: yaml\nverify: {schema: kubernetes, valid: false, error: '`$ANSWER`'}"
    found = plan(card(text), Program())
    (right,) = found.right
    assert right.run.options == {"schema": "kubernetes", "version": "", "valid": False, "error": "imag"}
    assert [trial.run.options["error"] for trial in found.wrong] == ["WRONG"]


def test_gaps_and_terms_have_their_own_names() -> None:
    found = plan(card("cloze: '{{c1::`a`}} {{c2::b::hint}} {{c1::c}}'\nverify: f(C2)"), Program())
    assert [trial.run.names for trial in found.right] == [{"C1": "a", "C2": "b"}]
    assert [trial.run.names for trial in found.wrong] == [{"C1": "a", "C2": "WRONG"}]
    found = plan(card("term: a\ndef: $b$\nverify: f(TERM, DEF)"), Program())
    assert [trial.run.names for trial in found.right] == [{"TERM": "a", "DEF": "b"}]
    assert [trial.run.names for trial in found.wrong] == [{"TERM": "a", "DEF": "WRONG"}, {"TERM": "WRONG", "DEF": "b"}]
