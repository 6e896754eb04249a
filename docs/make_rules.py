"""Writes the rules of lint into docs/lint.md, from the code: python -m docs.make_rules"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roadmap_flash.decks.lint import LIBRARY_RULES
from roadmap_flash.decks.lint.registry import all_gates, all_rules

PAGE = Path(__file__).parent / "lint.md"


def sections() -> dict[str, str]:
    """What stands between the marks of each name."""
    rules = "\n".join(
        f"### `{rule.name}` · {rule.severity}\n\n{rule.says}\n\n```yaml\n# not so\n{rule.bad.rstrip()}\n\n# but so\n"
        f"{rule.good.rstrip()}\n```\n"
        for rule in all_rules()
    )
    gates = [
        (gate.name, gate.severity, gate.says, "any" if gate.least == 1 else str(gate.least)) for gate in all_gates()
    ]
    library = [(name, severity, says) for name, (severity, says) in LIBRARY_RULES.items()]
    return {
        "card rules": rules.rstrip(),
        "gates": _table(("gate", "", "what must hold", "from … notes on"), gates),
        "library": _table(("rule", "", "what must hold"), library),
    }


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *((f"`{name}`", *rest) for name, *rest in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(text: str) -> str:
    """The page with its generated parts as the code has them."""
    for name, body in sections().items():
        opened, closed = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(opened)
        text = f"{before}{opened}{body}\n{closed}{rest.partition(closed)[2]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
