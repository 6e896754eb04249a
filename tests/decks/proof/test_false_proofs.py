"""Snippets that look like proof and are none: each fails, or is told not to be bound to its answer."""

from __future__ import annotations

import pytest

from roadmap_flash.decks.proof.judging import Verdict
from roadmap_flash.decks.proof.plan import Program
from roadmap_flash.decks.proof.sandbox.worker import Worker
from tests.support.proving import card, prove
from tests.support.sandboxes import linux_only

pytestmark = linux_only


def question(verify: str, answer: str = "ort", more: str = "") -> str:
    body = "\n".join(f"  {line}" for line in verify.splitlines())
    return f"q: Which one?\na: {answer}\n{more}verify: |\n{body}"


def choice(*wrong: str) -> str:
    options = "".join(f"- {text}: no\n" for text in wrong)
    verify = "assert ['two', 'three', 'four', 'five'].index(ANSWER) % 2 == 0"
    return f"q: Which?\nright: two\nwrong:\n{options}verify: {verify}"


def schema(answer: str, verify: str) -> str:
    code = f"services: {{a: {{{answer}: b}}}}"
    return f"q: Which?\na: {answer}\ncode: '{code}'\nlang: yaml\nverify: {{schema: compose, {verify}}}"


def query(sql: str, answer: str = "ort") -> str:
    return f'q: Which?\na: {answer}\nverify: {{sql: "{sql}"}}'


COUNTED = "CREATE TABLE t(x); INSERT INTO t VALUES (1), (2); SELECT count(*) = CAST(:ANSWER AS INT) FROM t"
PASSES = "the wrong answer 'WRONG' passes"
CAUGHT = {
    "the answer stands in a comment only": (question("assert 1 + 1 == 2  # ANSWER"), PASSES),
    "asserts that true is true": (question("ANSWER\nassert True"), PASSES),
    "asserts a text, which is always true": (question("assert (len(ANSWER) > 99, ANSWER)[1]"), PASSES),
    "asserts that there is an answer": (question("assert ANSWER"), PASSES),
    "never calls its test": (question("def test():\n    assert ANSWER == len([1])"), PASSES),
    "tests in a loop that never runs": (question("for x in []:\n    assert x == ANSWER"), PASSES),
    "swallows the failed test": (question("try:\n    assert len(ANSWER) == 99\nexcept:\n    pass"), PASSES),
    "leaves before its test": (question("import sys\nsys.exit(0)\nassert len(ANSWER) == 99"), PASSES),
    "ends with success whatever happens": (
        question("try:\n    assert len(ANSWER) == 99\nfinally:\n    raise SystemExit"),
        PASSES,
    ),
    "leaves by the back door": (question("import os\nos._exit(0)\nassert ANSWER"), "does not pass"),
    "compares the answer with itself": (question("assert ANSWER.lower() == str(ANSWER).lower()"), PASSES),
    "takes any number": (question("assert float(ANSWER) > 0", "3"), "the wrong answer '4' passes"),
    "rounds too much": (question("assert round(float(ANSWER), -2) == round(3 * 1.0, -2)", "3"), "'4' passes"),
    "takes a wrong option": (
        choice("four", "six"),
        "the wrong answer 'four' passes",
    ),
    "takes what `not` lists": (
        question("assert ANSWER.startswith('o') and len([1])", more="not: [other]\n"),
        "the wrong answer 'other' passes",
    ),
    "refuses what `accept` lists": (
        question("assert ANSWER == ''.join(['o', 'rt'])", more="accept: [ORT]\n"),
        "the answer 'ORT' does not pass",
    ),
    "is false": (question("assert len(ANSWER) == 4"), "does not pass"),
    "ends with success in bash": (question("test ${#ANSWER} = 3 || exit 0"), PASSES),
    "has its status hidden by a pipe": (question("test ${#ANSWER} = 3 | cat"), PASSES),
    "has its status hidden by an or": (question("git init -q; test ${#ANSWER} = 3 || true"), PASSES),
    "has its status hidden by a condition": (question("if test ${#ANSWER} = 3; then :; fi"), PASSES),
    "runs in the background": (question("(test ${#ANSWER} = 3) &"), PASSES),
    "turns -e off": (question("set +e\ntest ${#ANSWER} = 3\necho done"), PASSES),
    "loops for ever on a wrong answer": (
        question("while len(ANSWER) != 3: pass"),
        "the wrong answer 'WRONG' runs into the time limit",
    ),
    "one gap is never looked at": (
        "cloze: '{{c1::one}} and {{c2::two}}'\nverify: assert len(C1) == 3 and C2",
        "the wrong answer 'WRONG' for C2 passes",
    ),
    "the definition is never looked at": (
        "term: one\ndef: the first\nverify: assert len(TERM) == 3 and DEF",
        "the wrong answer 'WRONG' for DEF passes",
    ),
    "a query that returns any rows": (query("SELECT 1 WHERE :ANSWER IS NOT NULL"), PASSES),
}
NOT_BOUND = {
    "ignores the answer": (question("assert 1 + 1 == 2"), "does not mention"),
    "compares with a literal": (question("assert ANSWER == 'ort'"), "computes nothing"),
    "compares with a number": (question("assert int(ANSWER) == 12", "12"), "computes nothing"),
    "compares with a name for a literal": (
        question("right = 'ort'\nassert ANSWER.strip() == right"),
        "computes nothing",
    ),
    "compares with a list of literals": (
        question("if ANSWER not in ['ort', 'x']:\n    assert False"),
        "computes nothing",
    ),
    "only parses a fraction": (
        question("from fractions import Fraction\nassert Fraction(ANSWER) + 1", "1/2"),
        "crash (ValueError",
    ),
    "only looks the answer up": (question("assert {'ort': 3}[ANSWER] + 1 == 4"), "crash (KeyError: 'WRONG')"),
    "only evaluates the answer": (question("eval(ANSWER)", "len('x')"), "crash (NameError"),
    "only imports the answer": (question("__import__(ANSWER)", "json"), "crash (ModuleNotFoundError"),
    "only splits the answer": (question("a, b = ANSWER.split('-')", "a-b"), "computes nothing"),
    "asks for its type": (question("assert int(ANSWER, 16) + 1", "ff"), "crash (ValueError"),
    "restates in bash": (question('test "$ANSWER" = ort'), "computes nothing"),
    "restates in bash with brackets": (question("[[ $ANSWER == ort ]] || exit 1"), "computes nothing"),
    "only runs the answer in bash": (question('eval "$ANSWER"', "echo 1"), "'echo 2' passes; add to `not`"),
    "restates in SQL": (query("SELECT :ANSWER = 'ort'"), "computes nothing"),
    "a schema that never sees the answer": (schema("image", "valid: true"), "does not mention"),
    "a drill checked by its own formula": (
        "q: <<a>> times two?\nvars: {a: [1, 2]}\ncompute: a * 2\ncheck: (a*2)",
        "`check` is `compute` once more",
    ),
}
IN_BASH = frozenset(name for name in [*CAUGHT, *NOT_BOUND] if "bash" in name or "status" in name) | {
    "runs in the background",
    "turns -e off",
}


