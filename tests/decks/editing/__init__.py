"""Tests of the same folder of the source."""
