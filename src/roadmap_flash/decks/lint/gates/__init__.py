"""The gates of a deck, a small family a file. Each file defines `GATES`, and is found by its place."""
