"""Tests of the card kinds."""
