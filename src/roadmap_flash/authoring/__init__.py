"""Writing cards: where they go, what is said about them before they are written, and that no typed text is lost."""
