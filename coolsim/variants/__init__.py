"""Variants of one hall compared.

``figures`` (what one variant does, as drawn and at its density), ``difference_map`` of
:mod:`coolsim.results` (how the air differs), ``drawing_changes`` of :mod:`coolsim.design.compared`
(what was drawn otherwise), ``sheets`` (the tables of a comparison, for CSV and workbooks).
"""
