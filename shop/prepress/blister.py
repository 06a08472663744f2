"""Blister cards: figure and things in front, words and bar code behind, a euro hole to hang by.

The card is complete as it is printed. A ring on its front is left bare, so that a clear blister
can be sealed over the picture, with a printed figure or anything else in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shop.prepress.art import Art
from shop.prepress.barcode import PATCH_MM, bar_code
from shop.prepress.colour import RGB
from shop.prepress.dielines import CardDieline, blister_dieline
from shop.prepress.errors import PrepressError
from shop.prepress.geometry import POINTS_PER_MM, Box, Outline
from shop.prepress.layout import (
    DISCLOSURE,
    Cutout,
    Fill,
    Ground,
    Item,
    PageLayout,
    Raster,
    SpotFill,
    SpotStroke,
    Text,
)
from shop.prepress.palette import CORAL, WHITE, Palette
from shop.prepress.specs import PrintSpec
from shop.prepress.typeset import CAP_HEIGHT, Fonts, checked, fitted_size, width_mm, wrapped

RAYS = 18
MOST_THINGS = 3
STORY_POINTS, NOTE_POINTS, LABEL_POINTS = 11.0, 7.5, 7.5
# Between what stands in the window and its edge, and between two things.
_INSET_MM, _GAP_MM = 5.0, 4.0
_THING_WIDTH_MM, _LABEL_MM = 34.0, 7.0
_PAPER_CORNER_MM = 6.0

Thing = tuple[Art, str]


@dataclass(frozen=True)
class BlisterWords:
    """What the card says.

    Attributes:
        name: large on both sides.
        tagline: under the name; may be empty.
        story: on the back, a sentence or two.
        notes: small lines on the back: care, energy; the disclosure comes by itself.
        edition: small, on both sides.
        ean: number of the bar code, empty for none.

    """

    name: str
    tagline: str
    story: str
    notes: tuple[str, ...] = ()
    edition: str = ""
    ean: str = ""


def blister_card(
    figure: Art,
    things: Sequence[Thing],
    spec: PrintSpec,
    *,
    words: BlisterWords,
    fonts: Fonts,
    palette: Palette = CORAL,
    disclosure: str = DISCLOSURE,
) -> PageLayout:
    """Lay out both sides of a card.

    Args:
        figure: the cut-out figure.
        things: (cut-out, label) of up to three accessories.
        spec: of a blister card.
        words: see `BlisterWords`.
        fonts: see `Fonts`.
        palette: colours of the card.
        disclosure: what the picture is; another line only where no real person is shown.

    Raises:
        PrepressError: another product, too many things, or a text too long for the back.

    """
    if spec.card is None:
        raise PrepressError("This product is no blister card.")
    if len(things) > MOST_THINGS:
        raise PrepressError(f"A card has room for {MOST_THINGS} accessories.")
    dieline = blister_dieline(spec.card)
    front: list[Item] = [_rays(spec, dieline.window_box, palette)]
    front += _heading(spec, dieline, words, fonts, palette)
    front += [Fill(dieline.flange, WHITE)]
    front += _window(dieline, figure, things, fonts, palette)
    front += _footer(spec, words, disclosure, fonts, palette)
    front += [SpotFill(dieline.flange, spec.spots.glue, (dieline.window,))]
    front += [SpotStroke(line, spec.spots.cut) for line in (dieline.cut, dieline.hole)]
    notes = (f"{disclosure}.", *words.notes, words.edition)
    back = _back(spec, dieline, figure, replace(words, notes=notes), fonts, palette)
    mirrored = (dieline.cut.mirrored(spec.card.width), dieline.hole.mirrored(spec.card.width))
    back += [SpotStroke(line, spec.spots.cut) for line in mirrored]
    return PageLayout(spec, tuple(front), tuple(back))


def _rays(spec: PrintSpec, around: Box, palette: Palette) -> Raster:
    """Return the card's ground up to the bleed: rays from the middle of a box."""
    x, y = around.centre
    ground = Ground(
        colour=palette.ground,
        ray_colour=palette.light,
        ray_count=RAYS,
        disc_centre=(x - spec.bleed.x0, y - spec.bleed.y0),
    )
    return Raster(spec.bleed, ground, ())


def _heading(
    spec: PrintSpec, dieline: CardDieline, words: BlisterWords, fonts: Fonts, palette: Palette
) -> list[Item]:
    """Set the name between euro hole and blister, the tagline on a ribbon over the blister."""
    top = dieline.hang.y0 - spec.safe_mm
    foot = dieline.flange.bounds().y1
    return _named(Box(spec.safe.x0, foot, spec.safe.x1, top), words, fonts, palette)


