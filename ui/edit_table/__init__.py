"""Editing many objects in a table: cells with units, filling, copy and paste to spreadsheets."""
