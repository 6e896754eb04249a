"""The rules for one card, a small family a file. Each file defines `RULES`, and is found by its place."""
