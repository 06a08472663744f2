"""All the way round: one size, evenly spaced, the front first."""

from typing import Any

import numpy as np

from figures.generation.studio.engine import Recipe, render_figure
from figures.generation.studio.exports import render_turntable

SIZE: dict[str, Any] = {"width": 60, "height": 88}


def test_the_frames_are_the_figure_from_all_round(juno: Recipe) -> None:
    told: list[tuple[str, float]] = []
    frames = render_turntable(
        juno, frames=4, **SIZE, progress=lambda stage, done: told.append((stage, done))
    )
    assert frames.shape == (4, 88, 60, 4)
    for index, yaw in enumerate((0, 90, 180, 270)):
        alone = render_figure(juno, **SIZE, yaw_deg=yaw, pitch_deg=juno.camera.pitch)
        # Edges have fewer steps in a moving picture; any other angle is further off.
        apart = [float(np.abs(frame.astype(int) - alone).mean()) for frame in frames]
        assert apart[index] < 3.0
        assert min(apart[:index] + apart[index + 1 :]) > 5 * apart[index]
    assert [done for stage, done in told if stage == "photographing"] == [0.25, 0.5, 0.75, 1.0]


def test_the_figure_keeps_its_size_and_is_never_cut_off(juno: Recipe) -> None:
    frames = render_turntable(juno, frames=6, **SIZE)
    alpha = frames[..., 3]
    assert max(alpha[:, 0].max(), alpha[:, -1].max(), alpha[:, :, 0].max()) == 0
    heights = [int(np.ptp(np.nonzero(one.max(1) > 127)[0])) for one in alpha]
    assert max(heights) - min(heights) <= 3
