"""The terminal: one driver of `core.session`. Full screen for people, line by line for everything else."""
