"""Docks and tabs around the plan; each talks to the session only, never to another panel."""
