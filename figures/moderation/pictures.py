"""Pictures for the moderator's desk: blurred here, so that nobody sees what they need not."""

import io

from PIL import Image

from figures.versions.art import ArtGone
from figures.versions.models import FigureVersion
from shop.vault import services as vault

NAMES = ("figure", "box")
MEDIA_TYPE = "image/webp"
# Everything that a blurred picture holds: so few dots across that no face can be told.
_DOTS = 12
_BLURRED_WIDTH = 360
_CLEAR_SIDE = 1200
_GROUND = (128, 128, 128, 255)


def blurred(version: FigureVersion, name: str) -> bytes:
    """Return a picture reduced to 12 dots across and stretched again, as WebP.

    Raises:
        ArtGone: erased, or never stored.

    """
    picture = _opened(version, name)
    ground = Image.new("RGBA", picture.size, _GROUND)
    ground.alpha_composite(picture)
    height = picture.height * _DOTS // picture.width
    dots = ground.convert("RGB").resize((_DOTS, height), Image.Resampling.BOX)
    size = (_BLURRED_WIDTH, _BLURRED_WIDTH * height // _DOTS)
    return _webp(dots.resize(size, Image.Resampling.BICUBIC), quality=70)


def clear(version: FigureVersion, name: str) -> bytes:
    """Return a picture as it is, at screen size, as WebP.

    Raises:
        ArtGone: erased, or never stored.

    """
    picture = _opened(version, name)
    picture.thumbnail((_CLEAR_SIDE, _CLEAR_SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    return _webp(picture, quality=85)


def _opened(version: FigureVersion, name: str) -> Image.Image:
    blob = {"figure": version.preview, "box": version.box}[name]
    if blob is None:
        raise ArtGone
    try:
        data = vault.read(blob)
    except vault.Shredded as error:
        raise ArtGone from error
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGBA")


def _webp(picture: Image.Image, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=2)
    return buffer.getvalue()