def _named(room: Box, words: BlisterWords, fonts: Fonts, palette: Palette) -> list[Item]:
    name = checked(words.name.upper(), fonts.display)
    tagline = checked(words.tagline.upper(), fonts.text)
    middle, room = room.centre[0], room.expanded(-2.0)
    ribbon = 8.0 if tagline else 0.0
    band = Box(room.x0, room.y0 + (ribbon + 2.5 if tagline else 0.0), room.x1, room.y1)
    largest = band.height / CAP_HEIGHT * POINTS_PER_MM
    size = fitted_size(name, fonts.display, largest, band.width * 0.9)
    y = band.centre[1] - size * CAP_HEIGHT / POINTS_PER_MM / 2
    items: list[Item] = [Text(name, middle, y, size, fonts.display, palette.type, "middle")]
    if tagline:
        small = fitted_size(tagline, fonts.text, 11.5, band.width * 0.8)
        wide = width_mm(tagline, fonts.text, small) + 12.0
        strip = Box.sized(wide, ribbon, middle - wide / 2, room.y0)
        items.append(Fill(Outline.rectangle(strip, ribbon / 2), palette.accent))
        items.append(_centred(tagline, strip, small, fonts, palette.accent_type))
    return items


def _window(
    dieline: CardDieline,
    figure: Art,
    things: Sequence[Thing],
    fonts: Fonts,
    palette: Palette,
) -> list[Item]:
    """Stand figure and things before the window's own ground, labels under the things."""
    box = dieline.window_box
    room = box.expanded(-_INSET_MM)
    column = _THING_WIDTH_MM + _GAP_MM if things else 0.0
    stand = Box(room.x0, room.y0 + 2.0, room.x1 - column, room.y1)
    placed = figure.placed(stand, stand=True)
    slots = _slots(room, len(things))
    cutouts = [Cutout(figure, placed)]
    shadows = [(stand.centre[0] - box.x0, stand.y0 + 1.0 - box.y0, stand.width * 0.3)]
    labels: list[Item] = []
    for (art, label), slot in zip(things, slots, strict=True):
        plate = Box(slot.x0, slot.y0, slot.x1, slot.y0 + _LABEL_MM)
        seat = Box(slot.x0 + 2.0, plate.y1 + 2.0, slot.x1 - 2.0, slot.y1)
        cutouts.append(Cutout(art, art.placed(seat, stand=True)))
        shadows.append((seat.centre[0] - box.x0, seat.y0 + 0.4 - box.y0, seat.width * 0.3))
        labels += _label(label, plate, fonts, palette)
    ground = Ground(
        colour=palette.glow,
        disc_colour=_paler(palette.glow),
        disc_centre=(stand.centre[0] - box.x0, stand.y0 + stand.height * 0.62 - box.y0),
        disc_radius=min(stand.width * 0.62, stand.centre[0] - box.x0 - 3.0),
        shadows=tuple(shadows),
    )
    return [Raster(box, ground, tuple(cutouts), clip=dieline.window), *labels]


def _slots(room: Box, count: int) -> list[Box]:
    """Return places for things in a column on the right, top to bottom, as high as for three."""
    height = (room.height - (MOST_THINGS - 1) * _GAP_MM) / MOST_THINGS
    used = count * height + max(0, count - 1) * _GAP_MM
    top = room.centre[1] + used / 2
    x0 = room.x1 - _THING_WIDTH_MM
    step = height + _GAP_MM
    return [Box(x0, top - n * step - height, room.x1, top - n * step) for n in range(count)]


def _label(label: str, plate: Box, fonts: Fonts, palette: Palette) -> list[Item]:
    if not label:
        return []
    words = checked(label.upper(), fonts.text)
    size = fitted_size(words, fonts.text, LABEL_POINTS, plate.width - 4.0)
    return [
        Fill(Outline.rectangle(plate, plate.height / 2), palette.dark),
        _centred(words, plate, size, fonts, WHITE),
    ]


