"""Variants of one hall compared.

``figures`` (what one variant does, as drawn and at its density), ``records`` (a comparison with its
solved halls), ``sheets`` (the tables of a comparison, for CSV and workbooks). What was drawn
otherwise is told by :mod:`coolsim.design.compared`, how the air differs by
:mod:`coolsim.results.difference_map`.
"""
