"""Proving answers by running them: what is to be run (pure), in which language, in which sandbox, and what it proved."""
