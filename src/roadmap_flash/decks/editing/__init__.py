"""Changing deck files as text: what is not changed stays as its author typed it, comments and all."""
