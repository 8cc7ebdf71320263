"""Variants beside each other: side plans, the map of differences, tables, and their panel."""
