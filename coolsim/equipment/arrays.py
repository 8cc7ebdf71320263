"""The number types of the equipment functions."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
"""Numbers of many machines at once; a call with plain floats answers with a numpy scalar."""
Quantity: TypeAlias = float | Array
"""A number, or one per machine; shapes broadcast."""
