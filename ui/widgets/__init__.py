"""Widgets that know nothing of data centres: unit-aware editors, badges, strips."""
