"""`flash new`: a topic that is there at once, everywhere."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from roadmap_flash.authoring import topics as topics_module
from roadmap_flash.decks.editing.files import Opened, write_text
from roadmap_flash.decks.reader import read_text
from roadmap_flash.decks.roadmap import read_roadmap
from roadmap_flash.errors import DeckError
from tests.support.installed import ROADMAP, install
from tests.support.running import assert_refused, run_here

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of decks with a roadmap, named in the environment."""
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "roadmap.yaml").write_text(ROADMAP)
    shutil.copy(ROOT / "decks" / "deck.schema.json", folder)
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    return folder


def topics(capsys: Capture) -> dict[str, dict[str, object]]:
    return {row["slug"]: row for row in json.loads(run_here(capsys, "topics", "--json").out)}


def test_in_a_checkout_the_roadmap_itself_grows(capsys: Capture, checkout: Path) -> None:
    ran = run_here(capsys, "new", "gamma", "--title", "Gamma: rays", "--under", "Alpha", "--needs", "alpha,beta")
    assert ran.code == 0, ran
    deck = checkout / "basics" / "alpha" / "gamma.yaml"
    assert ran.out.endswith("gamma.yaml\nAdd cards with: flash add gamma\n")
    assert deck.read_text().startswith("# yaml-language-server: $schema=../../deck.schema.json\ntopic: gamma\n")
    row = topics(capsys)["gamma"]
    assert (row["path"], row["prerequisites"]) == (["Basics", "Alpha", "Gamma: rays"], ["alpha", "beta"])
    added = [line for line in (checkout / "roadmap.yaml").read_text().splitlines() if line not in ROADMAP.splitlines()]
    assert added[0] == "    children:"
    assert run_here(capsys, "check").code == 0