def _footer(
    spec: PrintSpec, words: BlisterWords, disclosure: str, fonts: Fonts, palette: Palette
) -> list[Item]:
    """Say under the blister what the picture is, and which edition the card."""
    y, left, right = spec.safe.y0 + 4.5, spec.safe.x0 + 6.0, spec.safe.x1 - 6.0
    line = checked(disclosure, fonts.text)
    edition = checked(words.edition, fonts.text)
    start = right - width_mm(edition, fonts.text, NOTE_POINTS)
    size = fitted_size(line, fonts.text, NOTE_POINTS, start - left - 4.0)
    return [
        Text(line, left, y, size, fonts.text, palette.type),
        *([Text(edition, start, y, NOTE_POINTS, fonts.text, palette.type)] if edition else []),
    ]


def _back(
    spec: PrintSpec,
    dieline: CardDieline,
    figure: Art,
    words: BlisterWords,
    fonts: Fonts,
    palette: Palette,
) -> list[Item]:
    """Lay out the back: name, then a paper with picture, story, notes and bar code."""
    hang = dieline.hang
    paper = spec.safe.expanded(-3.0)
    paper = Box(paper.x0, paper.y0, paper.x1, hang.y0 - spec.safe_mm - 34.0)
    head = Box(spec.safe.x0, paper.y1, spec.safe.x1, hang.y0 - spec.safe_mm)
    items: list[Item] = [_rays(spec, paper, palette)]
    items += _named(head, words, fonts, palette)
    items.append(Fill(Outline.rectangle(paper, _PAPER_CORNER_MM), WHITE))
    inner = paper.expanded(-7.0)
    foot = _foot(inner, words, fonts, palette)
    above = inner.y0 + PATCH_MM[1] + 6.0
    lines = wrapped(checked(words.story, fonts.text), fonts.text, STORY_POINTS, inner.width)
    leading = STORY_POINTS * 1.4 / POINTS_PER_MM
    picture = Box(inner.x0, above + leading * len(lines) + 4.0, inner.x1, inner.y1)
    if picture.height < inner.height * 0.3:
        raise PrepressError("The text is too long for the back of the card.")
    items.append(_picture(picture, figure, palette))
    y = picture.y0 - 4.0 - STORY_POINTS * CAP_HEIGHT / POINTS_PER_MM
    for line in lines:
        items.append(Text(line, inner.x0, y, STORY_POINTS, fonts.text, palette.dark))
        y -= leading
    return [*items, *foot]


def _picture(room: Box, figure: Art, palette: Palette) -> Raster:
    """Return the figure before a disc, in a rounded picture over the paper's whole width."""
    stand = Box(room.x0, room.y0 + 4.0, room.x1, room.y1 - 3.0)
    placed = figure.placed(stand, stand=True)
    ground = Ground(
        colour=palette.ground,
        ray_colour=palette.light,
        ray_count=RAYS,
        disc_colour=palette.glow,
        disc_centre=(room.width / 2, room.height / 2),
        disc_radius=room.height * 0.44,
        shadows=((room.width / 2, 5.0, room.height * 0.2),),
    )
    outline = Outline.rectangle(room, 4.0)
    return Raster(room, ground, (Cutout(figure, placed),), clip=outline)


def _foot(inner: Box, words: BlisterWords, fonts: Fonts, palette: Palette) -> list[Item]:
    """Set the small print at the lower left and the bar code at the lower right."""
    width, height = PATCH_MM if words.ean else (0.0, PATCH_MM[1])
    room = inner.width - width - (6.0 if width else 0.0)
    leading = NOTE_POINTS * 1.5 / POINTS_PER_MM
    lines = [
        line
        for note in words.notes
        if note
        for line in wrapped(checked(note, fonts.text), fonts.text, NOTE_POINTS, room)
    ]
    if len(lines) * leading > height:
        raise PrepressError("The text is too long for the back of the card.")
    rule = Box.sized(inner.width, 0.4, inner.x0, inner.y0 + height + 2.6)
    items: list[Item] = [Fill(Outline.rectangle(rule), palette.ground)]
    y = inner.y0 + height / 2 + (len(lines) * leading) / 2 - leading * 0.75
    for line in lines:
        items.append(Text(line, inner.x0, y, NOTE_POINTS, fonts.text, palette.dark))
        y -= leading
    centre = (inner.x1 - width / 2, inner.y0 + height / 2)
    return [*items, *bar_code(centre, words.ean, fonts)]


def _centred(words: str, plate: Box, size: float, fonts: Fonts, colour: RGB) -> Text:
    x, y = plate.centre
    y -= size * CAP_HEIGHT / POINTS_PER_MM / 2
    return Text(words, x, y, size, fonts.text, colour, "middle")


def _paler(colour: RGB) -> RGB:
    red, green, blue = (round(value + (255 - value) * 0.55) for value in colour)
    return red, green, blue
