"""Numerics of CoolSim: grids, fields, sparse operators, flow and transport. Knows no data centre."""
