"""What can go wrong while a print file is made."""


class PrepressError(ValueError):
    """The input cannot become a print file; trying again with the same input is no use."""


class ContourError(PrepressError):
    """No cut line can be drawn around this art."""


class MissingGlyphError(PrepressError):
    """The font lacks characters of the text."""


class UnknownSpecError(PrepressError):
    """No such product or provider."""
