"""The window of CoolSim: pixels only, no numerics (those run in the worker process)."""
