"""The page of one variant with one figure version on it.

The same layout object gives the proof picture, the mockup's flat art and the print file, so that
what was approved is what is printed; its digest is the `proof_sha256` of a line.
"""

from collections.abc import Sequence

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray
from PIL import Image

from figures.generation.backends import get_backend
from figures.generation.making import BOX, CUTOUT
from figures.generation.studio.box import CARE, BoxPalette
from figures.versions import art
from figures.versions.models import FigureVersion
from figures.versions.services import edition_of
from orders.printing import pieces, resolution
from shop.catalogue.models import ProductKind, Variant
from shop.fonts import Typeface, font_path
from shop.prepress.art import SILHOUETTE_PX, Art
from shop.prepress.blister import BlisterWords, blister_card
from shop.prepress.carton import CartonWords, folding_carton
from shop.prepress.ean13 import in_house_number
from shop.prepress.errors import PrepressError
from shop.prepress.layout import PageLayout
from shop.prepress.palette import Palette, contrast
from shop.prepress.prints import figure_print, picture_print
from shop.prepress.specs import BASE_PROVIDER, PrintSpec, load_spec, providers
from shop.prepress.stickers import clear_sticker, die_cut_sticker, kiss_cut_sheet
from shop.prepress.typeset import Fonts

_WHITE_IS_FAINT = 2.5
_CARE = "Paint and plastic exist in the picture only. Keep dry and out of direct sun."


def spec_for(variant: Variant, provider: str = "") -> PrintSpec:
    """Return the variant's print spec as `provider`, else its own provider, wants it."""
    wanted = provider or variant.provider
    return load_spec(variant.print_spec, wanted if wanted in providers() else BASE_PROVIDER)


def layout_for(
    *, variant: Variant, version: FigureVersion, draft: bool = False, provider: str = ""
) -> PageLayout:
    """Lay the version out on the variant's page.

    Args:
        variant: the product and its size.
        version: the figure's look.
        provider: who prints it, if not the variant's own provider.
        draft: take the stored master art for every size instead of rendering again: for proofs
            and mockups, whose digests are the same.

    Raises:
        figures.versions.art.ArtGone: the figure was erased.
        shop.prepress.errors.PrepressError: the art does not fit the product.

    """
    layout = _layout(variant, version, spec_for(variant, provider), draft)
    if not _can_rerender(version):
        resolution.check_resolution(layout)
    return layout


def printed_dpi(*, version: FigureVersion, layout: PageLayout) -> float:
    """Return the resolution at which the version's page will be printed, in pixels per inch."""
    if _can_rerender(version):
        return float(layout.spec.target_dpi)
    return resolution.printed_dpi(layout)


def fits(*, variant: Variant, version: FigureVersion) -> bool:
    """Whether the version's art is fine enough for the variant; always, if it can be redrawn."""
    if _can_rerender(version):
        return True
    key = f"fits:{version.digest}:{variant.sku}"
    known = cache.get(key)
    if known is None:
        known = _fits(variant, version)
        cache.set(key, known)
    return bool(known)


def _fits(variant: Variant, version: FigureVersion) -> bool:
    try:
        layout_for(variant=variant, version=version, draft=True)
    except PrepressError:
        return False
    return True


def _can_rerender(version: FigureVersion) -> bool:
    return get_backend(version.figure.backend).capabilities.rerender


def _layout(variant: Variant, version: FigureVersion, spec: PrintSpec, draft: bool) -> PageLayout:
    kind = variant.product.kind
    if kind in {ProductKind.ART_PRINT, ProductKind.FRAMED_PRINT}:
        return figure_print(
            figure_art(version, draft=draft),
            spec,
            name=version.box_name,
            tagline=version.box_tagline,
            fonts=house_fonts(),
            palette=_palette(version),
        )
    if kind == ProductKind.DIE_CUT_STICKER:
        lay = clear_sticker if spec.kind == "clear_sticker" else die_cut_sticker
        return lay(figure_art(version, draft=draft), spec)
    if kind == ProductKind.KISS_CUT_SHEET:
        poses = [_piece_art(piece, version) for piece in pieces.other_poses(version)]
        arts = [figure_art(version, draft=draft), *poses]
        return kiss_cut_sheet(arts, spec, name=version.box_name, fonts=house_fonts())
    if kind == ProductKind.BOX_ART_PRINT:
        return picture_print(box_art(version, draft=draft), spec)
    if kind == ProductKind.BLISTER_CARD:
        return _blister_card(version, spec, draft)
    return folding_carton(
        box_art(version, draft=draft),
        figure_art(version, draft=draft),
        spec,
        words=CartonWords(
            name=version.box_name,
            tagline=version.box_tagline,
            back=f"{_CARE} {art.energy_line(version)}".strip(),
            ean=in_house_number(version.figure_id),
        ),
        fonts=house_fonts(),
        palette=_palette(version),
    )


