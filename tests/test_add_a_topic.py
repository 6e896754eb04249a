"""The commands of docs/add-a-topic.md do what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "add-a-topic.md").read_text("utf-8")
CARDS = re.search(r"```yaml\n(# cards\.yaml\n.*?)```", PAGE, re.DOTALL)
STEPS = [
    (command, shown)
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


def without_ids(text: str) -> list[str]:
    """The lines that are not empty, whatever ids are in them, and what differs from run to run: fuzz, time and size."""
    lines = re.sub(
        r"(?<=retries-)[a-z0-9]{4}\b|(?<=Easy )\d+|[\d.]+ s\.$|\d+ kB", "····", text, flags=re.MULTILINE
    ).splitlines()
    return [line.rstrip() for line in lines if line.strip()]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "decks", folder / "decks")
    assert CARDS
    (folder / "cards.yaml").write_text(CARDS[1])
    (folder / "flash").write_text(f'#!/bin/sh\nexec {sys.executable} -m roadmap_flash "$@"\n')
    (folder / "flash").chmod(0o755)
    return folder


def run(checkout: Path, command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{checkout}:{os.environ['PATH']}",
        "FLASH_HOME": str(checkout / "home"),
        "FLASH_DECKS": str(checkout / "decks"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        ["bash", "-c", command], cwd=checkout, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_every_command_shows_what_the_page_shows(checkout: Path) -> None:
    assert [command.split()[1] for command, _ in STEPS][:3] == ["new", "add", "add"]
    for command, shown in STEPS:
        done = run(checkout, command)
        assert done.returncode == 0, done
        expected = without_ids(shown)
        assert without_ids(done.stdout)[: len(expected)] == expected, done
    assert (checkout / "retries.apkg").stat().st_size > 1000
    kinds = run(checkout, "flash list --topic retries --json").stdout
    assert set(re.findall(r'"kind": "(\w+)"', kinds)) == {"question", "both", "cloze", "choice", "output", "drill"}
    assert kinds.count('"kind"') == 10
