"""Languages: what passes, what is refused, what crashes, and what is printed."""

from __future__ import annotations

import sqlite3

import pytest

from roadmap_flash.decks.language import LANGUAGES, SCHEMAS
from roadmap_flash.decks.proof.languages import all_languages
from roadmap_flash.decks.proof.languages.schema import SCHEMAS as KNOWN_SCHEMAS
from roadmap_flash.decks.proof.languages.sql import statements
from roadmap_flash.decks.proof.runs import Run
from roadmap_flash.decks.proof.sandbox.worker import Worker
from tests.support.sandboxes import linux_only


def test_the_deck_language_knows_what_there_is() -> None:
    own = {language.names[0] for language in all_languages().values()}
    assert own == LANGUAGES | {"schema"}
    assert set(KNOWN_SCHEMAS) == SCHEMAS


ENDINGS = {
    "python": [
        ("x = 1", "passed"),
        ("assert np.ones(2).sum() == 2 and Matrix([[2]]).det() == 2 and prod([2, 3]) == 6", "passed"),
        ("assert ANSWER == 'it'", "passed"),
        ("assert False, 'so'", "refused"),
        ("raise SystemExit('so')", "refused"),
        ("import sys; sys.exit(0)", "passed"),
        ("x = y", "crashed"),
        ("x =", "crashed"),
        ("from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\nassert A(1) == A(1)", "passed"),
        ("import pickle\nclass A: pass\nassert isinstance(pickle.loads(pickle.dumps(A())), A)", "passed"),
        (
            "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as p:\n    assert p.map(abs, [-1]) == [1]",
            "passed",
        ),
    ],
    "bash": [
        ("true", "passed"),
        ('test "$ANSWER" = it', "passed"),
        ("test -z x; true", "refused"),
        ("false | true", "passed"),
        ("no-such-command", "crashed"),
        ("if", "crashed"),
        ("git nonsense", "refused"),
        ("git init -q && git commit -q --allow-empty -m x && git log --format=%an | grep author@", "passed"),
        ("kill -9 $$", "crashed"),
        ("cat <<< x > a; cat <(echo y) a | grep -q y", "passed"),
        ('test "$HOME" = "$PWD" && cd && test "$(ls -A)" = ""', "passed"),
        ('mktemp && echo x > "$TMPDIR/y" && test -z "$(ls)"', "passed"),
    ],
    "sql": [
        ("SELECT 1", "passed"),
        ("SELECT 1 = 1, 'x' = 'y'", "refused"),
        ("SELECT 1 = 1, 2 > 1", "passed"),
        ("SELECT 1; SELECT 0", "refused"),
        ("SELECT NULL", "refused"),
        ("SELECT 1 WHERE 0", "refused"),
        ("CREATE TABLE t (x)", "refused"),
        ("SELECT :ANSWER = 'it'", "passed"),
        ("CREATE TABLE t (x); INSERT INTO t VALUES (:ANSWER); SELECT count(*) = 1 FROM t WHERE x = 'it'", "passed"),
        ("SELECT * FROM nothing", "crashed"),
        ("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END", "crashed"),
    ],
}


@linux_only
@pytest.mark.parametrize(("language", "code", "ending"), [(k, *case) for k, cases in ENDINGS.items() for case in cases])
def test_how_a_snippet_ends(worker: Worker, language: str, code: str, ending: str) -> None:
    result = worker.run(Run(language, code, names={"ANSWER": "it"}))
    assert result.ending == ending, result


PRINTED = [
    ("python", "print([1, 2][::-1])", "[2, 1]\n"),
    ("python", "import sys\nprint(1); print(2, file=sys.stderr); print(3)", "1\n2\n3\n"),
    ("python", "1 / 0", "ZeroDivisionError: division by zero\n"),
    ("python", "print('np' in globals(), __name__)", "False __main__\n"),
    (
        "python",
        "import threading, time\nthreading.Thread(target=lambda: (time.sleep(.05), print(2))).start()\nprint(1)",
        "1\n2\n",
    ),
    ("python", "import atexit; atexit.register(print, 2); print(1)", "1\n2\n"),
    ("python", "import asyncio\nasync def f(): print(await asyncio.sleep(0, 5))\nasyncio.run(f())", "5\n"),
    ("bash", "echo $((1 + 2)); false; echo 3", "3\n"),
    ("sql", "SELECT 1, 2.0, NULL, 'x', 0.1 + 0.2; SELECT 1e20", "1|2.0||x|0.3\n1.0e+20\n"),
    ("sql", "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x;y'), (2, NULL); SELECT * FROM t", "1|x;y\n2|\n"),
    ("python", "def f(x: int): pass\nprint(f.__annotations__)", "{'x': <class 'int'>}\n"),
    ("python", "import inspect\ndef f(): return 1\nprint(inspect.getsource(f))", "def f(): return 1\n\n"),
]


