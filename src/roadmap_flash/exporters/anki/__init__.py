"""What a note of ours is in Anki: its note type, its fields, its place in a package."""
