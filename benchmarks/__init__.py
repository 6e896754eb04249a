"""Benchmarks: the figures of the README, each printed by one command, with the peer beside it in the same run."""
