"""Flat prints: a figure on a designed ground, or a picture to the edges."""

from shop.prepress.art import Art
from shop.prepress.geometry import POINTS_PER_MM, Box
from shop.prepress.layout import Cutout, Ground, Item, PageLayout, Raster, Text
from shop.prepress.palette import CORAL, Palette
from shop.prepress.specs import PrintSpec
from shop.prepress.typeset import CAP_HEIGHT, Fonts, checked, fitted_size

# Shares of the height inside the safe zone.
TAGLINE_HEIGHT = 0.020
NAME_HEIGHT = 0.098
FIGURE_FROM, FIGURE_TO = 0.225, 0.975
RAYS = 18


def figure_print(
    art: Art,
    spec: PrintSpec,
    *,
    name: str,
    tagline: str,
    fonts: Fonts,
    palette: Palette = CORAL,
) -> PageLayout:
    """Lay out a poster: the figure large before a disc, its name below in big type."""
    safe, bleed = spec.safe, spec.bleed
    figure = Box(
        safe.x0 + safe.width * 0.06,
        safe.y0 + safe.height * FIGURE_FROM,
        safe.x1 - safe.width * 0.06,
        safe.y0 + safe.height * FIGURE_TO,
    )
    box = art.placed(figure, stand=True)
    stands = art.content
    middle = safe.centre[0]
    feet = figure.y0 + safe.height * 0.012
    half = min(stands.width * box.width * 0.48, safe.width * 0.4)
    ground = Ground(
        colour=palette.ground,
        ray_colour=palette.light,
        ray_count=RAYS,
        disc_colour=palette.glow,
        disc_centre=(middle - bleed.x0, figure.y0 + figure.height * 0.56 - bleed.y0),
        disc_radius=safe.width * 0.43,
        shadows=((middle - bleed.x0, feet - bleed.y0, half),),
    )
    items: list[Item] = [Raster(bleed, ground, (Cutout(art, box),))]
    items += _words(spec, name, tagline, fonts, palette)
    return PageLayout(spec, tuple(items))


def _words(spec: PrintSpec, name: str, tagline: str, fonts: Fonts, palette: Palette) -> list[Item]:
    safe, middle = spec.safe, spec.safe.centre[0]
    name, tagline = checked(name.upper(), fonts.display), checked(tagline, fonts.text)
    wanted = safe.height * NAME_HEIGHT / CAP_HEIGHT * POINTS_PER_MM
    size = fitted_size(name, fonts.display, wanted, safe.width * 0.94)
    small = safe.height * TAGLINE_HEIGHT / CAP_HEIGHT * POINTS_PER_MM
    small = fitted_size(tagline, fonts.text, small, safe.width * 0.9)
    tagline_y = safe.y0 + safe.height * 0.022
    # A name made smaller to fit stays in the middle of the band that a short one fills.
    band_y, band = safe.y0 + safe.height * 0.072, safe.height * NAME_HEIGHT
    name_y = band_y + (band - size * CAP_HEIGHT / POINTS_PER_MM) / 2
    items: list[Item] = [
        Text(name, middle, name_y, size, fonts.display, palette.type, "middle"),
    ]
    if tagline:
        items.append(Text(tagline, middle, tagline_y, small, fonts.text, palette.type, "middle"))
    return items


def picture_print(art: Art, spec: PrintSpec, *, palette: Palette = CORAL) -> PageLayout:
    """Lay out a finished picture over the whole page and its bleed, cropped evenly."""
    box = spec.bleed.covering(art.aspect)
    return PageLayout(spec, (Raster(spec.bleed, Ground(palette.ground), (Cutout(art, box),)),))
