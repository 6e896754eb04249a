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
from tests.support.installed import install
from tests.support.running import PROGRAM, assert_refused, environment, run_apart, run_here

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "a-aaaa", "a-bbbb"))
    write(tmp_path / "decks" / "beta.yaml", deck("beta", "b-aaaa"))
    return tmp_path / "decks"


def test_a_first_export_says_what_to_do(decks: Path, tmp_path: Path, capsys: Capture) -> None:
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(decks))
    assert ran.code == 0
    assert ran.out.startswith(f"{tmp_path / 'o.apkg'}: 3 notes, 3 cards, ")
    assert "File › Import" in ran.out
    assert ran.err == ""


def test_a_later_export_tells_what_changed_and_what_left(decks: Path, tmp_path: Path, capsys: Capture) -> None:
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


def test_the_same_export_gives_the_same_bytes(decks: Path, tmp_path: Path, capsys: Capture) -> None:
    files = [tmp_path / "one.apkg", tmp_path / "two.apkg"]
    for file in files:
        assert run_here(capsys, "export", str(file), "--decks", str(decks)).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_checkout_is_never_written_to(decks: Path, tmp_path: Path, capsys: Capture) -> None:
    before = sorted(decks.rglob("*"))
    run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(decks))
    assert sorted(decks.rglob("*")) == before


@pytest.mark.parametrize("suffix", ["csv", "json", "md"])
def test_other_formats(suffix: str, decks: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / f"o.{suffix.upper()}"
    ran = run_here(capsys, "export", str(out), "alpha", "--decks", str(decks))
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert b"What is a-aaaa?" in out.read_bytes()
    assert b"b-aaaa" not in out.read_bytes()


@pytest.mark.parametrize("name", ["o.xyz", "o", "o.apkg.zip", ".apkg"])
def test_an_unknown_suffix_lists_what_there_is(name: str, capsys: Capture) -> None:
    assert_refused(run_here(capsys, "export", name), 2, ".apkg (", ".csv (", ".json (", ".md (")


def test_a_target_that_exists_is_asked_for(decks: Path, tmp_path: Path, capsys: Capture) -> None:
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
    target: str, code: int, word: str, decks: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "folder.apkg").mkdir()
    assert_refused(run_here(capsys, "export", str(tmp_path / target), "--decks", str(decks)), code, word)


def test_a_device_is_no_target(tmp_path: Path, decks: Path, capsys: Capture) -> None:
    os.mkfifo(tmp_path / "o.apkg")
    assert_refused(run_here(capsys, "export", str(tmp_path / "o.apkg"), "-f", "--decks", str(decks)), 2, "no file")


def test_a_link_stays_a_link(decks: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "real.apkg").write_bytes(b"old")
    (tmp_path / "link.apkg").symlink_to("real.apkg")
    assert run_here(capsys, "export", str(tmp_path / "link.apkg"), "--force", "--decks", str(decks)).code == 0
    assert (tmp_path / "link.apkg").is_symlink()
    assert (tmp_path / "real.apkg").read_bytes()[:2] == b"PK"


def test_a_folder_that_cannot_be_written_to(decks: Path, tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> None:
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


def test_an_unknown_topic_and_an_empty_library(tmp_path: Path, decks: Path, capsys: Capture) -> None:
    out = str(tmp_path / "o.apkg")
    assert_refused(run_here(capsys, "export", out, "alpa", "--decks", str(decks)), 2, "nearest: alpha")
    (tmp_path / "none").mkdir()
    assert_refused(run_here(capsys, "export", out, "--decks", str(tmp_path / "none")), 2, "no cards to export")


def test_a_record_that_cannot_be_kept_is_told(
    decks: Path, tmp_path: Path, home: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    def refusing(path: Path, rows: dict[str, object]) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("roadmap_flash.exporters._record.write_rows", refusing)
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(decks))
    assert ran.code == 0
    assert "could not be written down (Permission denied)" in ran.out


def test_cards_anki_could_not_show_are_named_by_export_and_check(tmp_path: Path, capsys: Capture) -> None:
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


def test_a_picture_that_vanished_is_named_and_the_rest_is_exported(tmp_path: Path, capsys: Capture) -> None:
    picture = "- id: a-aaaa\n  q: What is seen?\n  a: it\n  image: x.png\n  alt: it\n"
    path = write(tmp_path / "decks" / "alpha.yaml", deck("alpha", picture, "a-bbbb"))
    write(path.parent / "x.png", b"one")
    arguments = ("--force", "--decks", str(path.parent))
    assert run_here(capsys, "export", str(tmp_path / "o.apkg"), *arguments).err == ""
    (path.parent / "x.png").unlink()
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), *arguments)
    assert ran.code == 0
    assert f"left out: {path}:3: a-aaaa: its picture cannot be read: No such file" in ran.err
    assert "o.csv: 2 notes" in run_here(capsys, "export", str(tmp_path / "o.csv"), *arguments).out


