"""Tests of the merging room."""
