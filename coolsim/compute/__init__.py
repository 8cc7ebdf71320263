"""What a density computes, per rack, area and power, and the same hall with other silicon.

``area`` (floor with clearances), ``meter`` (power at the meter on the design day), ``account``
(everything counted at a density answer), ``choices`` (which server brings an accelerator into a
rack), ``silicon`` (the same hall with other accelerators, in one table).
"""

from coolsim.compute.account import compute_account

__all__ = ["compute_account"]