def test_it_is_reviewed_and_counted(capsys: Capture, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_here(capsys, "new", "gamma", "--under", "basics")
    assert topics(capsys)["gamma"]["title"] == "Gamma"
    assert run_here(capsys, "add", "gamma", "--q", "What is gamma?", "--a", "a ray").code == 0
    assert topics(capsys)["gamma"]["cards"] == 1
    ran = run_here(capsys, "review", "gamma", "--plain", typed="\n3\n")
    assert "Basics › Gamma" in ran.out
    assert "What is gamma?" in ran.out
    assert "Good: again in" in ran.out


def test_in_an_installed_copy_the_roadmap_is_the_learner_s_own(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    shipped = install(tmp_path, monkeypatch)
    before = {path: path.read_bytes() for path in shipped.rglob("*") if path.is_file()}
    assert run_here(capsys, "new", "gamma", "--title", "Gamma", "--under", "basics", "--needs", "alpha").code == 0
    assert run_here(capsys, "new", "delta", "--title", "Delta", "--under", "gamma").code == 0
    assert list(topics(capsys)) == ["basics", "alpha", "gamma", "delta", "beta"]
    card = ("--q", "What is delta?", "--a", "a river's mouth", "--src", "https://example.org/delta")
    assert run_here(capsys, "add", "delta", *card).code == 0
    deck = home / "decks" / "basics" / "gamma" / "delta.yaml"
    assert deck.read_text().startswith("# yaml-language-server: $schema=../../deck.schema.json\n")
    assert (home / "decks" / "deck.schema.json").read_text() == (ROOT / "decks" / "deck.schema.json").read_text()
    assert topics(capsys)["delta"]["cards"] == 1
    assert run_here(capsys, "check").code == 0
    assert "What is delta?" in run_here(capsys, "review", "delta", "--plain", typed="\n3\n").out
    assert {path: path.read_bytes() for path in shipped.rglob("*") if path.is_file()} == before


def test_the_examples_are_sound_cards_of_every_kind(capsys: Capture, checkout: Path) -> None:
    run_here(capsys, "new", "gamma", "--under", "basics")
    text = (checkout / "basics" / "gamma.yaml").read_text()
    shown = re.sub(r"^# ?(?=[- ])", "", text[text.index("# - q:") :], flags=re.MULTILINE)
    shown = "\n".join(line for line in shown.splitlines() if line != "#")
    deck = read_text(
        f"sources: {{page: {{doc: D, url: https://a.org}}}}\ncards:\n{shown}\n".encode(), Path("x.yaml"), None
    )
    assert deck.problems == []
    assert sorted(note.kind for note in deck.notes) == ["both", "choice", "cloze", "drill", "output", "question"]


def test_cards_are_added_above_the_examples(capsys: Capture, checkout: Path) -> None:
    run_here(capsys, "new", "gamma", "--under", "basics")
    ran = run_here(capsys, "add", "gamma", "--q", "x y?", "--a", "z", "--src", "Manual https://example.org/m")
    assert ran.code == 0, ran
    text = (checkout / "basics" / "gamma.yaml").read_text()
    assert "\nsources:   # such as" in text
    assert "\n  manual: {doc: Manual, url: https://example.org/m}\ncards:\n- id: gamma-" in text
    assert text.index("x y?") < text.index("# A worked example")


def test_a_folder_without_a_roadmap_gets_a_file(capsys: Capture, sample: Path) -> None:
    assert_refused(run_here(capsys, "new", "gamma", "--title", "G"), 2, "no roadmap.yaml", "leave out")
    assert run_here(capsys, "new", "gamma").code == 0
    assert list(topics(capsys)) == ["alpha", "gamma"] or run_here(capsys, "check").code == 0
    assert_refused(run_here(capsys, "new", "delta", "--decks", str(sample / "alpha.yaml")), 2, "is one deck")


def test_a_deck_is_never_called_like_the_roadmap(capsys: Capture, sample: Path) -> None:
    assert_refused(run_here(capsys, "new", "roadmap"), 2, "name of the roadmap itself")
    assert run_here(capsys, "topics").code == 0


@pytest.mark.parametrize("name", ["roadmap.yaml", "gamma.yaml"])
def test_where_one_file_cannot_be_written_none_is(
    capsys: Capture, checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(opened: Opened, text: str) -> None:
        if opened.path.name == name:
            raise DeckError("disk full")
        write_text(opened, text)

    monkeypatch.setattr(topics_module, "write_text", fail)
    before = (checkout / "roadmap.yaml").read_bytes()
    assert_refused(run_here(capsys, "new", "gamma", "--under", "basics"), 3, "disk full")
    assert (checkout / "roadmap.yaml").read_bytes() == before
    assert not list(checkout.rglob("gamma.yaml"))


@pytest.mark.parametrize(
    "slug",
    ["a/b", "..", "../x", "two words", "Upper", "-x", "x-", "x--y", "", "ü", "x\ny", "x.yaml", "x" * 61, "\x1b[31m"],
)
def test_no_slug(capsys: Capture, checkout: Path, slug: str) -> None:
    before = sorted(checkout.rglob("*"))
    assert_refused(run_here(capsys, "new", "--under", "basics", "--", slug), 2, "is no slug", "feature-stores")
    assert sorted(checkout.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("alpha", "--under", "basics"), 2, ("there is a topic alpha already", "flash add alpha")),
        (("gamma",), 2, ("where gamma belongs", "--under")),
        (("gamma", "--under", "basic"), 2, ("basic", "basics")),
        (("gamma", "--under", "basics", "--needs", "alfa"), 2, ("alfa", "alpha")),
        (("gamma", "--under", "basics", "--title", "x\x07"), 2, ("is no title",)),
        (("gamma", "--under", "basics", "--title", "x" * 200), 2, ("is no title",)),
    ],
)
def test_refusals(
    capsys: Capture, checkout: Path, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    before = (checkout / "roadmap.yaml").read_bytes()
    assert_refused(run_here(capsys, "new", *arguments), code, *words)
    assert (checkout / "roadmap.yaml").read_bytes() == before
    assert not list(checkout.rglob("gamma.yaml"))


def test_a_deck_that_is_there_stays(capsys: Capture, checkout: Path) -> None:
    (checkout / "basics").mkdir()
    (checkout / "basics" / "gamma.yaml").write_text("cards: []\n")
    before = (checkout / "roadmap.yaml").read_bytes()
    assert_refused(run_here(capsys, "new", "gamma", "--under", "basics"), 3, "gamma.yaml", "is there already")
    assert (checkout / "roadmap.yaml").read_bytes() == before


def test_the_shipped_roadmap_takes_a_topic(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "decks", tmp_path / "decks")
    monkeypatch.setenv("FLASH_DECKS", str(tmp_path / "decks"))
    ran = run_here(
        capsys, "new", "feature-stores", "--title", "Feature Stores", "--under", "mlops", "--needs", "docker"
    )
    assert ran.code == 0, ran
    assert read_roadmap(tmp_path / "decks" / "roadmap.yaml").topics["feature-stores"].parents == ("mlops",)
