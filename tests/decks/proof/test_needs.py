"""What a deck needs: packages by either of their names, and programs."""

from __future__ import annotations

import pytest

from roadmap_flash.decks.proof.needs import lacking, modules


@pytest.mark.parametrize(
    ("name", "module"), [("numpy", "numpy"), ("PyYAML", "yaml"), ("pyyaml", "yaml"), ("import-linter", "importlinter")]
)
def test_a_package_is_known_by_module_and_distribution(name: str, module: str) -> None:
    assert module in modules((name,))
    assert lacking((name,)) == ""


def test_a_program_is_enough() -> None:
    assert modules(("bash",)) == ()
    assert lacking(("bash", "numpy")) == ""


def test_what_is_missing_is_named() -> None:
    assert lacking(("no-such-package",)) == "no-such-package is not installed"
    assert lacking(("numpy", "no-such-package", "nor.this.one")) == "no-such-package and nor.this.one are not installed"


@pytest.mark.parametrize("name", ["", "../bin/bash", "/bin/bash", "os;rm", "a b", ".", "-x", "\x1b[31m", "a" * 10_000])
def test_names_that_are_none_are_missing(name: str) -> None:
    assert modules((name,)) == ()
    assert lacking((name,)).endswith("not installed")
