"""EAN-13 bars on whole pixels, so that they stay crisp."""

import numpy as np
import numpy.typing as npt

from shop.prepress.ean13 import QUIET_LEFT, QUIET_RIGHT, ean13_modules


def ean13(number: str, module: int, height: int) -> npt.NDArray[np.uint8]:
    """Draw the bars with quiet zones, black on white.

    Args:
        number: Thirteen digits.
        module: Pixels per module.
        height: Pixels.

    Returns:
        Grey levels (height, 113 * module), 0 or 255.

    Raises:
        ValueError: for a wrong number.

    """
    bars = [0] * QUIET_LEFT + [int(bit) for bit in ean13_modules(number)] + [0] * QUIET_RIGHT
    row = np.repeat(np.where(bars, 0, 255).astype(np.uint8), module)
    return np.repeat(row[None, :], height, axis=0)