def test_a_deck_with_errors_is_told_and_its_notes_have_not_left(decks: Path, tmp_path: Path, capsys: Capture) -> None:
    arguments = ("export", str(tmp_path / "o.apkg"), "--force", "--decks", str(decks))
    run_here(capsys, *arguments)
    write(decks / "beta.yaml", deck("beta", "b-aaaa") + "  answer: [\n")
    ran = run_here(capsys, *arguments)
    assert ran.code == 0
    assert "in the decks; cards that cannot be read are missing. See: flash check" in ran.err
    assert "left the decks" not in ran.out
    told = json.loads(run_here(capsys, *arguments, "--json").out)
    assert (told["notes"], told["gone"], told["errors"] > 0) == (2, [], True)
    (decks / "beta.yaml").unlink()
    assert json.loads(run_here(capsys, *arguments, "--json").out)["gone"] == ["b-aaaa"]


def test_an_upgrade_to_another_folder_keeps_the_record(
    tmp_path: Path, home: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    for place in ("old", "new"):
        install(tmp_path / place, monkeypatch)
        told = json.loads(run_here(capsys, "export", str(tmp_path / "o.apkg"), "--force", "--json").out)
    assert (told["new"], told["changed"]) == (0, 0)


def test_check_fix_keeps_the_lock_and_gives_ids(tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> None:
    text = "topic: alpha\nsources:\n  page: {doc: A page, url: https://example.org}\ncards:\n"
    cards = [
        f"- q: Which {word} does a scheduler weigh first?\n  a: the {word}\n  src: page\n" for word in ("node", "taint")
    ]
    path = write(tmp_path / "decks" / "alpha.yaml", text + "".join(cards))
    decks = ("--decks", str(path.parent))

    def locked() -> list[tuple[str, str]]:
        return [tuple(row) for row in json.loads((path.parent / "changes.lock").read_text()).values()]

    assert "changes-lock" not in run_here(capsys, "check", *decks).out
    monkeypatch.setenv("FLASH_NOW", "2026-11-01T10:00Z")
    fixed = run_here(capsys, "check", "--fix", *decks)
    assert [line.partition(":")[2].partition(" ")[0] for line in fixed.err.splitlines()[:2]] == ["5:", "9:"]
    assert "changes.lock: 2 notes changed" in fixed.err
    assert run_here(capsys, "check", "--fix", *decks).err == "Nothing to fix.\n"
    write(path, path.read_text().replace("the taint", "a taint"))
    behind = run_here(capsys, "check", *decks)
    assert behind.code == 3
    assert "changes-lock: 1 note changed since it was written, such as alpha-" in behind.out
    monkeypatch.setenv("FLASH_NOW", "2026-11-02T10:00Z")
    run_here(capsys, "check", "--fix", *decks)
    assert sorted(at for _, at in locked()) == ["2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"]
    write(path, path.read_text().rpartition("\n- ")[0] + "\n")
    assert "0 notes changed" in run_here(capsys, "check", "--fix", *decks).err
    assert len(locked()) == 1
    (lock := path.parent / "changes.lock").write_text("<<<<<<< ours\n" + lock.read_text())
    damaged = run_here(capsys, "check", *decks)
    assert damaged.code == 3
    assert "changes-lock: it is not whole, such as after a merge that left conflicts; run: flash check" in damaged.out
    run_here(capsys, "check", "--fix", *decks)
    assert [at for _, at in locked()] == ["2026-11-01T10:00:00Z"]


def test_decks_of_the_installed_package_are_not_fixed(
    tmp_path: Path, home: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    shipped = install(tmp_path, monkeypatch)
    before = {path: path.read_bytes() for path in shipped.rglob("*") if path.is_file()}
    own = write(home / "decks" / "beta.yaml", "topic: beta\ncards:\n- q: Which river has a delta?\n  a: the Nile\n")
    fixed = run_here(capsys, "check", "--fix")
    assert fixed.err.count("\n") >= 1
    assert "id: " in own.read_text()
    assert {path: path.read_bytes() for path in shipped.rglob("*") if path.is_file()} == before
    assert not (home / "decks" / "changes.lock").exists()
