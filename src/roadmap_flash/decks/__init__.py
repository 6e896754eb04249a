"""Decks: YAML text to notes, with line numbers; the library that all decks together make."""
