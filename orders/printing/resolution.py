"""Refuses, before there is a proof, a page that preflight would refuse after the payment."""

from shop.prepress.errors import PrepressError
from shop.prepress.layout import PageLayout
from shop.prepress.specs import pixels


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