@linux_only
@pytest.mark.parametrize(("language", "code", "printed"), PRINTED)
def test_what_a_program_prints(worker: Worker, language: str, code: str, printed: str) -> None:
    assert worker.run(Run(language, code, prints=True)).output == printed


SETUPS = [
    ("python", "def f(): return 3", "assert f() == 3", "passed"),
    ("python", "1 / 0", "assert False", "setup"),
    ("python", "assert False", "assert False", "setup"),
    ("bash", "echo 1 > a", "test -f a", "passed"),
    ("bash", "false", "true", "setup"),
    ("bash", "echo 1 > a; no-such-command", "false", "setup"),
    ("sql", "CREATE TABLE t (x); INSERT INTO t VALUES (1);", "SELECT x FROM t", "passed"),
    ("sql", "SELECT * FROM nothing", "SELECT 0", "setup"),
]


@linux_only
@pytest.mark.parametrize(("language", "setup", "code", "ending"), SETUPS)
def test_a_setup_runs_before(worker: Worker, language: str, setup: str, code: str, ending: str) -> None:
    assert worker.run(Run(language, code, setup)).ending == ending


def test_statements_of_a_script() -> None:
    script = "SELECT ';'; -- a; b\nCREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;\nSELECT 2"
    assert [text.strip().split()[0] for text in statements(script)] == ["SELECT", "--", "SELECT"]
    assert list(statements("  \n")) == []


WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n    - run: make\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n"
SCHEMA_CASES = [
    ("github-workflow", WORKFLOW, True, "", "passed"),
    ("github-workflow", WORKFLOW.replace("runs-on", "run-on"), False, "run-on", "passed"),
    ("github-workflow", WORKFLOW.replace("runs-on", "run-on"), True, "", "refused"),
    ("github-workflow", WORKFLOW.replace("runs-on", "run-on"), False, "steps:", "refused"),
    ("github-workflow", WORKFLOW, False, "", "refused"),
    ("compose", "services: {a: {image: b}}", True, "", "passed"),
    ("compose", "services: {a: {imag: b}}", False, "imag", "passed"),
    ("compose", "services: [", True, "", "crashed"),
    ("kubernetes", POD, True, "", "passed"),
    ("kubernetes", f"{POD}---\n{POD}", True, "", "passed"),
    ("kubernetes", POD.replace("image", "imag"), False, "imag", "passed"),
    ("kubernetes", POD.replace("Pod", "Pot"), True, "", "crashed"),
]


@linux_only
@pytest.mark.parametrize(("schema", "code", "valid", "error", "ending"), SCHEMA_CASES)
def test_schemas(worker: Worker, schema: str, code: str, valid: bool, error: str, ending: str) -> None:
    options = {"schema": schema, "version": "", "valid": valid, "error": error}
    result = worker.run(Run("schema", code, options=options))
    assert result.ending == ending, result


def test_tools_are_named_with_their_versions() -> None:
    languages = all_languages()
    assert set(languages["python"].tools(Run("python", "np.ones(1); Matrix()"))) == {"numpy", "sympy"}
    assert set(languages["python"].tools(Run("python", "print(1)", prints=True))) == {"python"}
    assert set(languages["python"].tools(Run("python", "x", needs=("pytest",)))) == {"pytest"}
    assert set(languages["bash"].tools(Run("bash", "git init"))) == {"git"}
    assert set(languages["bash"].tools(Run("bash", 'eval "$ANSWER"', names={"ANSWER": "git add ."}))) == {"git"}
    assert set(languages["bash"].tools(Run("bash", "echo legitimate"))) == {"bash"}
    assert languages["sql"].tools(Run("sql", "SELECT 1")) == {"sqlite": sqlite3.sqlite_version}


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    bash = all_languages()["bash"]
    assert bash.missing(Run("bash", "true")) == "bash is not installed"
    monkeypatch.undo()
    assert bash.missing(Run("bash", "git init")) == ""
