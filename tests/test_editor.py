"""The learner's editor is started with a list of arguments, at the right line."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from roadmap_flash.editor import command, edit
from roadmap_flash.errors import UsageError
from tests.support.editors import use_editor

FILE = Path("/decks/--wq; rm -rf x.yaml")


@pytest.mark.parametrize(
    ("typed", "arguments"),
    [
        ("vim", ["vim", "+7", "--", str(FILE)]),
        ("/usr/bin/nvim -n", ["/usr/bin/nvim", "-n", "+7", "--", str(FILE)]),
        ("nano", ["nano", "+7", "--", str(FILE)]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "--", str(FILE)]),
        ("micro", ["micro", "+7", str(FILE)]),
        ("code", ["code", "--wait", "--goto", f"{FILE}:7"]),
        ("code -w", ["code", "-w", "--goto", f"{FILE}:7"]),
        ("subl", ["subl", "--wait", f"{FILE}:7"]),
        ("hx", ["hx", f"{FILE}:7"]),
        ("gvim -f", ["gvim", "-f", "+7", "--", str(FILE)]),
        ("'/opt/my editor/ed it' --x", ["/opt/my editor/ed it", "--x", str(FILE)]),
        ("ed; rm", ["ed;", "rm", str(FILE)]),
    ],
)
def test_the_arguments_of_each_editor(monkeypatch: pytest.MonkeyPatch, typed: str, arguments: list[str]) -> None:
    monkeypatch.setenv("VISUAL", typed)
    assert command(FILE, 7) == arguments


def test_visual_goes_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.setenv("EDITOR", "nano")
    assert command(FILE, 1)[0] == "nano"
    monkeypatch.setenv("VISUAL", "vim")
    assert command(FILE, 1)[0] == "vim"


def test_without_one_a_usual_editor_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="name yours in EDITOR"):
        command(FILE, 1)
    (tmp_path / "vi").write_text("#!/bin/sh\n")
    (tmp_path / "vi").chmod(0o755)
    assert command(FILE, 1)[0] == "vi"


@pytest.mark.parametrize(
    ("typed", "message"), [("'open", "EDITOR: .* cannot be read"), ("/no/such", "cannot be started")]
)
def test_no_editor(monkeypatch: pytest.MonkeyPatch, typed: str, message: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", typed)
    with pytest.raises(UsageError, match=message):
        edit(FILE, 1)


@pytest.mark.parametrize("name", ["--wq.yml", "; rm -rf x.yaml", "two words.yaml", "line\nfeed.yaml", "$(x).yaml"])
def test_any_file_name_arrives_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("old")
    calls = use_editor(monkeypatch, home, 'echo new > "$file"', name="vim")
    monkeypatch.chdir(tmp_path)
    edit(Path(name), 3)
    assert path.read_text() == "new\n"
    assert calls() == [["+3", "--", str(path)]]
    assert sorted(other.name for other in tmp_path.iterdir()) == sorted([name, "home"])


def test_signals_are_as_before(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)]
    use_editor(monkeypatch, home, "kill -INT $PPID; kill -INT $$; sleep 5")
    with pytest.raises(UsageError, match="ended with code -2"):
        edit(home / "x", 1)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)] == before