def _blister_card(version: FigureVersion, spec: PrintSpec, draft: bool) -> PageLayout:
    things = pieces.things(version)
    labels = [piece.label for piece in things if piece.label]
    return blister_card(
        figure_art(version, draft=draft),
        [(_piece_art(piece, version), piece.label) for piece in things],
        spec,
        words=BlisterWords(
            name=version.box_name,
            tagline=version.box_tagline,
            story=card_story(version.box_name, labels),
            notes=(CARE, art.energy_line(version)),
            edition=f"Edition {edition_of(version.figure)}",
            ean=in_house_number(version.figure_id),
        ),
        fonts=house_fonts(),
        palette=_palette(version),
    )


def card_story(name: str, labels: Sequence[str]) -> str:
    """Return the sentence on the back of a card about what is on it."""
    if not labels:
        return f"{name} stands alone, and needs nothing else."
    *first, last = labels
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{name}, with: {listed}."


def figure_art(version: FigureVersion, *, draft: bool = False) -> Art:
    """Return the cut-out figure as art that renders itself at any size."""
    master = art.cutout(version)

    def render(width: int, height: int) -> NDArray[np.uint8]:
        if draft or width <= master.shape[1]:
            return art.scaled(master, min(width, master.shape[1]), min(height, master.shape[0]))
        return art.render_cutout(version, width=width, height=height)

    return Art(
        render=render,
        aspect=CUTOUT[0] / CUTOUT[1],
        identity=f"cutout:{version.digest}",
        source_type=_source_type(version),
        outline=_outline(master),
    )


def _piece_art(piece: pieces.Piece, version: FigureVersion) -> Art:
    """Return a kept piece as art: what is printed is what is kept, at its size or smaller."""
    height, width = piece.pixels.shape[:2]

    def render(wide: int, high: int) -> NDArray[np.uint8]:
        return art.scaled(piece.pixels, min(wide, width), min(high, height))

    return Art(
        render=render,
        aspect=width / height,
        identity=f"piece:{piece.digest}",
        source_type=_source_type(version),
        outline=np.ascontiguousarray(piece.pixels[..., 3]),
    )


def _source_type(version: FigureVersion) -> str:
    # Layouts name the last part of the IPTC URI.
    return get_backend(version.figure.backend).source_type.rpartition("/")[2]


def box_art(version: FigureVersion, *, draft: bool = False) -> Art:
    """Return the box front as opaque art: its rounded corners stand on the card's own colour."""
    master = art.box(version)
    ground = art.box_theme(version).base

    def render(width: int, height: int) -> NDArray[np.uint8]:
        if draft or width <= master.shape[1]:
            picture = art.scaled(master, min(width, master.shape[1]), min(height, master.shape[0]))
        else:
            picture = art.box_art(version, width=width, height=height)
        return flat_box(picture, ground)

    return Art(
        render=render,
        aspect=BOX[0] / BOX[1],
        identity=f"box:{version.digest}",
        source_type=_source_type(version),
    )


def flat_box(picture: NDArray[np.uint8], ground: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Return a box front (RGBA) without transparency: corners and hole in the card's colour."""
    over = Image.new("RGBA", (picture.shape[1], picture.shape[0]), (*ground, 255))
    over.alpha_composite(Image.fromarray(picture))
    return np.asarray(over)


def _outline(cutout: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the stored master's alpha at outline size: the same cut line on every machine."""
    picture = Image.fromarray(np.ascontiguousarray(cutout[..., 3]))
    picture.thumbnail((SILHOUETTE_PX, SILHOUETTE_PX), Image.Resampling.BOX)
    return np.asarray(picture)


def house_fonts() -> Fonts:
    """Return the typefaces of everything that is printed."""
    return Fonts(display=font_path(Typeface.DISPLAY), text=font_path(Typeface.SANS_BOLD))


def _palette(version: FigureVersion) -> Palette:
    return print_palette(art.box_theme(version))


def print_palette(theme: BoxPalette) -> Palette:
    """Return a print's colours that go with a box's."""
    light = tuple(round(value + (255 - value) * 0.16) for value in theme.base)
    # White stands out less on a yellow card than anything dark does.
    white = (255, 255, 255)
    pale = contrast(white, theme.base) < _WHITE_IS_FAINT
    return Palette(
        ground=theme.base,
        light=(light[0], light[1], light[2]),
        glow=theme.tray,
        type=theme.deep if pale else white,
        accent=theme.accent,
        dark=theme.deep,
        accent_type=theme.accent_ink,
    )
