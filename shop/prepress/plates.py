"""The printing plates of a page at screen resolution: how much ink lies where.

Computed from the finished file, so that it tells what a press would do with it: an overprinting
spot leaves the inks below it, any other paint knocks them out. Type is left out; it covers little.
"""

import io
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
import pikepdf
import pyvips
from numpy.typing import NDArray
from pikepdf import Matrix, Name

from shop.prepress.colour import ink, to_cmyk
from shop.prepress.content import is_rgb, space_name

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
DPI = 72.0
_SHIFT = 4
_CURVE_STEPS = 8

Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Plates:
    """Ink per plate.

    Attributes:
        planes: plate -> (h, w) share of ink, 0..1.

    """

    planes: dict[str, Plane] = field(repr=False)

    def coverage(self) -> dict[str, float]:
        """Return the share of the sheet that each plate inks, 0..1."""
        return {name: round(float(plane.mean()), 5) for name, plane in self.planes.items()}

    def total_ink(self) -> float:
        """Return the 99.9th percentile of the process inks together, 4.0 being all four full."""
        total = np.sum([self.planes[name] for name in PROCESS], axis=0)
        return round(float(np.percentile(total, 99.9)), 4)


@dataclass
class _State:
    matrix: Matrix
    fill: dict[str, float] = field(default_factory=lambda: {"Black": 1.0})
    stroke: dict[str, float] = field(default_factory=lambda: {"Black": 1.0})
    fill_space: str = "DeviceGray"
    stroke_space: str = "DeviceGray"
    over_fill: bool = False
    over_stroke: bool = False
    width: float = 1.0
    clip: NDArray[np.uint8] | None = None


