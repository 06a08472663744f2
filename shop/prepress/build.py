"""One function per product: art and words in, print file out."""

from collections.abc import Sequence

from shop.prepress.art import Art
from shop.prepress.carton import CartonWords, folding_carton
from shop.prepress.palette import CORAL, Palette
from shop.prepress.pdf import PrintFile, assemble
from shop.prepress.prints import figure_print, picture_print
from shop.prepress.specs import PrintSpec
from shop.prepress.stickers import die_cut_sticker, kiss_cut_sheet
from shop.prepress.typeset import Fonts


def build_art_print(
    art: Art,
    spec: PrintSpec,
    *,
    name: str,
    tagline: str = "",
    fonts: Fonts,
    palette: Palette = CORAL,
) -> PrintFile:
    """Make a poster of a cut-out figure on a designed ground with its name."""
    return assemble(
        figure_print(art, spec, name=name, tagline=tagline, fonts=fonts, palette=palette)
    )


def build_framed_print(
    art: Art,
    spec: PrintSpec,
    *,
    name: str,
    tagline: str = "",
    fonts: Fonts,
    palette: Palette = CORAL,
) -> PrintFile:
    """Make the print for a frame: a poster whose safe zone is what the frame leaves visible."""
    return build_art_print(art, spec, name=name, tagline=tagline, fonts=fonts, palette=palette)


def build_picture_print(art: Art, spec: PrintSpec) -> PrintFile:
    """Make an art print of a finished picture, to the edges."""
    return assemble(picture_print(art, spec))


def build_box_art_print(box_art: Art, spec: PrintSpec) -> PrintFile:
    """Make the box art as a flat print."""
    return assemble(picture_print(box_art, spec))


def build_die_cut_sticker(art: Art, spec: PrintSpec) -> PrintFile:
    """Make a sticker that is cut to the figure's shape."""
    return assemble(die_cut_sticker(art, spec))


def build_kiss_cut_sheet(
    arts: Sequence[Art], spec: PrintSpec, *, name: str, fonts: Fonts
) -> PrintFile:
    """Make a sheet of stickers, one in each of the spec's cells."""
    return assemble(kiss_cut_sheet(arts, spec, name=name, fonts=fonts))


def build_folding_carton(
    box_art: Art,
    figure: Art,
    spec: PrintSpec,
    *,
    words: CartonWords,
    fonts: Fonts,
    palette: Palette = CORAL,
) -> PrintFile:
    """Make the flat, printed carton that folds into the figure's box."""
    return assemble(
        folding_carton(box_art, figure, spec, words=words, fonts=fonts, palette=palette)
    )
