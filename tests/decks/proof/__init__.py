"""Proving answers by running them."""
