"""`flash schema`: the JSON Schema of decks."""

from __future__ import annotations

import sys


def main() -> None:
    """Print the JSON Schema of decks, for editors that complete and check YAML as it is typed.

    `flash new` names it in each new deck; in an older one, the first line does it:
    # yaml-language-server: $schema=PATH/deck.schema.json
    """
    from roadmap_flash.decks.schema import schema_text

    sys.stdout.write(schema_text())
