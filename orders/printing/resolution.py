"""Tells before the payment how fine a page can be printed, and refuses what is too coarse."""

from shop.prepress.errors import PrepressError
from shop.prepress.geometry import MM_PER_INCH
from shop.prepress.layout import PageLayout
from shop.prepress.specs import pixels


def printed_dpi(layout: PageLayout) -> float:
    """Return the resolution of the page's coarsest art as it will be printed, in pixels per inch.

    Only of art that cannot be drawn again: anything else is drawn as fine as the print asks for.
    """
    target = layout.spec.target_dpi
    found = [float(target)]
    for raster in layout.rasters:
        for cutout in raster.cutouts:
            box = cutout.box
            drawn = cutout.art.render(pixels(box.width, target), pixels(box.height, target))
            found.append(min(drawn.shape[1] / box.width, drawn.shape[0] / box.height) * MM_PER_INCH)
    return round(min(found), 1)


def check_resolution(layout: PageLayout) -> None:
    """Ask all art for the least resolution that is printed.

    Raises:
        PrepressError: some of it is smaller.

    """
    least = layout.spec.refuse_dpi
    for raster in layout.rasters:
        for cutout in raster.cutouts:
            width, height = pixels(cutout.box.width, least), pixels(cutout.box.height, least)
            drawn = cutout.art.render(width, height)
            if drawn.shape[1] < width or drawn.shape[0] < height:
                raise PrepressError(
                    "This figure's picture has too few pixels for this size. Choose a smaller one."
                )
