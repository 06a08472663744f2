"""What an outfit is asked to build."""

from collections.abc import Callable
from dataclasses import dataclass

from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt.frame import Frame
from figures.generation.studio.sculpt.lettering import Typeface
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.shoes import Shoes
from figures.generation.studio.sculpt.solid import Sculpture


@dataclass(frozen=True)
class Colours:
    """Colours of an outfit: outer layer, what shows under it, a tie or trim, trousers, shoes."""

    main: RGB
    inner: RGB
    accent: RGB | None
    trousers: RGB
    shoes: RGB


@dataclass(frozen=True)
class Fitting:
    """The body an outfit is built on."""

    sculpture: Sculpture
    colours: Colours
    skin: Material
    frame: Frame
    words: str = ""

    @property
    def u(self) -> float:
        """Breadth of this chest, 1 is 22 mm: what is drawn on it grows along."""
        return self.frame.torso.at(self.frame.chest)[0] / 11.0

    @property
    def v(self) -> float:
        """Height from waist to chest, 1 is the vinyl toy's."""
        return (self.frame.chest - self.frame.waist) / 12.5

    @property
    def collar(self) -> float:
        """Radius of the root of the neck, mm."""
        return self.frame.torso.at(self.frame.neck)[0] * 0.88

    def hem(self, share: float = 0.4) -> float:
        """Height of a hem: a share of the way from the waist down to the crotch."""
        frame = self.frame
        if frame.style.jointed and share <= 0.4:
            # Tops end at the waist, where the figure turns.
            return frame.waist - 0.2
        return frame.waist - share * (frame.waist - frame.crotch)


@dataclass(frozen=True)
class Garment:
    """A kind of outfit.

    Attributes:
        name: key in recipes.
        label: words for people.
        dress: adds everything between the neck and the shoes but the hands.
        sole: colour of the shoes' soles.
        trousers: usual trousers; None takes those that go with the main colour.
        matching: whether trousers are of the cloth of the top.
        shoes: usual shoes; None takes those that go with the main colour.
        shoe: kind of shoes.
        printed: whether it shows the recipe's words.
        usual_words: printed when there are no words of one's own.
        typeface: of the words.

    """

    name: str
    label: str
    dress: Callable[[Fitting], None]
    sole: RGB = (235, 232, 226)
    trousers: RGB | None = None
    matching: bool = False
    shoes: RGB | None = None
    shoe: Shoes = "sneakers"
    printed: bool = False
    usual_words: str = ""
    typeface: Typeface = "display"
