"""EAN-13 (ISO/IEC 15420): the number and its bars."""

import hashlib
from typing import Final

# Left halves with odd parity; even parity is the right half mirrored, the right half the inverse.
_ODD: Final = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
# Which of the six left digits have even parity, by the first digit.
_EVEN: Final = (
    "000000", "001011", "001101", "001110", "010011",
    "011001", "011100", "010101", "010110", "011010",
)  # fmt: skip
MODULES: Final = 95
QUIET_LEFT: Final = 11
QUIET_RIGHT: Final = 7
# Width of a module at full size, mm; bars may shrink to 80 % of it and grow to twice.
MODULE_MM: Final = 0.33
# Ink spreads: bars are drawn narrower by this, and the press makes them as wide as they should be.
BAR_REDUCTION_MM: Final = 0.02


def check_digit(digits: str) -> int:
    """Return the thirteenth digit for the first twelve."""
    return -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits[:12])) % 10


def in_house_number(key: str) -> str:
    """Return an EAN-13 of the range kept for numbers within one company (GS1 prefix 20).

    Args:
        key: What is numbered; the same key always gives the same number.

    """
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    digits = f"20{digest % 10**10:010d}"
    return f"{digits}{check_digit(digits)}"


def ean13_modules(number: str) -> str:
    """Return the 95 modules of an EAN-13 as `1` for bar and `0` for space.

    Raises:
        ValueError: if it is not thirteen digits with the right check digit.

    """
    if len(number) != 13 or not (number.isascii() and number.isdigit()):
        raise ValueError("An EAN-13 has thirteen digits.")
    if int(number[12]) != check_digit(number):
        raise ValueError("The last digit of this EAN-13 does not match the others.")
    inverse = str.maketrans("01", "10")
    left = "".join(
        _ODD[int(digit)].translate(inverse)[::-1] if even == "1" else _ODD[int(digit)]
        for digit, even in zip(number[1:7], _EVEN[int(number[0])], strict=True)
    )
    right = "".join(_ODD[int(digit)].translate(inverse) for digit in number[7:])
    return f"101{left}01010{right}101"
