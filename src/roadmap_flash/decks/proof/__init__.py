"""Proving answers by running them: what is to be run (pure), in which language and sandbox, and what it proved."""
