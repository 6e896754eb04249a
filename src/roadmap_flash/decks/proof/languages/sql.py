"""Snippets in SQL, run by SQLite in memory. A query prints its rows as SQLite's own shell does."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from roadmap_flash.decks.proof.runs import Refused, Run, SetupFailed

_COMPUTES = re.compile(r"\bfrom\b|[-+*/%|(]", re.IGNORECASE)


class Sql:
    """A snippet passes if its last statement returns rows, and every value of every row is true.

    `:ANSWER` (or `:C1`, `:TERM` …) in a statement is bound to the answer.
    """

    names = ("sql", "sqlite")

    def missing(self, run: Run) -> str:
        """SQLite comes with Python."""
        return ""

    def tools(self, run: Run) -> dict[str, str]:
        """SQLite."""
        return {"sqlite": sqlite3.sqlite_version}

    def load(self) -> None:
        """Nothing."""

    def run(self, run: Run) -> None:
        """Raises Refused with the rows of the last statement, or sqlite3.Error."""
        database = sqlite3.connect(":memory:", isolation_level=None)
        try:
            for statement in statements(run.setup):
                database.execute(statement)
        except sqlite3.Error as error:
            raise SetupFailed(str(error)) from error
        rows: list[tuple[Any, ...]] = []
        for statement in statements(run.code):
            used = {name: value for name, value in run.names.items() if f":{name}" in statement}
            rows = database.execute(statement, used).fetchall()
            if run.prints:
                _print(database, rows)
        if not run.prints and not (rows and all(all(row) for row in rows)):
            raise Refused(f"the last statement returns {rows[:5]}")

    def restates(self, code: str) -> bool:
        """No table, no function, no arithmetic."""
        return not _COMPUTES.search(re.sub(r"'[^']*'|--.*", "", code))


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one."""
    begun = ""
    for part in re.split(r"(?<=;)", script):
        begun += part
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
    if begun.strip():
        yield begun


def _print(database: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        # SQLite's own cast gives numbers the digits that its shell shows
        texts = [database.execute("SELECT CAST(? AS TEXT)", (value,)).fetchone()[0] for value in row]
        print("|".join("" if text is None else text for text in texts))  # noqa: T201 - this is what it prints


LANGUAGE = Sql()
