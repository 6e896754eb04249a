"""Formulas in two dimensions, drawn by TeXicode; what it cannot draw is shown as its source."""

from __future__ import annotations

import re
from functools import lru_cache

_REPLACED = {
    r"\operatorname": r"\mathrm",
    r"\operatorname*": r"\mathrm",
    r"\bmod": r"\ \mathrm{mod}\ ",
    r"\lVert": r"\parallel ",
    r"\rVert": r"\parallel ",
    r"\Vert": r"\parallel ",
    r"\|": r"\parallel ",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\dots": r"\ldots",
    r"\Theta": "Θ",
    r"\tfrac": r"\frac",
    r"\dfrac": r"\frac",
}
_COMMAND = re.compile(r"\\(?:operatorname\*|[A-Za-z]+|.)")
_TRANSPOSED = re.compile(r"\^\s*(?:\\top(?![A-Za-z])|\{\s*\\top\s*\})")
"""A superscript that no terminal has in small: a T says the same."""
_MODULUS = re.compile(r"\\pmod\s*(?:\{([^{}]*)\}|([A-Za-z0-9]))")


@lru_cache(maxsize=256)
def drawn(tex: str) -> tuple[str, ...]:
    """The rows of a formula, all of one width; its source in one row where it cannot be drawn."""
    from texicode import arts, pipeline

    arts.font = arts.font_normal
    source = " ".join(tex.split())
    spelled = _MODULUS.sub(lambda found: rf"\ (\mathrm{{mod}}\ {found[1] or found[2]})", source)
    spelled = _TRANSPOSED.sub("^{T}", spelled)
    replaced = _COMMAND.sub(lambda command: _REPLACED.get(command[0], command[0]), spelled)
    try:
        rows = [str(row).rstrip() for row in pipeline.render_tex_rows(replaced, debug=False)]
    except Exception:  # noqa: BLE001 - it raises whatever its tables lack
        return (source,)
    lost = any("?" in row for row in rows) and "?" not in source
    if not rows or lost or rows[0].startswith("TeXicode:"):
        return (source,)
    indent = min((len(row) - len(row.lstrip()) for row in rows if row), default=0)
    cut = [row[indent:] for row in rows]
    widest = max(map(len, cut))
    return tuple(row.ljust(widest) for row in cut)
