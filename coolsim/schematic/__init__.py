"""Schematics as places and words, for the window and for paper.

``records``: boxes and lines; ``plant``: from the racks to the outdoor air.
"""
