"""Numerics of CoolSim: grids, fields, sparse operators, flow, transport. Knows no data centre."""
