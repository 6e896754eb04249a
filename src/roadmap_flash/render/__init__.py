"""Deck text made visible: Markdown, maths and code for the terminal. Whatever is shown was cleaned first."""
