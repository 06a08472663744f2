"""Compiled inner loops (numba). Everything else in the studio is plain numpy.

Fast-math lets pixels differ by a rounding between machines; on one machine they repeat exactly.
"""

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec

from numba import njit

P = ParamSpec("P")
# Numba's portable thread pool aborts the process when two threads start parallel loops at once,
# and the pools that may be shared (OpenMP, TBB) do not survive a fork or are not in every wheel.
# Each loop uses all cores anyway, so callers take turns.
_POOL = threading.RLock()


def parallel(function: Callable[P, None]) -> Callable[P, None]:
    """Compile a loop over `prange` that writes into its arguments; safe to call from any thread."""
    kernel = njit(parallel=True, fastmath=True, cache=True)(function)

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with _POOL:
            kernel(*args, **kwargs)

    return run
