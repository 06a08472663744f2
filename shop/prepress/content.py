"""Reading a finished PDF page: what it paints, in which colours, at which resolution."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Matrix, Name

from shop.prepress.geometry import POINTS_PER_MM, Box
from shop.prepress.specs import ProcessingStep

_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_CLOSES = frozenset({"s", "b", "b*"})
_BUILDS = frozenset({"m", "l", "c", "v", "y", "re"})
_TEXT = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(frozen=True)
class PlacedImage:
    """One painted image: colour space, resolution as placed, and its box in PDF mm."""

    space: str
    dpi: float
    box: Box
    decode_right: bool


@dataclass(frozen=True)
class SpotPath:
    """One painting operator in a spot colour."""

    spot: str
    subpaths: int
    closed: bool
    stroked: bool
    filled: bool
    overprints: bool = False
    step: ProcessingStep | None = None


@dataclass
class PageContent:
    """Everything a page paints, forms included.

    `fills` are the boxes, in PDF mm, around what is filled with process inks.
    """

    images: list[PlacedImage] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    spot_paths: list[SpotPath] = field(default_factory=list)
    spaces: set[str] = field(default_factory=set)
    fonts: dict[str, Any] = field(default_factory=dict)
    transparency: list[str] = field(default_factory=list)


@dataclass
class _State:
    """The part of the graphics state that matters here."""

    matrix: Matrix
    stroke: str = "DeviceGray"
    fill: str = "DeviceGray"
    stroke_over: bool = False
    fill_over: bool = False

    def copy(self) -> "_State":
        return replace(self)


class _Reader:
    """Walks one content stream; a form starts a reader of its own on the same content."""

    def __init__(self, found: PageContent, resources: Any, state: _State) -> None:
        self.found, self.resources, self.state = found, resources, state
        self.stack: list[_State] = []
        self.subpaths, self.closed = 0, 0
        self.points: list[tuple[float, float]] = []
        self.marked: list[ProcessingStep | None] = []

    def read(self, stream: Any) -> None:
        for instruction in pikepdf.parse_content_stream(stream):
            operands, name = instruction.operands, str(instruction.operator)
            if name in _BUILDS:
                self._point(name, [float(value) for value in operands])
            if name in ("m", "re"):
                self.subpaths += 1
                self.closed += name == "re"
            elif name == "h":
                self.closed += 1
            elif name in _FILLS or name in _STROKES or name == "n":
                self._paint(name)
            elif name in _TEXT:
                self.found.spaces.add(self.state.fill)
            else:
                self._change(name, list(operands))

    def _point(self, name: str, values: list[float]) -> None:
        """Note the end of a line or curve, or a rectangle's corners."""
        if name == "re":
            x, y, width, height = values
            corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        else:
            corners = [(values[-2], values[-1])]
        m = self.state.matrix
        self.points += [(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f) for x, y in corners]

    def _paint(self, operator: str) -> None:
        filled, stroked = operator in _FILLS, operator in _STROKES
        if operator in _CLOSES:
            self.closed += 1
        closed = self.closed >= self.subpaths
        state = self.state
        step = next((step for step in reversed(self.marked) if step), None)
        for used, space, over in (
            (filled, state.fill, state.fill_over),
            (stroked, state.stroke, state.stroke_over),
        ):
            if not used:
                continue
            self.found.spaces.add(space)
            if space.startswith("Separation:"):
                spot = space.partition(":")[2]
                path = SpotPath(spot, self.subpaths, closed, stroked, filled, over, step)
                self.found.spot_paths.append(path)
        if filled and self.points and not state.fill.startswith("Separation:"):
            xs, ys = zip(*self.points, strict=True)
            corners = (min(xs), min(ys), max(xs), max(ys))
            self.found.fills.append(Box(*(value / POINTS_PER_MM for value in corners)))
        self.subpaths = self.closed = 0
        self.points = []

    def _change(self, operator: str, operands: list[Any]) -> None:
        state = self.state
        if operator == "q":
            self.stack.append(state.copy())
        elif operator == "Q" and self.stack:
            self.state = self.stack.pop()
        elif operator == "cm":
            state.matrix = Matrix(*(float(value) for value in operands)) @ state.matrix
        elif operator in ("cs", "CS"):
            self._set_space(operator == "CS", self._space(operands[0]))
        elif operator in ("k", "K", "g", "G", "rg", "RG"):
            names = {"k": "DeviceCMYK", "g": "DeviceGray", "rg": "DeviceRGB"}
            self._set_space(operator.isupper(), names[operator.lower()])
        elif operator == "Tf":
            self.found.fonts[str(operands[0])] = self.resources.Font[operands[0]]
        elif operator == "gs":
            self._graphics_state(self.resources.ExtGState[operands[0]])
        elif operator in ("BDC", "BMC", "EMC"):
            self._mark(operator, operands)
        elif operator == "Do":
            self._object(self.resources.XObject[operands[0]])

    def _mark(self, operator: str, operands: list[Any]) -> None:
        if operator != "EMC":
            self.marked.append(self._step(operands))
        elif self.marked:
            self.marked.pop()

    def _step(self, operands: list[Any]) -> ProcessingStep | None:
        """Return the processing step of a layer that begins, if it is one."""
        if len(operands) != 2 or str(operands[0]) != "/OC":
            return None
        layers = self.resources.get("/Properties", pikepdf.Dictionary())
        facts = layers.get(str(operands[1]), pikepdf.Dictionary()).get("/GTS_Metadata")
        if facts is None:
            return None
        group, kind = (
            str(facts.get(key, "")).lstrip("/")
            for key in ("/GTS_ProcStepsGroup", "/GTS_ProcStepsType")
        )
        return ProcessingStep(group, kind)

    def _set_space(self, stroke: bool, space: str) -> None:
        if stroke:
            self.state.stroke = space
        else:
            self.state.fill = space

    def _space(self, value: Any) -> str:
        spaces = self.resources.get("/ColorSpace", {})
        if isinstance(value, Name):
            return space_name(spaces.get(value, value))
        return space_name(value)

    def _graphics_state(self, values: Any) -> None:
        faint = any(float(values.get(key, 1)) < 1 for key in ("/ca", "/CA"))
        blended = str(values.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
        if "/OP" in values:
            # Without its own entry, what is filled follows what is stroked.
            self.state.stroke_over = bool(values.OP)
            self.state.fill_over = bool(values.get("/op", values.OP))
        if "/op" in values:
            self.state.fill_over = bool(values["/op"])
        masked = "/SMask" in values and values.SMask != Name("/None")
        if faint or blended or masked:
            self.found.transparency.append("graphics state")

    def _object(self, xobject: Any) -> None:
        matrix = self.state.matrix
        if xobject.Subtype == Name.Form:
            own = xobject.get("/Matrix")
            inner = Matrix(*(float(v) for v in own)) @ matrix if own is not None else matrix
            if "/Group" in xobject:
                self.found.transparency.append("form group")
            state = _State(inner, self.state.stroke, self.state.fill)
            _Reader(self.found, xobject.get("/Resources", self.resources), state).read(xobject)
            return
        if "/SMask" in xobject:
            self.found.transparency.append("soft mask")
        space = self._space(xobject.ColorSpace) if "/ColorSpace" in xobject else "Mask"
        self.found.spaces.add(space)
        self.found.images.append(_placed(xobject, space, matrix))


def read_page(page: pikepdf.Page) -> PageContent:
    """Return what the page paints."""
    found = PageContent()
    if "/Group" in page.obj:
        found.transparency.append("page group")
    _Reader(found, page.obj.get("/Resources", pikepdf.Dictionary()), _State(Matrix())).read(page)
    return found


def space_name(space: Any) -> str:
    """Return a short name of a colour space: its family, the spot's or profile's kind after ":"."""
    if isinstance(space, Name):
        return str(space)[1:]
    family = str(space[0])[1:]
    if family == "Separation":
        return f"Separation:{str(space[1])[1:]}"
    if family == "ICCBased":
        kinds = {1: "Gray", 3: "RGB", 4: "CMYK"}
        return f"ICCBased:{kinds.get(int(space[1].N), '?')}"
    if family == "Indexed":
        return space_name(space[1])
    return family


def is_rgb(space: str) -> bool:
    """Tell whether a colour space is red, green and blue, tagged or not."""
    return space in ("DeviceRGB", "CalRGB", "Lab", "ICCBased:RGB")


def _placed(image: Any, space: str, matrix: Matrix) -> PlacedImage:
    wide, high = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    dpi = min(int(image.Width) / wide, int(image.Height) / high) * 72 if wide and high else 0.0
    xs = [matrix.e + dx for dx in (0, matrix.a, matrix.c, matrix.a + matrix.c)]
    ys = [matrix.f + dy for dy in (0, matrix.b, matrix.d, matrix.b + matrix.d)]
    corners = (min(xs), min(ys), max(xs), max(ys))
    box = Box(*(value / POINTS_PER_MM for value in corners))
    return PlacedImage(space, dpi, box, _decode_right(image, space))


def _decode_right(image: Any, space: str) -> bool:
    """Tell whether the /Decode array suits the samples of a CMYK JPEG.

    A CMYK JPEG with an Adobe marker holds inverted samples, which PDF readers do not turn round by
    themselves. Any other image must not be inverted.
    """
    decode = [float(value) for value in image.get("/Decode", [])]
    turned = bool(decode) and decode == [1.0, 0.0] * (len(decode) // 2)
    is_jpeg = str(image.get("/Filter", "")) == "/DCTDecode"
    four = space in ("DeviceCMYK", "ICCBased:CMYK")
    return turned == (is_jpeg and four and _has_adobe_marker(image.read_raw_bytes()))


def _has_adobe_marker(jpeg: bytes) -> bool:
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        if jpeg[at + 1] == 0xEE and jpeg[at + 4 : at + 9] == b"Adobe":
            return True
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return False
