"""Spaced repetition for the whole MLOps roadmap."""

__version__ = "0.1.0"
