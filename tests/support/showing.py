"""Renderables as the text that a terminal without colours would show."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from rich.console import RenderableType


def text_of(blocks: Iterable[RenderableType], columns: int = 80) -> str:
    """All rows, without the spaces that end them."""
    into = StringIO()
    console = Console(file=into, width=columns, color_system=None, markup=False, highlight=False, emoji=False)
    for block in blocks:
        console.print(block)
    return "\n".join(row.rstrip() for row in into.getvalue().split("\n")[:-1])