def program(name: str) -> Program:
    return Program("bash") if name in IN_BASH else Program()


@pytest.mark.parametrize("name", CAUGHT)
def test_it_fails(worker: Worker, name: str) -> None:
    text, why = CAUGHT[name]
    outcome = prove(card(text), worker.run, program(name))
    assert outcome.verdict == Verdict.FAILED, outcome
    assert why in outcome.told


@pytest.mark.parametrize("name", NOT_BOUND)
def test_it_is_told_not_to_be_bound(worker: Worker, name: str) -> None:
    text, why = NOT_BOUND[name]
    outcome = prove(card(text), worker.run, program(name))
    assert (outcome.verdict, outcome.bound) == (Verdict.PROVEN, False), outcome
    assert why in outcome.told


BOUND = {
    "a computation": (question("assert int(ANSWER) == len('abc')", "3"), 1),
    "an answer that is evaluated": (question("assert eval(ANSWER) == 2 + 1", "1 + 2"), 1),
    "a formula of the same shape": (question("assert eval(ANSWER.replace('^', '**')) == 9", "3^2"), 1),
    "an exit with a status": (question("import sys\nsys.exit(len(ANSWER) != 3)"), 1),
    "a command": (question('eval "$ANSWER"; test -f x', "touch x"), 1),
    "each option": (
        choice("three", "five"),
        3,
    ),
    "both gaps": (
        "cloze: '{{c1::one}} {{c2::eleven}}'\nnot: [four]\nverify: assert len(C1 + C2) == len('abc' + 'abcdef')",
        4,
    ),
    "an error of a schema": (
        schema("imag", "valid: false, error: $ANSWER"),
        1,
    ),
    "a query": (query(COUNTED, "2"), 1),
}


@pytest.mark.parametrize("name", BOUND)
def test_a_real_proof_is_bound(worker: Worker, name: str) -> None:
    text, refused = BOUND[name]
    outcome = prove(card(text), worker.run, Program("bash") if name == "a command" else Program())
    assert outcome == (Verdict.PROVEN, "", True, refused)
