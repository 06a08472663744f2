"""Folding cartons: art and words on the panels of a dieline."""

from dataclasses import dataclass

from shop.prepress.art import Art
from shop.prepress.barcode import bar_code
from shop.prepress.dielines import Dieline, tuck_end
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
from shop.prepress.palette import CORAL, LEAST_CONTRAST, Palette, contrast
from shop.prepress.specs import PrintSpec
from shop.prepress.typeset import CAP_HEIGHT, Fonts, checked, fitted_size, wrapped

DISCLOSURE_POINTS = 7.5
BODY_POINTS = 10.0
# Colour runs this far on to the glue flap; the glue itself needs bare board.
FLAP_COLOUR_MM = 2.0


@dataclass(frozen=True)
class CartonWords:
    """What the box says; `ean` is the number of its bar code, empty for none."""

    name: str
    tagline: str
    back: str
    ean: str = ""


def folding_carton(
    box_art: Art,
    figure: Art,
    spec: PrintSpec,
    *,
    words: CartonWords,
    fonts: Fonts,
    palette: Palette = CORAL,
) -> PageLayout:
    """Lay out a tuck-end carton: box art in front, figure and words behind, names on the sides."""
    if spec.carton is None:
        raise PrepressError("This product has no carton.")
    dieline = tuck_end(spec.carton)
    items: list[Item] = [*_ground(spec, dieline, palette)]
    items += _front(box_art, dieline, palette)
    items += _back(figure, dieline, words, fonts, palette)
    items += _sides(dieline, words.name, fonts, palette)
    items += bar_code(dieline.panels["bottom"].centre, words.ean, fonts)
    items += [SpotFill(area, spec.spots.glue) for area in dieline.glue]
    items += [SpotStroke(line, spec.spots.crease) for line in dieline.creases]
    items.append(SpotStroke(dieline.cut, spec.spots.cut))
    return PageLayout(spec, tuple(items))


def _ground(spec: PrintSpec, dieline: Dieline, palette: Palette) -> list[Item]:
    """Colour the sheet to the bleed, but leave the glue flap bare."""
    back = dieline.panels["back"]
    printed = Box(back.x0 - FLAP_COLOUR_MM, spec.bleed.y0, spec.bleed.x1, spec.bleed.y1)
    return [Fill(Outline.rectangle(printed), palette.ground)]


def _front(art: Art, dieline: Dieline, palette: Palette) -> list[Item]:
    """Lay the art on the panel whole: its rim has the colour of the ground, which has the bleed."""
    front = dieline.panels["front"]
    return [Raster(front, Ground(palette.ground), (Cutout(art, front.covering(art.aspect)),))]


def _back(
    figure: Art, dieline: Dieline, words: CartonWords, fonts: Fonts, palette: Palette
) -> list[Item]:
    panel = dieline.panels["back"].expanded(-7.0)
    window = Box(panel.x0, panel.y0 + panel.height * 0.36, panel.x1, panel.y1 - 17.0)
    ground = Ground(
        colour=palette.ground,
        disc_colour=palette.glow,
        disc_centre=(window.width / 2, window.height / 2),
        disc_radius=window.height / 2,
        shadows=((window.width / 2, 4.0, window.width * 0.2),),
    )
    stand = Box(window.x0, window.y0 + 3.0, window.x1, window.y1 - 1.0)
    name = checked(words.name.upper(), fonts.display)
    size = fitted_size(name, fonts.display, 38.0, panel.width)
    middle = panel.centre[0]
    name_y = panel.y1 - size * CAP_HEIGHT / POINTS_PER_MM
    items: list[Item] = [
        Raster(window, ground, (Cutout(figure, figure.placed(stand, stand=True)),)),
        Text(name, middle, name_y, size, fonts.display, palette.type, "middle"),
    ]
    items += _copy(panel, window.y0, words, fonts, palette)
    disclosure = checked(DISCLOSURE, fonts.text)
    small = fitted_size(disclosure, fonts.text, DISCLOSURE_POINTS, panel.width)
    items.append(Text(disclosure, middle, panel.y0, small, fonts.text, palette.type, "middle"))
    return items


def _copy(
    panel: Box, below: float, words: CartonWords, fonts: Fonts, palette: Palette
) -> list[Item]:
    """Set the tagline and the back text under the window, as many lines as there is room for."""
    middle, text = panel.centre[0], fonts.text
    tagline = checked(words.tagline, fonts.display)
    size = fitted_size(tagline, fonts.display, 16.0, panel.width)
    y = below - 9.0
    bright = contrast(palette.accent, palette.ground) >= LEAST_CONTRAST
    colour = palette.accent if bright else palette.type
    items: list[Item] = [Text(tagline, middle, y, size, fonts.display, colour, "middle")]
    leading = BODY_POINTS * 1.45 / POINTS_PER_MM
    y -= leading + 1.5
    for line in wrapped(checked(words.back, text), text, BODY_POINTS, panel.width):
        if y < panel.y0 + leading:
            raise PrepressError("The text is too long for the back of the box.")
        items.append(Text(line, middle, y, BODY_POINTS, text, palette.type, "middle"))
        y -= leading
    return items


def _sides(dieline: Dieline, name: str, fonts: Fonts, palette: Palette) -> list[Item]:
    """Set the name up both sides and on the top lid."""
    words = checked(name.upper(), fonts.display)
    items: list[Item] = []
    for side in ("left", "right"):
        panel = dieline.panels[side]
        wanted = panel.width * 0.46 / CAP_HEIGHT * POINTS_PER_MM
        size = fitted_size(words, fonts.display, wanted, panel.height * 0.84)
        x = panel.centre[0] + size * CAP_HEIGHT / POINTS_PER_MM / 2
        items.append(
            Text(words, x, panel.centre[1], size, fonts.display, palette.type, "middle", 90)
        )
    lid = dieline.panels["top"]
    size = fitted_size(words, fonts.display, 44.0, lid.width * 0.8)
    # The lid folds forward from the back: turned round, it reads upright from the front.
    y = lid.centre[1] + size * CAP_HEIGHT / POINTS_PER_MM / 2
    items.append(Text(words, lid.centre[0], y, size, fonts.display, palette.type, "middle", 180))
    return items
