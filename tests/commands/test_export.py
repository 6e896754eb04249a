"""`flash export`: what it tells, what it refuses, and that the old file survives whatever happens."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pexpect
import pytest

from tests.support.decks import deck, write
from tests.support.running import PROGRAM, assert_refused, environment, run_apart, run_here


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "a-aaaa", "a-bbbb"))
    write(tmp_path / "decks" / "beta.yaml", deck("beta", "b-aaaa"))
    return tmp_path / "decks"


def test_a_first_export_says_what_to_do(decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(decks))
    assert ran.code == 0
    assert ran.out.startswith(f"{tmp_path / 'o.apkg'}: 3 notes, 3 cards, ")
    assert "File › Import" in ran.out
    assert ran.err == ""


def test_a_later_export_tells_what_changed_and_what_left(
    decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "o.apkg")
    run_here(capsys, "export", out, "--decks", str(decks))
    retired = deck("alpha", "- id: a-aaaa\n  q: What?\n  a: new\n", "a-cccc", header="retired: [a-bbbb]\n")
    write(decks / "alpha.yaml", retired)
    (decks / "beta.yaml").unlink()
    ran = run_here(capsys, "export", out, "--force", "--decks", str(decks))
    assert "Since your last export: 1 new, 1 changed, 0 as they were." in ran.out
    assert "2 notes left the decks, and Anki keeps them." in ran.out
    assert "  Id:a-bbbb or Id:b-aaaa\n" in ran.out
    told = json.loads(run_here(capsys, "export", out, "--force", "--json", "--decks", str(decks)).out)
    assert (told["new"], told["changed"], told["gone"]) == (0, 0, ["a-bbbb", "b-aaaa"])
    assert told["notes"] == 2
    alone = json.loads(run_here(capsys, "export", out, "alpha", "--force", "--json", "--decks", str(decks)).out)
    assert alone["gone"] == ["a-bbbb"]


def test_the_same_export_gives_the_same_bytes(decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "one.apkg", tmp_path / "two.apkg"]
    for file in files:
        assert run_here(capsys, "export", str(file), "--decks", str(decks)).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_checkout_is_never_written_to(decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(decks.rglob("*"))
    run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(decks))
    assert sorted(decks.rglob("*")) == before


@pytest.mark.parametrize("suffix", ["csv", "json", "md"])
def test_other_formats(suffix: str, decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"o.{suffix.upper()}"
    ran = run_here(capsys, "export", str(out), "alpha", "--decks", str(decks))
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert b"What is a-aaaa?" in out.read_bytes()
    assert b"b-aaaa" not in out.read_bytes()


@pytest.mark.parametrize("name", ["o.xyz", "o", "o.apkg.zip", ".apkg"])
def test_an_unknown_suffix_lists_what_there_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert_refused(run_here(capsys, "export", name), 2, ".apkg (", ".csv (", ".json (", ".md (")


def test_a_target_that_exists_is_asked_for(decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "o.apkg"
    out.write_bytes(b"old")
    assert_refused(run_here(capsys, "export", str(out), "--decks", str(decks)), 2, "exists", "--force")
    assert out.read_bytes() == b"old"
    command = [*PROGRAM[1:], "export", str(out), "--decks", str(decks)]
    for answer, after in (("n", b"old"), ("y", b"PK")):
        program = pexpect.spawn(PROGRAM[0], command, env=environment(), encoding="utf-8", timeout=20)
        program.expect("Write over it")
        program.sendline(answer)
        program.expect(pexpect.EOF)
        program.close()
        assert out.read_bytes()[: len(after)] == after
        assert program.exitstatus == (2 if answer == "n" else 0)


@pytest.mark.parametrize(
    ("target", "code", "word"),
    [
        ("folder.apkg", 2, "is a folder"),
        ("none/o.apkg", 2, "does not exist"),
        ("x" * 300 + ".apkg", 6, "no usable file name"),
    ],
)
def test_targets_that_cannot_be(
    target: str, code: int, word: str, decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.apkg").mkdir()
    assert_refused(run_here(capsys, "export", str(tmp_path / target), "--decks", str(decks)), code, word)


def test_a_device_is_no_target(tmp_path: Path, decks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "o.apkg")
    assert_refused(run_here(capsys, "export", str(tmp_path / "o.apkg"), "-f", "--decks", str(decks)), 2, "no file")


def test_a_link_stays_a_link(decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "real.apkg").write_bytes(b"old")
    (tmp_path / "link.apkg").symlink_to("real.apkg")
    assert run_here(capsys, "export", str(tmp_path / "link.apkg"), "--force", "--decks", str(decks)).code == 0
    assert (tmp_path / "link.apkg").is_symlink()
    assert (tmp_path / "real.apkg").read_bytes()[:2] == b"PK"


def test_a_folder_that_cannot_be_written_to(
    decks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refusing(path: str | Path, *arguments: int) -> int:
        if str(path).endswith(".part"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments)

    monkeypatch.setattr(os, "open", refusing)
    out = tmp_path / "o.apkg"
    assert_refused(run_here(capsys, "export", str(out), "--decks", str(decks)), 6, "Permission denied", "as it was")


def test_a_full_disk_leaves_the_old_file(decks: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "o.apkg"
    out.parent.mkdir()
    out.write_bytes(b"old")
    limit = (
        "import resource as r, os, sys; r.setrlimit(r.RLIMIT_FSIZE, (2000, 2000)); os.execv(sys.argv[1], sys.argv[1:])"
    )
    done = subprocess.run(
        [PROGRAM[0], "-c", limit, *PROGRAM, "export", str(out), "--force", "--decks", str(decks)],
        capture_output=True, env=environment(), timeout=30, check=False, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (6, ""), done
    assert "File too large" in done.stderr
    assert out.read_bytes() == b"old"
    assert list(out.parent.iterdir()) == [out]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_killed_export_leaves_the_old_file(tmp_path: Path, decks: Path) -> None:
    out = tmp_path / "out" / "o.apkg"
    out.parent.mkdir()
    out.write_bytes(b"old")
    command = [*PROGRAM, "export", str(out), "--force", "--decks", str(decks)]
    for wait in (0.05, 0.15, 0.25, 0.35, 0.45):
        program = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        time.sleep(wait)
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert out.read_bytes()[:2] in (b"ol", b"PK")
    done = run_apart("export", str(out), "--force", "--decks", str(decks))
    assert (done.code, out.read_bytes()[:2]) == (0, b"PK")
    assert list(out.parent.iterdir()) == [out]


def test_an_unknown_topic_and_an_empty_library(tmp_path: Path, decks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "o.apkg")
    assert_refused(run_here(capsys, "export", out, "alpa", "--decks", str(decks)), 2, "nearest: alpha")
    (tmp_path / "none").mkdir()
    assert_refused(run_here(capsys, "export", out, "--decks", str(tmp_path / "none")), 2, "no cards to export")


def test_a_record_that_cannot_be_kept_is_told(
    decks: Path, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("roadmap_flash.exporters._record.replace_file", refusing)
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(decks))
    assert ran.code == 0
    assert "could not be written down (Permission denied)" in ran.out


def test_cards_anki_could_not_show_are_named_by_export_and_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "- id: a-aaaa\n  q: '#'\n  a: that\n"
    path = write(tmp_path / "decks" / "alpha.yaml", deck("alpha", bad, "a-bbbb"))
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(path.parent))
    assert (ran.code, ran.err) == (
        0,
        f"left out: {path}:3: a-aaaa: its front shows nothing; write it so that something is seen\n",
    )
    assert "1 note left out, named above." in ran.out
    check = run_here(capsys, "check", "--decks", str(path.parent))
    assert check.code == 3
    assert ":3: unseen: its front shows nothing" in check.out


def test_check_fix_keeps_the_lock(
    decks: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_here(capsys, "check", "--decks", str(decks)).code == 0
    monkeypatch.setenv("FLASH_NOW", "2026-11-01T10:00Z")
    assert "3 notes changed" in run_here(capsys, "check", "--fix", "--decks", str(decks)).err
    assert "nothing to do" in run_here(capsys, "check", "--fix", "--decks", str(decks)).err
    write(decks / "beta.yaml", deck("beta", "- id: b-aaaa\n  q: What?\n  a: new\n"))
    behind = run_here(capsys, "check", "--decks", str(decks))
    assert behind.code == 3
    assert "changes-lock: 1 note changed since it was written, such as b-aaaa; run: flash check --fix" in behind.out
    monkeypatch.setenv("FLASH_NOW", "2026-11-02T10:00Z")
    assert run_here(capsys, "check", "--fix", "--decks", str(decks)).code == 0
    times = {note: at for note, (_, at) in json.loads((decks / "changes.lock").read_text()).items()}
    assert times == {
        "a-aaaa": "2026-11-01T10:00:00Z",
        "a-bbbb": "2026-11-01T10:00:00Z",
        "b-aaaa": "2026-11-02T10:00:00Z",
    }
