"""Modelled electricity of making a figure, from measured CPU time."""

import resource
from dataclasses import dataclass

# Cloud Carbon Footprint's methodology: 0.74 to 3.5 W per vCPU (idle to full load), and a power
# usage effectiveness of 1.135 for the building. We take the upper end.
WATTS_PER_VCPU = 3.5
PUE = 1.135
FACTORS = "ccf-2024"
METHOD = (
    "measured CPU seconds x 3.5 W per vCPU x 1.135 PUE "
    f"(Cloud Carbon Footprint coefficients, {FACTORS}); server only, upper bound"
)


@dataclass(frozen=True, slots=True)
class Energy:
    """CPU seconds measured here, and the electricity modelled from them; None: not known."""

    cpu_seconds: float
    watt_hours: float | None
    method: str


def cpu_clock() -> float:
    """Return CPU seconds this process has used so far, all threads."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def of_cpu_seconds(seconds: float) -> Energy:
    """Return the modelled energy of `seconds` of one busy core."""
    return Energy(round(seconds, 2), round(seconds * WATTS_PER_VCPU * PUE / 3600, 4), METHOD)
