"""The program as a process: broken pipes, full disks, terminals without UTF-8, and one place for errors."""

from __future__ import annotations

import ast
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import roadmap_flash
from roadmap_flash import cli
from roadmap_flash.errors import ConfigError, ConflictError, DeckError, FlashError, StoreError, UsageError
from tests.support.running import PROGRAM, assert_refused, environment, run_apart, run_here
from tests.support.samples import write_questions, write_sample

SOURCE = Path(roadmap_flash.__file__).parent


@pytest.fixture
def big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library whose list is longer than a pipe holds."""
    folder = write_questions(tmp_path / "decks", topics=4, notes=600)
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    return folder


def piped(arguments: list[str], read: int, typed: str = "", **changes: str) -> tuple[int, bytes, bytes]:
    """Run a command whose reader takes so many bytes and goes away; exit code, what was read, standard error."""
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**changes),
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        taken = process.stdout.read(read) if read else b""
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write(typed.encode())
            process.stdin.close()
        error = process.stderr.read()
        return process.wait(timeout=30), taken, error


# Pipes

BUFFERING = pytest.mark.parametrize("buffering", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])


@BUFFERING
@pytest.mark.usefixtures("big")
def test_a_reader_that_has_seen_enough_is_no_error(buffering: dict[str, str]) -> None:
    code, taken, error = piped(["list"], 20, **buffering)
    assert len(taken) == 20
    assert (code, error) == (0, b"")


@BUFFERING
@pytest.mark.usefixtures("big")
@pytest.mark.parametrize("arguments", [["topics"], ["--help"]], ids=" ".join)
def test_a_reader_that_left_before_the_first_line_is_no_error(arguments: list[str], buffering: dict[str, str]) -> None:
    assert piped(arguments, 0, **buffering)[::2] == (0, b"")


@BUFFERING
@pytest.mark.usefixtures("big")
def test_a_prompt_that_left_is_no_error_with_or_without_a_memo(buffering: dict[str, str]) -> None:
    assert piped(["due"], 0, **buffering)[::2] == (0, b"")
    assert run_apart("due").code == 0
    assert piped(["due"], 0, **buffering)[::2] == (0, b"")


@pytest.mark.usefixtures("big")
def test_a_review_whose_reader_left_ends_quietly() -> None:
    code, _, error = piped(["review", "--plain"], 30, typed="\n4\n" * 9)
    assert (code, error) == (0, b"")


def test_head_in_a_real_shell(big: Path) -> None:
    assert big.is_dir()
    command = f'set -o pipefail; "{sys.executable}" -m roadmap_flash list | head -1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == "t000-0000  What is question 0 of topic 0?  →  answer 0\n".encode()


# Where nothing can be written


@BUFFERING
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["due"], ["list"], ["--help"]], ids=" ".join)
def test_a_full_disk_is_one_line_and_no_traceback(
    tmp_path: Path, arguments: list[str], buffering: dict[str, str]
) -> None:
    decks = str(write_sample(tmp_path / "decks"))
    run_apart("due", FLASH_DECKS=decks)  # so that `flash due` answers from its memo
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(FLASH_DECKS=decks, **buffering),
            check=False,
            timeout=30,
        )
    error = done.stderr.decode()
    assert error.startswith("flash: ")
    assert error.count("\n") == 1, error
    assert done.returncode not in (0, 120)


@pytest.mark.parametrize("arguments", [["due"], ["list"]], ids=" ".join)
def test_a_closed_standard_output_is_no_traceback(tmp_path: Path, arguments: list[str]) -> None:
    decks = str(write_sample(tmp_path / "decks"))
    run_apart("due", FLASH_DECKS=decks)
    command = f'"{sys.executable}" -m roadmap_flash {" ".join(arguments)} >&-'
    done = subprocess.run(
        ["bash", "-c", command], stderr=subprocess.PIPE, env=environment(FLASH_DECKS=decks), check=False, timeout=30
    )
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") <= 1


@pytest.mark.parametrize(
    "arguments",
    [["due"], ["list"], ["review", "--plain"], ["topics"], ["--help"], ["list", "--topic", "é"]],
    ids=" ".join,
)
def test_a_terminal_without_utf_8_gets_question_marks(tmp_path: Path, arguments: list[str]) -> None:
    decks = str(write_sample(tmp_path / "decks"))
    run_apart("due", FLASH_DECKS=decks)
    ran = run_apart(*arguments, typed="\n4\n", FLASH_DECKS=decks, PYTHONIOENCODING="ascii")
    assert "Traceback" not in ran.err
    assert ran.code == (2 if "--topic" in arguments else 0)
    assert ran.out.isascii()
    assert ran.err.isascii()


# Errors


@pytest.mark.parametrize(
    ("family", "code"),
    [(FlashError, 1), (UsageError, 2), (DeckError, 3), (StoreError, 4), (ConflictError, 4), (ConfigError, 5)],
)
def test_each_family_of_errors_has_its_code_and_is_one_clean_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, family: type[FlashError], code: int
) -> None:
    def fail(*_: object) -> None:
        raise family("what\nwent \x1b[31mwrong")

    monkeypatch.setattr("roadmap_flash.context.library", fail)
    ran = run_here(capsys, "list")
    assert_refused(ran, code)
    assert ran.err == "flash: what went \N{REPLACEMENT CHARACTER}[31mwrong\n"


def test_exit_codes_are_those_of_a_process(tmp_path: Path) -> None:
    assert run_apart("nonsense").code == 2
    assert run_apart("list", "--decks", str(tmp_path / "none")).code == 3
    assert run_apart("due", FLASH_HOME="/dev/null/x").code in (4, 5)
    assert run_apart("due", FLASH_NOW="never").code == 5
    assert run_apart("list", FLASH_DECKS=str(write_sample(tmp_path / "decks"))).code == 0


def test_an_interrupt_of_the_process_is_quiet(tmp_path: Path) -> None:
    decks = str(write_sample(tmp_path / "decks"))
    with subprocess.Popen(
        [*PROGRAM, "review", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(FLASH_DECKS=decks),
    ) as process:
        assert process.stdout
        assert process.stderr
        while b"Python?" not in process.stdout.readline():
            pass
        process.send_signal(2)
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 130


def test_errors_are_printed_in_one_place_and_asides_in_another() -> None:
    writers = [str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if "stderr.write" in path.read_text()]
    assert sorted(writers) == ["cli.py", "terminal/aside.py"]


# Starting


def imported_by(*statements: str) -> set[str]:
    """The modules that a fresh interpreter has after these statements."""
    program = "; ".join([*statements, "import sys; print(*sorted(sys.modules))"])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=30)
    return set(done.stdout.decode().splitlines()[-1].split())


def test_the_program_starts_without_what_is_heavy() -> None:
    loaded = imported_by("from roadmap_flash import cli, quick")
    assert loaded & {"typer", "click", "rich", "sqlite3", "yaml", "sqlmodel", "sqlalchemy", "fsrs", "json"} == set()


@pytest.mark.parametrize("name", ["list", "due", "show"])
def test_a_command_starts_without_the_orm_and_without_fsrs_until_it_needs_them(name: str, tmp_path: Path) -> None:
    write_sample(tmp_path / "decks")
    arguments = [name, *(["al-aaaa"] if name == "show" else []), "--decks", str(tmp_path / "decks")]
    loaded = imported_by("from roadmap_flash import cli", f"assert cli.run({arguments!r}) == 0")
    assert loaded & {"sqlmodel", "sqlalchemy", "pydantic", "fsrs", "markdown_it", "pygments"} == set()


def test_each_command_is_a_file_that_defines_main_with_a_line_of_help() -> None:
    for path in sorted((SOURCE / "commands").glob("[!_]*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        mains = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]
        assert len(mains) == 1, path.name
        assert ast.get_docstring(mains[0]), path.name


def test_the_library_stays_usable_after_the_command_line_ran_in_this_process(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    decks = str(write_sample(tmp_path / "decks"))
    outputs = {run_here(capsys, "list", "--decks", decks) for _ in range(3)}
    assert len(outputs) == 1
    assert cli.run(["--version"]) == 0
