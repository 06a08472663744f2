"""Hair: where it is, its colour, whether it curls. This mask carries most of the likeness."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

HALF = PHOTO.width // 2
# Weights of L, a, b when telling hair from skin.
UNLIKE_SKIN = np.array([22.0, 9.0, 9.0])
SMALLEST_SEED_PX, SMALLEST_PIECE_PX = 60, 150
GRABCUT_ROUNDS = 3
SAME_HAIR = 1.4
# Hair lies no wider than so many half widths of the head over shoulders of these heights under
# the chin, from the lower to the upper.
SHOULDERS, WIDEST = (-0.9, -0.2), (1.5, 1.9)
# A crown that looks this much like skin is bald, whatever crumbs the cut finds.
BARE = 0.85
# Share of the hair above the eyes that may lack a mirror image; less for cropped hair, whose
# cut loses whole sides in back light.
LOPSIDED, LOPSIDED_CROPPED, CROPPED_AREA = 0.38, 0.20, 0.6
LARGEST_YAW_DEG = 16.0
# Hair may reach this much further on one side, plus a slack in face units.
WING_FACTOR, WING_SLACK = 1.0, 0.18

# Strands: scales in pixels of the levelled picture, and the noise floor in L.
DETAIL_PX, SPREAD_PX, TENSOR_PX, GRAIN = 3.0, 12.0, 2.5, 3.0
# The finest detail, and how much of the order lost there counts beyond what straight hair loses: of
# 36 portraits 6 lose more, 5 of them coily (two of these are told only so).
FINEST_PX, COILS_FROM, COILS_COUNT = 2.0, 0.02, 2.0
# The same over a wider area: of 36 portraits 7 lose more there, all labelled curly or coily but
# two uncertain ones; of the others the most is 0.112.
AROUND_PX, AROUND_TENSOR_PX, CURLS_FROM, CURLS_COUNT = 4.0, 6.0, 0.115, 2.5
CORE_PX, FEWEST_CORE_PX = 1500, 300
# Of 49 labelled portraits 32 could be told: at 0.592 four lie on the wrong side.
COILY_BELOW, CURLY_BELOW, STRAIGHT_FROM, SURE_ORDER = 0.42, 0.563, 0.68, 0.08
# Cropped hair lies further apart: of 11 portraits the tangled ones end at 0.524 and the others
# begin at 0.592, but for one in braids.
SURE_ORDER_CROPPED = 0.045
# Typical detail of strands in L: weaker is the camera's grain, which is tangled too.
GRAIN_ONLY, STRANDS_SEEN = 2.0, 3.3


@dataclass(frozen=True)
class HairMask:
    """Hair in the levelled picture.

    Attributes:
        cover: (768, 768) 0..1.
        bare: 0..1, share of the crown that looks like skin.
        failed: whether hair was there to see but could not be cut out.

    """

    cover: Floats
    bare: float
    failed: bool = False

    def below(self, line: Doubles) -> "HairMask":
        """Return what lies under a line: (768,) heights in face units, one a column."""
        under = PHOTO.rows()[:, None] < line[None, :]
        return HairMask(np.where(under, self.cover, 0).astype(np.float32), self.bare, self.failed)

    @property
    def mask(self) -> Mask:
        """Where there is hair."""
        return np.asarray(self.cover > 0.5)


@dataclass(frozen=True)
class _Zones:
    """Half-size masks the cut starts from."""

    silent: Mask
    face: Mask
    candidates: Mask
    likely: Mask
    sure: Mask
    skin: Mask
    crown: Mask


def find_hair(frame: Frame, lab: Floats, person: Mask, skin: Doubles) -> HairMask:
    """Cut the hair out of the picture.

    GrabCut (Rother et al., 2004) seeded from the landmarks: sure hair above the face and unlike
    skin, none on the face and on the chest. What lies outside the person teaches it nothing, nor
    does what may be hair that hangs further: a dark background would make dark hair look like it.

    """
    zones = _zones(frame, lab, person, skin)
    bare = 1 - zones.sure.sum() / max(int(zones.crown.sum()), 1)
    if zones.sure.sum() <= SMALLEST_SEED_PX or bare > BARE:
        return HairMask(np.zeros(PHOTO_SHAPE, np.float32), float(bare))
    hair = _balanced(_pieces(_cut(frame, zones), zones.sure), zones.candidates, frame)
    soft = cv2.GaussianBlur(hair.astype(np.float32), (0, 0), 1.5)
    cover = cv2.resize(soft, PHOTO_SHAPE[::-1], interpolation=cv2.INTER_LINEAR)
    return HairMask(np.asarray(cover, np.float32), float(bare), failed=not hair.any())


PHOTO_SHAPE = (PHOTO.height, PHOTO.width)


def _half(mask: Mask) -> Mask:
    small = cv2.resize(mask.astype(np.uint8), (HALF, HALF), interpolation=cv2.INTER_NEAREST)
    return np.asarray(small > 0)


def _zones(frame: Frame, lab: Floats, person: Mask, skin: Doubles) -> _Zones:
    units = frame.units
    inside, oval = _half(person), _half(frame.polygon(lm.OVAL))
    small = cv2.resize(lab, (HALF, HALF), interpolation=cv2.INTER_AREA)
    unlike = np.sqrt((((small - skin) / UNLIKE_SKIN) ** 2).sum(-1))
    x, y = np.meshgrid(PHOTO.columns()[::2], PHOTO.rows()[::2])
    brow = float(units[[*lm.BROW_RIGHT, *lm.BROW_LEFT], 1].max())
    chin, top = float(units[lm.CHIN, 1]), float(units[lm.FOREHEAD, 1])
    temples = units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0]
    half_width, middle = float(np.ptp(temples) / 2), float(temples.mean())
    zone = inside & _half(frame.valid) & (y > -2.6) & ~(oval & (y < brow + 0.03))
    zone &= ~((y < chin + 0.1) & (np.abs(x - middle) < 0.42))
    widest = np.interp(y, [chin + SHOULDERS[0], chin + SHOULDERS[1]], WIDEST) * half_width
    zone &= ~((y < chin + SHOULDERS[1]) & (np.abs(x - middle) > widest))
    head = ((x - middle) / (half_width * 1.35)) ** 2 + ((y - 0.35) / 1.25) ** 2 < 1
    above = zone & ~oval & head & (y > brow + 0.10) & (unlike > 2.0)
    sure = above & (y > top + 0.02)
    alike = _of_colour(np.asarray(small, np.float32), sure)
    hanging = (y > chin + SHOULDERS[0] - 0.5) & alike
    return _Zones(
        silent=np.asarray(~inside | (~zone & (y < chin + SHOULDERS[1]) & alike)),
        face=inside & oval,
        candidates=np.asarray(zone),
        likely=np.asarray(zone & (unlike > 1.6) & ((y > chin - 0.2) | hanging)),
        sure=np.asarray(sure),
        skin=np.asarray(zone & (unlike < 1.0) & (y < top + 0.05)),
        crown=np.asarray(inside & head & (y > top + 0.04)),
    )


def _of_colour(lab: Floats, sure: Mask) -> Mask:
    """Where the colour is that of the hair seen for sure."""
    if not sure.any():
        return np.zeros(sure.shape, bool)
    apart = (lab - np.median(lab[sure], 0)) / UNLIKE_SKIN
    return np.asarray(np.sqrt((apart**2).sum(-1)) < SAME_HAIR)


def _cut(frame: Frame, zones: _Zones) -> Mask:
    picture = cv2.resize(frame.picture, (HALF, HALF), interpolation=cv2.INTER_AREA)
    if zones.face.any():
        picture[zones.silent] = np.median(picture[zones.face], 0)
    labels = np.full((HALF, HALF), cv2.GC_BGD, np.uint8)
    labels[zones.candidates] = cv2.GC_PR_BGD
    labels[zones.likely] = cv2.GC_PR_FGD
    labels[zones.sure] = cv2.GC_FGD
    labels[zones.skin] = cv2.GC_BGD
    cv2.setRNGSeed(1)
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(
            picture,
            labels,
            (0, 0, HALF, HALF),
            background,
            foreground,
            GRABCUT_ROUNDS,
            cv2.GC_INIT_WITH_MASK,
        )
    except cv2.error:
        # Too few pixels of one kind to model their colours.
        return zones.sure
    return np.asarray((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD))


def _pieces(hair: Mask, seeds: Mask) -> Mask:
    """Without crumbs: pieces that hold a seed and are large enough."""
    smooth = cv2.morphologyEx(hair.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    smooth = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, disc)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smooth)
    seeded = set(np.unique(labels[seeds & (smooth > 0)]).tolist())
    kept = [
        i for i in range(1, count) if i in seeded and stats[i, cv2.CC_STAT_AREA] > SMALLEST_PIECE_PX
    ]
    return np.asarray(np.isin(labels, kept))


def _balanced(hair: Mask, candidates: Mask, frame: Frame) -> Mask:
    """Mend a cut that lost one side or leaked into the background, by the other side."""
    temples = frame.units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0]
    middle, half_width = float(temples.mean()), float(np.ptp(temples) / 2)
    axis = round((middle - PHOTO.left) * PHOTO.scale / 2)
    mirror = np.zeros_like(hair)
    reach = min(axis, HALF - axis)
    part = slice(axis - reach, axis + reach)
    mirror[:, part] = hair[:, part][:, ::-1]
    x, y = np.meshgrid(PHOTO.columns()[::2], PHOTO.rows()[::2])
    upper = y > 0
    either, both = hair | mirror, hair & mirror
    lopsided = 1 - (both & upper).sum() / max(int((either & upper).sum()), 1)
    area = hair.sum() * 4 / PHOTO.scale**2
    limit = LOPSIDED_CROPPED if area < CROPPED_AREA else LOPSIDED
    if lopsided < limit or abs(frame.yaw) > LARGEST_YAW_DEG:
        return _without_wings(hair, axis)
    near = ((x - middle) / (half_width * 1.22)) ** 2 + ((y - 0.30) / 1.0) ** 2 < 1
    return _without_wings(np.asarray(hair | (either & near & candidates)), axis)


def _without_wings(hair: Mask, axis: int) -> Mask:
    """Cut what sticks out much further on one side: a dark coat taken for hair."""
    kept = hair.copy()
    slack = round(WING_SLACK * PHOTO.scale / 2)
    for row in np.nonzero(hair.any(1))[0]:
        columns = np.nonzero(hair[row])[0]
        left, right = axis - int(columns.min()), int(columns.max()) - axis
        narrow = min(left, right)
        if narrow <= 0:
            continue
        reach = round(narrow * WING_FACTOR) + slack
        kept[row, : max(axis - reach, 0)] = False
        kept[row, axis + reach + 1 :] = False
    return kept


def strand_order(lab: Floats, hair: HairMask) -> float | None:
    """How parallel the strands lie, 0 to 1, less where other scales show tangles.

    Tight coils look parallel from afar and large curls from near: what is lost from one scale to
    the next finer or coarser counts. None if there is too little hair to tell.
    """
    order = _order(lab, hair, DETAIL_PX, TENSOR_PX)
    finest = _order(lab, hair, FINEST_PX, TENSOR_PX)
    around = _order(lab, hair, AROUND_PX, AROUND_TENSOR_PX)
    if order is None or finest is None or around is None:
        return order
    coils = max(order - finest - COILS_FROM, 0.0)
    curls = max(order - around - CURLS_FROM, 0.0)
    return float(np.clip(order - COILS_COUNT * coils - CURLS_COUNT * curls, 0, 1))


def _order(lab: Floats, hair: HairMask, detail_px: float, tensor_px: float) -> float | None:
    """Coherence, over some pixels, of the structure tensor of all detail finer than others.

    Only the finest detail counts, weighed by its strength, and only inside the hair: shading and
    the hairline are smooth too.
    """
    cover = hair.cover > 0.7
    core = cv2.erode(cover.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    for side in (9, 5):
        if core.sum() < CORE_PX:
            core = cv2.erode(cover.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    if core.sum() < FEWEST_CORE_PX:
        return None
    inside = cv2.erode(cover.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    lightness = lab[..., 0]
    detail = lightness - _mean_inside(lightness, inside, detail_px)
    spread = np.sqrt(_mean_inside(detail * detail, inside, SPREAD_PX))
    detail = detail / (spread + GRAIN)
    gx, gy = cv2.Sobel(detail, cv2.CV_32F, 1, 0), cv2.Sobel(detail, cv2.CV_32F, 0, 1)
    weight = core.astype(np.float32)
    xx, yy, xy = (
        cv2.GaussianBlur(a * weight, (0, 0), tensor_px) for a in (gx * gx, gy * gy, gx * gy)
    )
    energy = xx + yy
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (energy + 1e-6)
    return float((coherence * energy)[core].sum() / max(float(energy[core].sum()), 1e-6))


def strand_detail(lab: Floats, hair: HairMask) -> float:
    """Typical step of lightness from strand to strand, Lab levels; 0 if there is no hair."""
    inside = cv2.erode((hair.cover > 0.7).astype(np.uint8), np.ones((5, 5), np.uint8))
    if not inside.any():
        return 0.0
    lightness = lab[..., 0]
    detail = lightness - _mean_inside(lightness, inside.astype(np.float32), DETAIL_PX)
    return float(np.median(np.abs(detail[inside > 0])))


def texture_of(
    order: float | None, detail: float = STRANDS_SEEN, *, cropped: bool = False
) -> tuple[str, float]:
    """Texture, and how sure it is which side of wavy or curly it lies on.

    Args:
        order: from `strand_order`.
        detail: from `strand_detail`; where strands are hardly seen, tangles are not either.
        cropped: whether the hair is cut close.

    """
    if order is None:
        return "straight", 0.0
    sure = min(abs(order - CURLY_BELOW) / (SURE_ORDER_CROPPED if cropped else SURE_ORDER), 1.0)
    if order < CURLY_BELOW:
        sure *= float(np.clip((detail - GRAIN_ONLY) / (STRANDS_SEEN - GRAIN_ONLY), 0.0, 1.0))
        return ("coily" if order < COILY_BELOW else "curly"), sure
    return ("straight" if order > STRAIGHT_FROM else "wavy"), sure


def _mean_inside(values: Floats, inside: Floats, sigma: float) -> Floats:
    weight = cv2.GaussianBlur(inside, (0, 0), sigma) + 1e-3
    return np.asarray(cv2.GaussianBlur(values * inside, (0, 0), sigma) / weight, np.float32)


def strand_tone(lab: Floats, hair: HairMask) -> Floats:
    """(768, 768) lightness of the strands against their surroundings, -1..1."""
    lightness = lab[..., 0]
    detail = lightness - cv2.GaussianBlur(lightness, (0, 0), 9)
    spread = float(detail[hair.mask].std()) if hair.mask.any() else 1.0
    tone = np.clip(cv2.GaussianBlur(detail, (0, 0), 1.0) / (1.6 * spread + 1e-3), -1, 1)
    return np.asarray(np.where(hair.cover > 0.4, tone, 0), np.float32)