def read_plates(pdf: bytes, *, page: int = 0, dpi: float = DPI) -> Plates:
    """Separate one page of a print file.

    Args:
        pdf: the file.
        page: from 0.
        dpi: pixels per inch of the planes.

    Raises:
        pikepdf.PdfError: not a PDF.

    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sheet = opened.pages[page]
        x0, y0, x1, y1 = (float(v) for v in sheet.mediabox)
        scale = dpi / 72
        size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
        base = Matrix(scale, 0, 0, -scale, -x0 * scale, y1 * scale)
        painter = _Painter(size, base, sheet.obj.get("/Resources", pikepdf.Dictionary()))
        for instruction in pikepdf.parse_content_stream(sheet):
            painter.do(str(instruction.operator), list(instruction.operands))
    return Plates(painter.planes)


class _Painter:
    """Walks the content stream and paints every plate."""

    def __init__(self, size: tuple[int, int], base: Matrix, resources: Any) -> None:
        self.size, self.resources = size, resources
        self.state = _State(base)
        self.stack: list[_State] = []
        self.paths: list[list[tuple[float, float]]] = []
        self.clip_next = False
        width, height = size
        self.planes: dict[str, Plane] = {
            name: np.zeros((height, width), np.float32) for name in PROCESS
        }

    def do(self, name: str, operands: list[Any]) -> None:
        """Carry out one operator."""
        handler = _HANDLERS.get(name)
        if handler is not None:
            handler(self, name, operands)

    def _save(self, _name: str, _operands: list[Any]) -> None:
        self.stack.append(replace(self.state))

    def _restore(self, _name: str, _operands: list[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _concat(self, _name: str, operands: list[Any]) -> None:
        self.state.matrix = Matrix(*(float(v) for v in operands)) @ self.state.matrix

    def _line_width(self, _name: str, operands: list[Any]) -> None:
        self.state.width = float(operands[0])

    def _graphics_state(self, _name: str, operands: list[Any]) -> None:
        values = self.resources.ExtGState[operands[0]]
        if "/OP" in values:
            self.state.over_stroke = bool(values.OP)
            self.state.over_fill = bool(values.get("/op", values.OP))
        if "/op" in values:
            self.state.over_fill = bool(values["/op"])

    def _space(self, name: str, operands: list[Any]) -> None:
        value = operands[0]
        found = space_name(self.resources.get("/ColorSpace", {}).get(value, value))
        if name == "CS":
            self.state.stroke_space = found
        else:
            self.state.fill_space = found

    def _colour(self, name: str, operands: list[Any]) -> None:
        values = [float(v) for v in operands if not isinstance(v, Name)]
        fixed = {"k": "DeviceCMYK", "g": "DeviceGray", "rg": "DeviceRGB"}.get(name.lower())
        stroking = name.isupper()
        if fixed and stroking:
            self.state.stroke_space = fixed
        elif fixed:
            self.state.fill_space = fixed
        space = self.state.stroke_space if stroking else self.state.fill_space
        inks = _inks(space, values)
        if stroking:
            self.state.stroke = inks
        else:
            self.state.fill = inks

    def _move(self, _name: str, operands: list[Any]) -> None:
        self.paths.append([self._at(operands)])

    def _line(self, _name: str, operands: list[Any]) -> None:
        self.paths[-1].append(self._at(operands))

    def _curve(self, _name: str, operands: list[Any]) -> None:
        start = np.array(self.paths[-1][-1])
        one, two, end = (np.array(self._at(operands[k : k + 2])) for k in (0, 2, 4))
        t = np.linspace(0, 1, _CURVE_STEPS + 1)[1:, None]
        points = (
            (1 - t) ** 3 * start + 3 * t * (1 - t) ** 2 * one + 3 * t * t * (1 - t) * two
            + t**3 * end
        )  # fmt: skip
        self.paths[-1] += [(float(x), float(y)) for x, y in points]

    def _rectangle(self, _name: str, operands: list[Any]) -> None:
        x, y, w, h = (float(v) for v in operands)
        corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
        self.paths.append([self._at(corner) for corner in corners])

    def _close(self, _name: str, _operands: list[Any]) -> None:
        if self.paths:
            self.paths[-1].append(self.paths[-1][0])

    def _clip(self, _name: str, _operands: list[Any]) -> None:
        self.clip_next = True

    def _at(self, point: Any) -> tuple[float, float]:
        x, y = float(point[0]), float(point[1])
        m = self.state.matrix
        return m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f

    def _paint(self, name: str, _operands: list[Any]) -> None:
        if name in ("s", "b", "b*"):
            self._close(name, [])
        if name in ("f", "F", "f*", "B", "B*", "b", "b*"):
            self._lay(self._filled(), self.state.fill, self.state.over_fill)
        if name in ("S", "s", "B", "B*", "b", "b*"):
            self._lay(self._stroked(), self.state.stroke, self.state.over_stroke)
        if self.clip_next:
            area = self._filled()
            clip = self.state.clip
            self.state.clip = area if clip is None else np.minimum(clip, area)
        self.paths, self.clip_next = [], False

    def _points(self) -> list[NDArray[np.int32]]:
        return [
            np.rint((np.array(path) - 0.5) * (1 << _SHIFT)).astype(np.int32) for path in self.paths
        ]

    def _filled(self) -> NDArray[np.uint8]:
        mask = self._blank()
        cv2.fillPoly(mask, self._points(), 255, cv2.LINE_AA, _SHIFT)
        return mask

    def _stroked(self) -> NDArray[np.uint8]:
        m = self.state.matrix
        width = self.state.width * float(np.sqrt(abs(m.a * m.d - m.b * m.c)))
        mask = self._blank()
        thickness = max(1, round(width))
        cv2.polylines(mask, self._points(), False, 255, thickness, cv2.LINE_AA, _SHIFT)
        # Hairlines are thinner than a pixel here.
        return np.asarray(mask * min(1.0, width / thickness), np.uint8)

    def _blank(self) -> NDArray[np.uint8]:
        return np.zeros((self.size[1], self.size[0]), np.uint8)

    def _lay(self, mask: NDArray[np.uint8], inks: dict[str, float], over: bool) -> None:
        """Lay inks through a mask; what does not overprint takes away what is below."""
        if self.state.clip is not None:
            mask = np.minimum(mask, self.state.clip)
        cover = mask.astype(np.float32) / 255
        for name in inks:
            self.planes.setdefault(name, np.zeros(cover.shape, np.float32))
        for name, plane in self.planes.items():
            if name in inks:
                plane += (np.float32(inks[name]) - plane) * cover
            elif not over:
                plane *= 1 - cover

    def _object(self, _name: str, operands: list[Any]) -> None:
        image = self.resources.XObject[operands[0]]
        if image.Subtype != Name.Image:
            return
        m = self.state.matrix
        xs, ys = (m.e, m.e + m.a + m.c), (m.f, m.f + m.b + m.d)
        left, top = round(min(xs)), round(min(ys))
        width, height = max(1, round(abs(xs[1] - xs[0]))), max(1, round(abs(ys[1] - ys[0])))
        planes = _image_inks(image, width, height)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.size[0], left + width), min(self.size[1], top + height)
        if x0 >= x1 or y0 >= y1:
            return
        inside = (slice(y0, y1), slice(x0, x1))
        cut = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        clip = self.state.clip
        cover = np.float32(1) if clip is None else clip[inside].astype(np.float32) / 255
        for name, plane in self.planes.items():
            new = planes[name][cut] if name in planes else np.float32(0)
            plane[inside] += (new - plane[inside]) * cover


def _inks(space: str, values: list[float]) -> dict[str, float]:
    """Return plate -> ink of a colour."""
    if space.startswith("Separation:"):
        return {space.partition(":")[2]: values[0]}
    if space in ("DeviceCMYK", "ICCBased:CMYK"):
        return dict(zip(PROCESS, values, strict=True))
    if is_rgb(space):
        red, green, blue = (round(v * 255) for v in values)
        return dict(zip(PROCESS, ink((red, green, blue)), strict=True))
    return dict(zip(PROCESS, (0.0, 0.0, 0.0, 1 - values[0]), strict=True))


def _image_inks(image: Any, width: int, height: int) -> dict[str, Plane]:
    """Return the process inks of a picture as placed, shrunk to its place on the plates."""
    if str(image.get("/Filter", "")) == "/DCTDecode":
        picture = pyvips.Image.new_from_buffer(image.read_raw_bytes(), "", access="sequential")
    else:
        bands = {"/DeviceCMYK": 4, "/DeviceGray": 1}.get(str(image.get("/ColorSpace")), 3)
        picture = pyvips.Image.new_from_memory(
            image.read_bytes(), int(image.Width), int(image.Height), bands, "uchar"
        )
    small = picture.resize(width / picture.width, vscale=height / picture.height, kernel="linear")
    if small.bands == 3:
        small = to_cmyk(small.copy(interpretation="srgb"))
    pixels: Plane = np.asarray(small.numpy(), np.float32)[:height, :width] / np.float32(255)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return {"Black": np.asarray(1 - pixels.reshape(height, width), np.float32)}
    if picture.bands == 4 and _samples_inverted(image):
        pixels = np.asarray(1 - pixels, np.float32)
    return {name: np.asarray(pixels[..., k]) for k, name in enumerate(PROCESS)}


def _samples_inverted(image: Any) -> bool:
    """Tell whether full ink is sample 0 after decoding, given the file's /Decode array.

    The decoder turns the samples of Adobe's inverted JPEGs round by itself, so that a file without
    the array it needs prints as a negative.
    """
    decode = [float(v) for v in image.get("/Decode", [])]
    turned = bool(decode) and decode[0] > decode[1]
    is_jpeg = str(image.get("/Filter", "")) == "/DCTDecode"
    return turned != is_jpeg


_HANDLERS: dict[str, Any] = {
    "q": _Painter._save,
    "Q": _Painter._restore,
    "cm": _Painter._concat,
    "w": _Painter._line_width,
    "gs": _Painter._graphics_state,
    "m": _Painter._move,
    "l": _Painter._line,
    "c": _Painter._curve,
    "re": _Painter._rectangle,
    "h": _Painter._close,
    "W": _Painter._clip,
    "W*": _Painter._clip,
    "Do": _Painter._object,
    **dict.fromkeys(("cs", "CS"), _Painter._space),
    **dict.fromkeys(("k", "K", "g", "G", "rg", "RG", "sc", "SC", "scn", "SCN"), _Painter._colour),
    **dict.fromkeys(
        ("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"), _Painter._paint
    ),
}  # fmt: skip
