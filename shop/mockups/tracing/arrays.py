"""The array types of the tracer."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Table: TypeAlias = NDArray[np.float64]
Float: TypeAlias = NDArray[np.float32]
