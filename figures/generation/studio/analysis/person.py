"""Which pixels of the levelled picture show the person."""

import cv2
import numpy as np
from scipy import ndimage

from figures.faces import person_mask
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.space import PHOTO, Bytes, Floats, Mask

RADIUS_PX, SMOOTHNESS = 9, 1e-3
NOSE_LANDMARK = 1
# The network sees 256 x 256 pixels: close looks draw the hair's outline, the wide one the body.
# Half width of each look and how far it reaches above the eyes, face units.
LOOKS = ((2.3, 2.0), (1.8, 1.9), (1.5, 1.6))
# Looks fade into the wide one over this many face units at their edges.
FADE = 0.25
# Flat filling around a round or cut-out portrait: size worth filling and softness of its edge.
LEAST_FLAT_PX, FLAT_STEP, EDGE_PX = 4000, 3, 15


def read_person(frame: Frame) -> Mask:
    """(768, 768) mask of the person, its edge moved onto the picture's edges."""
    beyond = _beyond(frame)
    picture = _filled(frame.picture, beyond)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    grey /= 255
    person = (_guided(grey, _looked_at(picture)) > 0.5) & ~beyond & ~frame.matte
    count, labels = cv2.connectedComponents(person.astype(np.uint8))
    column, row = np.clip(frame.pixels[NOSE_LANDMARK].astype(int), 0, len(person) - 1)
    label = labels[row, column]
    if count > 1 and label:
        return np.asarray(labels == label)
    return np.asarray(person)


def _beyond(frame: Frame) -> Mask:
    """Where the photo ends: outside it, and the flat filling around a round portrait."""
    step = np.zeros(frame.valid.shape, np.int32)
    values = frame.picture.astype(np.int32)
    for axis in (0, 1):
        step += np.abs(np.diff(values, axis=axis, prepend=values.take([0], axis))).sum(-1)
    still = cv2.blur((step <= FLAT_STEP).astype(np.float32), (9, 9)) > 0.95
    flat = (still & frame.valid).astype(np.uint8)
    inner = cv2.erode(
        frame.valid.astype(np.uint8),
        np.ones((7, 7), np.uint8),
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    rim = frame.valid & (inner == 0)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat)
    at_rim = set(np.unique(labels[rim & (flat > 0)]).tolist())
    filling = [
        i for i in range(1, count) if i in at_rim and stats[i, cv2.CC_STAT_AREA] > LEAST_FLAT_PX
    ]
    return np.asarray(~frame.valid | np.isin(labels, filling))


def _filled(picture: Bytes, beyond: Mask) -> Bytes:
    """Let the nearest pixels run on where the photo ends, as if it went on."""
    if not beyond.any() or beyond.all():
        return picture
    disc = np.ones((EDGE_PX, EDGE_PX), np.uint8)
    gone = cv2.dilate(beyond.astype(np.uint8), disc) > 0
    if gone.all():
        return picture
    rows, columns = ndimage.distance_transform_edt(
        gone, return_distances=False, return_indices=True
    )
    return np.asarray(picture[rows, columns], np.uint8)


def _looked_at(picture: Bytes) -> Floats:
    """Belief of the network, 0..1, from looks of several widths."""
    belief = person_mask(picture)
    for half, above in LOOKS:
        left, top = round((-half - PHOTO.left) * PHOTO.scale), round((2.0 - above) * PHOTO.scale)
        side = round(2 * half * PHOTO.scale)
        area = (slice(top, top + side), slice(left, left + side))
        close = person_mask(np.ascontiguousarray(picture[area]))
        weight = _inner_weight(side, fade_top=top > 0)
        belief[area] += weight * 0.6 * (close - belief[area])
    return belief


def _inner_weight(side: int, *, fade_top: bool) -> Floats:
    ramp = np.clip((np.arange(side) + 0.5) / (FADE * PHOTO.scale), 0, 1)
    across = np.minimum(ramp, ramp[::-1])
    down = across if fade_top else ramp[::-1]
    return np.asarray(np.outer(down, across), np.float32)


def _guided(guide: Floats, values: Floats) -> Floats:
    """Filter that follows the edges of a guide: K. He et al., "Guided Image Filtering", 2010."""
    side = (2 * RADIUS_PX + 1, 2 * RADIUS_PX + 1)
    mean_g, mean_v = cv2.blur(guide, side), cv2.blur(values, side)
    covariance = cv2.blur(guide * values, side) - mean_g * mean_v
    variance = cv2.blur(guide * guide, side) - mean_g * mean_g
    a = covariance / (variance + SMOOTHNESS)
    b = mean_v - a * mean_g
    return np.asarray(np.clip(cv2.blur(a, side) * guide + cv2.blur(b, side), 0, 1), np.float32)
