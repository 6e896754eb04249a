"""Where hostile snippets run: `room` (what they see), `confine` (what they may), `supervisor` (what ends them)."""
