"""Tests of the air side."""
