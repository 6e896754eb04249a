"""Verifying a library: what is run, what its locks keep, and what a learner is asked and told."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roadmap_flash import verifying
from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.lock import FILE, Proof, read_lock, write_lock
from roadmap_flash.decks.proof.runs import Limits
from roadmap_flash.paths import shipped_decks
from roadmap_flash.verifying import Verification
from tests.support.decks import deck, write
from tests.support.running import PROGRAM, assert_refused, environment, run_here
from tests.support.sandboxes import linux_only, processes

pytestmark = linux_only


def item(note_id: str, verify: str = "assert len(ANSWER) == len('abc')", **more: str) -> str:
    lines = [f"- id: {note_id}", f"  q: What is {note_id}?", "  a: that", f"  verify: {verify}"]
    return "\n".join([*lines, *(f"  {key}: {value}" for key, value in more.items())]) + "\n"


GOOD = "assert len(ANSWER) == len('abcd')"
BASH = "echo $ANSWER | grep -q ^t.*t"


@pytest.fixture(autouse=True)
def one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "MOST_WORKERS", 1)


NEEDING = "needs: [no-such-package]\nsetup: import no_such_package\n"


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """Three decks: two notes that hold and one without a proof; one that needs what is not there; one in bash."""
    folder = tmp_path / "decks"
    write(folder / "alpha.yaml", deck("alpha", item("al-aaaa", GOOD), item("al-bbbb", "assert 1 + 1 == 2"), "al-cccc"))
    write(folder / "beta.yaml", deck("beta", item("be-aaaa", GOOD), header=NEEDING))
    write(folder / "gamma.yaml", deck("gamma", item("ga-aaaa", BASH), header="runs: bash\n"))
    return folder


def verify(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    ran = run_here(capsys, "verify", "--decks", str(folder), "--yes", "--json", *arguments)
    assert ran.code == code, ran
    assert ran.out.isascii()
    report: dict[str, Any] = json.loads(ran.out)
    return report


def counts(report: dict[str, Any]) -> list[int]:
    return [report[key] for key in ("proven", "bound", "refused", "failed", "skipped", "ran")]


def test_all_is_run_and_then_only_what_changed(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    assert counts(verify(capsys, decks)) == [3, 2, 2, 0, 1, 3]
    assert set(read_lock(decks / FILE)) == {"al-aaaa", "al-bbbb", "ga-aaaa"}
    lock = (decks / FILE).read_bytes()
    assert counts(verify(capsys, decks, "--changed")) == [3, 2, 2, 0, 1, 0]
    assert counts(verify(capsys, decks)) == [3, 2, 2, 0, 1, 3]
    assert (decks / FILE).read_bytes() == lock
    write(decks / "gamma.yaml", deck("gamma", item("ga-aaaa", f"{BASH} && true"), header="runs: bash\n"))
    assert counts(verify(capsys, decks, "--changed")) == [3, 2, 2, 0, 1, 1]


def test_nothing_is_started_where_nothing_changed(
    capsys: pytest.CaptureFixture[str], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(capsys, decks)
    monkeypatch.delattr(verifying, "Worker")
    assert counts(verify(capsys, decks, "--changed")) == [3, 2, 2, 0, 1, 0]


def test_the_setup_of_a_deck_belongs_to_its_proofs_and_its_needs_do_not(
    capsys: pytest.CaptureFixture[str], decks: Path
) -> None:
    verify(capsys, decks)
    cards = [item("al-aaaa", GOOD), item("al-bbbb", "assert 1 + 1 == 2")]
    write(decks / "alpha.yaml", deck("alpha", *cards, header="needs: [pytest]\n"))
    assert verify(capsys, decks, "alpha", "--changed")["ran"] == 0
    write(decks / "alpha.yaml", deck("alpha", *cards, header="setup: x = 1\n"))
    assert verify(capsys, decks, "alpha", "--changed")["ran"] == 2
    write(decks / "alpha.yaml", deck("alpha", *cards, header="setup: 1 / 0\n"))
    report = verify(capsys, decks, "alpha", code=3)
    assert {row["told"] for row in report["cards"]} == {"the deck's setup fails: ZeroDivisionError: division by zero"}


def test_only_the_named_topics_are_run(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    assert counts(verify(capsys, decks, "gamma")) == [1, 1, 1, 0, 0, 1]
    assert set(read_lock(decks / FILE)) == {"ga-aaaa"}
    verify(capsys, decks, "alpha")
    assert set(read_lock(decks / FILE)) == {"al-aaaa", "al-bbbb", "ga-aaaa"}
    assert_refused(run_here(capsys, "verify", "delta", "--decks", str(decks)), 2, "delta")


def test_a_folder_may_be_named_in_any_way(
    capsys: pytest.CaptureFixture[str], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(capsys, decks)
    monkeypatch.chdir(decks.parent)
    assert counts(verify(capsys, Path(decks.name))) == [3, 2, 2, 0, 1, 3]
    assert counts(verify(capsys, decks, "--changed")) == [3, 2, 2, 0, 1, 0]


def test_a_merge_with_conflicts_costs_no_proof_and_is_mended(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    verify(capsys, decks)
    lock = (decks / FILE).read_bytes()
    for topic in ("gamma", "alpha"):
        (decks / FILE).write_bytes(lock.replace(b"{\n", b"{\n<<<<<<< ours\n=======\n>>>>>>> theirs\n", 1))
        assert verify(capsys, decks, topic, "--changed")["ran"] == 0
        assert (decks / FILE).read_bytes() == lock


def test_two_runs_at_once_keep_the_proofs_of_both(decks: Path) -> None:
    library = open_library([decks], None)
    runs = [verifying.Verification(library, [decks], {topic}) for topic in ("alpha", "gamma")]
    for run in runs:
        run.write(run.run(run.jobs, lambda: None))
    assert set(read_lock(decks / FILE)) == {"al-aaaa", "al-bbbb", "ga-aaaa"}


def test_cards_that_left_leave_the_lock(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    verify(capsys, decks)
    write(decks / "alpha.yaml", deck("alpha", item("al-bbbb", "assert 1 + 1 == 2")))
    verify(capsys, decks, "gamma")
    assert set(read_lock(decks / FILE)) == {"al-bbbb", "ga-aaaa"}


def test_an_error_that_hides_a_card_costs_it_no_proof(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    verify(capsys, decks)
    text = (decks / "alpha.yaml").read_text()
    write(decks / "alpha.yaml", text.replace("id: al-aaaa", "id: al-aaaa\n  nonsense: 1", 1))
    verify(capsys, decks, "gamma")
    assert set(read_lock(decks / FILE)) == {"al-aaaa", "al-bbbb", "ga-aaaa"}


def test_a_failure_is_named_by_place_and_leaves_the_lock(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    verify(capsys, decks)
    write(
        decks / "alpha.yaml",
        deck("alpha", "al-cccc", item("al-aaaa", r'"print(\"\\x1b[31m\"); assert ANSWER == 1 + 1"')),
    )
    ran = run_here(capsys, "verify", "alpha", "--decks", str(decks), "--yes")
    assert (ran.code, ran.err) == (3, "flash: 1 card failed; each line above says what to mend\n")
    path = decks / "alpha.yaml"
    assert ran.out.splitlines()[0].startswith(f"{path}:6: al-aaaa: the answer 'that' does not pass: ")
    assert "\x1b" not in ran.out
    assert set(read_lock(decks / FILE)) == {"ga-aaaa"}


def test_hostile_cards_are_stopped_and_named(decks: Path) -> None:
    cards = [item("al-aaaa", "'while True: pass'"), item("al-bbbb", "bytearray(10**11)"), item("al-cccc", GOOD)]
    write(decks / "alpha.yaml", deck("alpha", *cards))
    found = Verification(open_library([decks], None), [decks], ["alpha"])
    rows = found.run(found.jobs, lambda: None, limits=Limits(seconds=1))
    assert [row.outcome.told for row in rows] == [
        "the answer 'that' runs into the time limit",
        "the answer 'that' does not pass: MemoryError",
        "",
    ]


def test_what_a_deck_needs_and_is_not_there_is_skipped(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    ran = run_here(capsys, "verify", "beta", "--decks", str(decks), "--yes")
    assert (ran.code, ran.err) == (0, "")
    path = decks / "beta.yaml"
    assert f"{path}:5: be-aaaa: skipped: no-such-package is not installed\n" in ran.out
    assert_strict(capsys, decks, "beta", refused=True)


def test_what_does_not_speak_of_the_package_runs_without_it(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    cards = [item("be-aaaa", GOOD), item("be-bbbb", f"import no_such_package; {GOOD}")]
    write(decks / "beta.yaml", deck("beta", *cards, header="needs: [no-such-package]\n"))
    rows = {row["card"]: row["verdict"] for row in verify(capsys, decks, "beta")["cards"]}
    assert rows == {"be-aaaa": "proven", "be-bbbb": "skipped"}


def assert_strict(capsys: pytest.CaptureFixture[str], decks: Path, topic: str, *, refused: bool) -> None:
    ran = run_here(capsys, "verify", topic, "--decks", str(decks), "--yes", "--strict")
    assert ran.code == (3 if refused else 0), ran
    assert ("1 card could not be run" in ran.err) == refused


def test_a_proof_made_elsewhere_stands_for_what_is_needed(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    (note,) = open_library([decks], None).notes("beta")
    proof = Proof(note.digest, {"no-such-package": "1.0"}, "2026-11-22", bound=True, refused=1)
    write_lock(decks / FILE, {note.id: proof})
    report = verify(capsys, decks, "beta", "--strict")
    assert counts(report) == [1, 1, 1, 0, 0, 0]
    assert read_lock(decks / FILE) == {note.id: proof}
    write(decks / "beta.yaml", deck("beta", item("be-aaaa", f"{GOOD} != 0"), header=NEEDING))
    assert counts(verify(capsys, decks, "beta")) == [0, 0, 0, 0, 1, 0]
    assert read_lock(decks / FILE) == {}
    assert_strict(capsys, decks, "beta", refused=True)


def test_a_tool_that_is_missing_is_a_skip_that_strict_refuses(
    capsys: pytest.CaptureFixture[str], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(capsys, decks)
    monkeypatch.setenv("PATH", "/nowhere")
    report = verify(capsys, decks, "gamma")
    assert counts(report) == [1, 1, 1, 0, 0, 0]
    assert report["cards"][0]["told"] == "bash is not installed"
    assert_strict(capsys, decks, "gamma", refused=True)


def test_output_that_cannot_be_run_is_told_and_no_error(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    text = "- id: al-aaaa\n  q: What?\n  code: x\n  lang: java\n  output: y\n"
    write(decks / "alpha.yaml", deck("alpha", text))
    report = verify(capsys, decks, "alpha", "--strict")
    assert counts(report) == [0, 0, 0, 0, 1, 0]
    assert "java" in report["cards"][0]["told"]


def test_without_isolation_nothing_runs_unless_asked(
    capsys: pytest.CaptureFixture[str], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "roadmap_flash.decks.proof.sandbox.worker._PROGRAM",
        "import sys; sys.path.append({!r}); from roadmap_flash.decks.proof.sandbox import linux, zygote\n"
        "def deny(flags): raise PermissionError(1, 'unshare: Operation not permitted')\n"
        "linux.unshare = deny\n"
        "zygote.main()",
    )
    ran = run_here(capsys, "verify", "alpha", "--decks", str(decks), "--yes")
    assert_refused(ran, 1, "unshare: Operation not permitted", "--unsafe")
    assert counts(verify(capsys, decks, "--unsafe")) == [3, 2, 2, 0, 1, 3]


def test_unsafe_runs_end_in_time_and_leave_nothing(
    decks: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    code = (
        "import os, time\n    if os.fork() == 0: os.setsid(); time.sleep(300)\n    open('x', 'w')\n    while True: pass"
    )
    write(decks / "alpha.yaml", deck("alpha", item("al-aaaa", f"|\n    {code}")))
    found = Verification(open_library([decks], None), [decks], ["alpha"])
    before = set(Path("/tmp").iterdir())
    (row,) = found.run(found.jobs, lambda: None, limits=Limits(seconds=1), isolated=False)
    assert row.outcome.told == "the answer 'that' runs into the time limit"
    assert not [path for path in set(Path("/tmp").iterdir()) - before if path.name.startswith("flash-verify-")]


def test_other_decks_are_run_only_when_asked(
    capsys: pytest.CaptureFixture[str], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run_here(capsys, "verify", "--decks", str(decks), typed="y\n")
    assert_refused(ran, 2, "4 cards", "--yes")
    assert not (decks / FILE).exists()
    monkeypatch.setattr("roadmap_flash.commands.verify.is_interactive", lambda: True)
    for typed, runs in {"y\n": True, "n\n": False, "": False}.items():
        ran = run_here(capsys, "verify", "alpha", "--decks", str(decks), typed=typed)
        assert (ran.code == 0, "[y/N]" in ran.err) == (runs, True), ran


def test_shipped_decks_run_unasked_and_every_proof_of_them_holds() -> None:
    roots = [shipped_decks()]
    found = Verification(open_library(roots, None), roots, None)
    assert found.outside(found.jobs) == []
    assert [job.note.id for job in found.changed()] == []
    assert read_lock(roots[0] / FILE).keys() == {job.note.id for job in found.jobs}


def test_proofs_of_installed_decks_are_kept_with_ones_own(
    capsys: pytest.CaptureFixture[str], decks: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = decks.parent / "package" / "shipped"
    decks.parent.joinpath("package").mkdir()
    decks.rename(installed)
    monkeypatch.setattr("roadmap_flash.paths._PACKAGE", str(installed.parent))
    ran = run_here(capsys, "verify", "alpha")
    assert (ran.code, ran.err) == (0, ""), ran
    assert not (installed / FILE).exists()
    assert set(read_lock(home / "decks" / FILE)) == {"al-aaaa", "al-bbbb"}
    listed = json.loads(run_here(capsys, "list", "--json").out)
    assert {row["id"] for row in listed if row["proven"]} == {"al-aaaa", "al-bbbb"}
    write(home / "decks" / "mine.yaml", deck("alpha", item("al-aaaa", f"{GOOD} != 0")))
    assert_refused(run_here(capsys, "verify", "--changed"), 2, "mine.yaml", "--yes")
    report = json.loads(run_here(capsys, "verify", "--changed", "--yes", "--json").out)
    assert report["ran"] == 2
    assert set(read_lock(home / "decks" / FILE)) == {"al-aaaa", "al-bbbb", "ga-aaaa"}


def test_a_lock_that_cannot_be_written_is_one_line(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    (decks / FILE).mkdir()
    ran = run_here(capsys, "verify", "gamma", "--decks", str(decks), "--yes")
    assert ran.code == 3
    assert ran.err.startswith(f"flash: {decks / FILE}: cannot be written")
    assert "1 card proven" in ran.out


def test_one_file_is_verified_without_a_lock(capsys: pytest.CaptureFixture[str], decks: Path) -> None:
    assert counts(verify(capsys, decks / "alpha.yaml")) == [2, 1, 1, 0, 0, 2]
    assert sorted(path.name for path in decks.iterdir()) == ["alpha.yaml", "beta.yaml", "gamma.yaml"]


def test_ctrl_c_ends_all_at_once(decks: Path) -> None:
    looping = "|\n    import os\n    os.execvp('bash', ['bash', '-c', 'sleep 100; : flash-interrupted'])"
    write(decks / "alpha.yaml", deck("alpha", *(item(f"al-{name}", looping) for name in ("aaaa", "bbbb", "cccc"))))
    command = [*PROGRAM, "verify", "alpha", "--decks", str(decks), "--yes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        wait_until(lambda: [line for line in processes("flash-interrupted") if line.startswith("bash")])
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"")
    wait_until(lambda: not processes("flash-interrupted"))
    assert not (decks / FILE).exists()


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
