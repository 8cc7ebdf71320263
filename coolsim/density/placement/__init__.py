"""Cooling-aware placement of jobs: which servers run what, confirmed by re-solved flow.

``jobs`` reads what is to run, ``strategies`` says where, ``place`` solves every step of time and
counts the accelerators that each strategy keeps running within all limits, ``records`` is the
answer.
"""
