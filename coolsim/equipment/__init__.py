"""Behaviour of equipment as pure functions, one machine per file."""
