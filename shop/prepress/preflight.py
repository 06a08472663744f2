"""Preflight: is this file what the spec promises? Each rule is one check with a stable code.

A rule about pages is asked of each page; it passes if it holds on all of them.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Name

from shop.prepress.content import PageContent, is_rgb, read_page
from shop.prepress.geometry import POINTS_PER_MM, Box
from shop.prepress.plates import PROCESS, Plates, read_plates
from shop.prepress.specs import ANY_COUNT, PrintSpec

TOLERANCE_MM = 0.1
_ACTIVE = ("/AcroForm", "/OpenAction", "/AA")
_FULL_BLEED = ("art_print", "framed_print", "box_art_print", "blister_card")
_SIDES = ("front", "back")


@dataclass(frozen=True)
class Check:
    """One rule's outcome. A failed `warning` does not stop the file."""

    code: str
    passed: bool
    detail: str
    warning: bool = False


@dataclass(frozen=True)
class PreflightReport:
    """All checks of one file, and the share of the sheet that each plate inks."""

    checks: tuple[Check, ...]
    coverage: dict[str, float] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True if the file may leave the house."""
        return all(check.passed or check.warning for check in self.checks)

    @property
    def failures(self) -> tuple[str, ...]:
        """Codes of the failed checks, warnings included."""
        return tuple(check.code for check in self.checks if not check.passed)


@dataclass(frozen=True)
class _File:
    pdf: pikepdf.Pdf
    page: Any
    content: PageContent
    spec: PrintSpec
    number: int = 0

    @property
    def spots(self) -> dict[str, int]:
        """The spot colours that this page must have."""
        return self.spec.spot_counts(self.number)


Rule = Callable[[_File], Check]


def preflight(pdf: bytes, spec: PrintSpec, *, plates: bool = True) -> PreflightReport:
    """Check the bytes of a print file against its spec.

    Args:
        pdf: the file.
        spec: what it must be like.
        plates: separate the page too; slower, and only done where its structure is sound.

    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            checks = tuple(_checks(opened, spec))
        if not plates or not PreflightReport(checks).ok:
            return PreflightReport(checks)
        found = [read_plates(pdf, page=number) for number in range(spec.pages)]
        return PreflightReport((*checks, *_all_plates(found, spec)), _coverage(found))
    except pikepdf.PasswordError:
        return PreflightReport((Check("not_encrypted", False, "needs a password"),))
    except (pikepdf.PdfError, KeyError, AttributeError, TypeError, ValueError) as error:
        detail = type(error).__name__
        return PreflightReport((Check("readable", False, f"not a sound PDF: {detail}"),))


def _all_plates(pages: list[Plates], spec: PrintSpec) -> Iterator[Check]:
    for same in zip(*(_plate_checks(one, spec, n) for n, one in enumerate(pages)), strict=True):
        yield _joined(same)


def _plate_checks(plates: Plates, spec: PrintSpec, number: int) -> Iterator[Check]:
    total, limit = plates.total_ink(), spec.ink_limit
    yield Check("ink_limit", total <= limit, f"{total:.0%} of ink, at most {limit:.0%}")
    coverage = plates.coverage()
    empty = sorted(spot for spot in spec.spot_counts(number) if not coverage.get(spot))
    yield Check("spot_plates", not empty, ", ".join(empty) or "each holds ink")
    inked = sum(coverage[name] for name in PROCESS)
    yield Check("art_plates", inked > 0, f"{inked:.0%} of ink over the sheet")


def _coverage(pages: list[Plates]) -> dict[str, float]:
    """Return plate -> share of the sheet; a back's plates are named as such."""
    return {
        name if number == 0 else f"{name}, {_SIDES[number]}": share
        for number, plates in enumerate(pages)
        for name, share in plates.coverage().items()
    }


def _joined(same: tuple[Check, ...]) -> Check:
    """Return one check for all pages; what failed is told alone, with its page."""
    first = same[0]
    if len(same) == 1:
        return first
    failed = [(n, check) for n, check in enumerate(same) if not check.passed]
    told = failed or list(enumerate(same))
    details = dict.fromkeys(check.detail for _, check in told)
    if not failed and len(details) == 1:
        return first
    words = "; ".join(f"{_SIDES[n]}: {check.detail}" for n, check in told)
    return Check(first.code, not failed, words, first.warning)


def _checks(pdf: pikepdf.Pdf, spec: PrintSpec) -> Iterator[Check]:
    count = len(pdf.pages)
    wanted = f", wanted {spec.pages}" if count != spec.pages else ""
    words = f"{count} page{'' if count == 1 else 's'}{wanted}"
    yield Check("page_count", count == spec.pages, words)
    subjects = [
        _File(pdf, page.obj, read_page(page), spec, number)
        for number, page in enumerate(list(pdf.pages)[: spec.pages])
    ]
    if not subjects:
        return
    for rule in RULES:
        yield _joined(tuple(rule(subject) for subject in subjects))


def _not_encrypted(file: _File) -> Check:
    return Check("not_encrypted", not file.pdf.is_encrypted, "no encryption allowed")


def _no_active_content(file: _File) -> Check:
    root = file.pdf.Root
    found = [key for key in _ACTIVE if key in root]
    names = root.get("/Names", pikepdf.Dictionary())
    found += ["/JavaScript"] if "/JavaScript" in names else []
    found += ["/Annots"] if file.page.get("/Annots") else []
    found += ["/AA"] if "/AA" in file.page else []
    return Check("no_active_content", not found, ", ".join(found) or "none")


def _box(page: Any, key: str) -> Box | None:
    value = page.get(key)
    if value is None:
        return None
    x0, y0, x1, y1 = (float(v) / POINTS_PER_MM for v in value)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _inside(inner: Box, outer: Box, slack: float = 0.01) -> bool:
    grown = outer.expanded(slack)
    return (
        inner.x0 >= grown.x0
        and inner.y0 >= grown.y0
        and inner.x1 <= grown.x1
        and inner.y1 <= grown.y1
    )


def _page_boxes(file: _File) -> Check:
    media, bleed, trim = (_box(file.page, key) for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
    if media is None or bleed is None or trim is None:
        return Check("page_boxes", False, "MediaBox, BleedBox and TrimBox are needed")
    plain = not any(key in file.page for key in ("/ArtBox", "/UserUnit"))
    plain = plain and int(file.page.get("/Rotate", 0)) == 0
    nested = _inside(trim, bleed) and _inside(bleed, media)
    return Check("page_boxes", plain and nested, "trim inside bleed inside media, unrotated")


def _trim_size(file: _File) -> Check:
    trim, (width, height) = _box(file.page, "/TrimBox"), file.spec.trim_mm
    if trim is None:
        return Check("trim_size", False, "no TrimBox")
    off = max(abs(trim.width - width), abs(trim.height - height))
    detail = f"{trim.width:.2f} x {trim.height:.2f} mm, wanted {width:g} x {height:g}"
    return Check("trim_size", off <= TOLERANCE_MM, detail)


def _bleed(file: _File) -> Check:
    trim, bleed = _box(file.page, "/TrimBox"), _box(file.page, "/BleedBox")
    if trim is None or bleed is None:
        return Check("bleed", False, "no BleedBox")
    sides = (trim.x0 - bleed.x0, trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1)
    least = min(sides)
    enough = least >= file.spec.bleed_mm - 0.01
    return Check("bleed", enough, f"{least:.2f} mm, wanted {file.spec.bleed_mm:g}")


def _bleed_covered(file: _File) -> Check:
    bleed = _box(file.page, "/BleedBox")
    if file.spec.carton:
        # The glue flap, on the left, is bare.
        reaching = any(bleed and _reaches(bleed, fill) for fill in file.content.fills)
        return Check("bleed_covered", reaching, "the ground must reach the bleed but for the flap")
    if file.spec.kind not in _FULL_BLEED:
        return Check("bleed_covered", True, "not a full-bleed product")
    covered = any(bleed and _inside(bleed, image.box, 0.05) for image in file.content.images)
    return Check("bleed_covered", covered, "a picture must reach the edge of the bleed")


def _reaches(bleed: Box, ground: Box) -> bool:
    slack = ground.expanded(0.05)
    return slack.y0 <= bleed.y0 and slack.y1 >= bleed.y1 and slack.x1 >= bleed.x1


def _identification(file: _File) -> Check:
    flavour = file.spec.flavour
    info = file.pdf.trailer.get("/Info", pikepdf.Dictionary())
    stated = str(info.get("/GTS_PDFXVersion", ""))
    problems = [] if stated == flavour else [f"says {stated or 'nothing'}, wanted {flavour}"]
    problems += [] if f"GTS_PDFXVersion>{flavour}<" in _xmp(file) else ["XMP without flavour"]
    problems += [] if "/ID" in file.pdf.trailer else ["no ID"]
    problems += [] if str(info.get("/Trapped", "")) == "/False" else ["Trapped not stated"]
    if flavour == "PDF/X-1a:2003" and file.pdf.pdf_version > "1.4":
        problems.append(f"PDF {file.pdf.pdf_version}")
    return Check("identification", not problems, "; ".join(problems) or flavour)


def _xmp(file: _File) -> str:
    packet = file.pdf.Root.get("/Metadata")
    return packet.read_bytes().decode("utf-8", "replace") if packet is not None else ""


def _source_type(file: _File) -> Check:
    stated = "DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/" in _xmp(file)
    return Check("source_type", stated, "XMP must say how the picture came to be")


def _output_intent(file: _File) -> Check:
    intents = [i for i in file.pdf.Root.get("/OutputIntents", []) if i.S == Name.GTS_PDFX]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        return Check("output_intent", False, "one GTS_PDFX intent with a profile is needed")
    header = bytes(intents[0].DestOutputProfile.read_bytes()[12:20])
    sound = header == b"prtrCMYK" and int(intents[0].DestOutputProfile.N) == 4
    return Check("output_intent", sound, str(intents[0].OutputConditionIdentifier))


def _fonts_embedded(file: _File) -> Check:
    listed = file.page.get("/Resources", pikepdf.Dictionary()).get("/Font", {})
    fonts = {**{str(k): v for k, v in listed.items()}, **file.content.fonts}
    loose = sorted(str(font.get("/BaseFont", name)) for name, font in fonts.items()
                   if not _embedded(font))  # fmt: skip
    return Check("fonts_embedded", not loose, ", ".join(loose) or f"{len(fonts)} embedded")


def _embedded(font: Any) -> bool:
    if font.Subtype == Name.Type3:
        return True
    holder = font.DescendantFonts[0] if font.Subtype == Name.Type0 else font
    descriptor = holder.get("/FontDescriptor")
    return descriptor is not None and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _lowest_dpi(file: _File) -> float:
    return min((image.dpi for image in file.content.images), default=0.0)


def _resolution(file: _File) -> Check:
    dpi, least = _lowest_dpi(file), file.spec.refuse_dpi
    return Check("resolution", dpi >= least - 0.5, f"{dpi:.0f} dpi, refused under {least}")


def _resolution_fair(file: _File) -> Check:
    dpi, fair = _lowest_dpi(file), file.spec.warn_dpi
    return Check("resolution_fair", dpi >= fair - 0.5, f"{dpi:.0f} dpi, fair from {fair}", True)


def _colour_spaces(file: _File) -> Check:
    strict = file.spec.colour_mode == "CMYK" or file.spec.flavour == "PDF/X-1a:2003"
    found = sorted(space for space in file.content.spaces if is_rgb(space))
    return Check("colour_spaces", not (strict and found), ", ".join(found) or "no RGB")


def _jpeg_decode(file: _File) -> Check:
    wrong = sum(not image.decode_right for image in file.content.images)
    return Check("jpeg_decode", wrong == 0, f"{wrong} pictures would print as negatives")


def _spot_names(file: _File) -> Check:
    expected = set(file.spots)
    found = {path.spot for path in file.content.spot_paths}
    found |= {s.partition(":")[2] for s in file.content.spaces if s.startswith("Separation:")}
    detail = _listed(sorted(found))
    if found != expected:
        detail += f"; wanted {_listed(sorted(expected))}"
    return Check("spot_names", found == expected, detail)


def _spot_paths(file: _File) -> Check:
    counts: Counter[str] = Counter()
    for path in file.content.spot_paths:
        counts[path.spot] += path.subpaths
    expected = file.spots
    right = counts.keys() == expected.keys() and all(
        found >= 1 if expected[spot] == ANY_COUNT else found == expected[spot]
        for spot, found in counts.items()
    )
    detail = _counted(counts)
    return Check("spot_paths", right, detail if right else f"{detail}; wanted {_counted(expected)}")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"


def _counted(counts: Mapping[str, int]) -> str:
    many = {ANY_COUNT: "any number"}
    return _listed(f"{spot} {many.get(n, n)}" for spot, n in sorted(counts.items()))


def _cut_paths(file: _File) -> Check:
    names = (file.spec.spots.cut, file.spec.spots.perf)
    cuts = [path for path in file.content.spot_paths if path.spot in names]
    wrong = [p for p in cuts if not p.closed or not p.stroked or p.filled or p.subpaths != 1]
    return Check("cut_paths", not wrong, f"{len(wrong)} of {len(cuts)} not closed, single strokes")


def _spot_overprint(file: _File) -> Check:
    """Demand overprint: a spot that knocks out leaves holes in the art, or an empty plate."""
    wrong = sorted({path.spot for path in file.content.spot_paths if not path.overprints})
    return Check("spot_overprint", not wrong, ", ".join(wrong) or "all overprint")


def _layers(file: _File) -> Check:
    """All layers must be seen: a hidden one is printed by some presses and not by others."""
    properties = file.pdf.Root.get("/OCProperties")
    if properties is None:
        return Check("layers", True, "none")
    if not file.spec.layered:
        return Check("layers", False, f"{file.spec.flavour} has no layers")
    default = properties.get("/D", pikepdf.Dictionary())
    hidden = [str(layer.get("/Name", "?")) for layer in default.get("/OFF", [])]
    based = str(default.get("/BaseState", "/ON")) == "/ON"
    conditional = "/AS" in default
    return Check(
        "layers", not hidden and based and not conditional, ", ".join(hidden) or "all shown"
    )


def _processing_steps(file: _File) -> Check:
    """Each spot colour must lie on the layer of its processing step (ISO 19593-1)."""
    if not file.spec.layered:
        return Check("processing_steps", True, f"{file.spec.flavour} has no layers")
    steps = file.spec.steps()
    expected = {(spot, steps[spot]) for spot in file.spots}
    found = {(path.spot, path.step) for path in file.content.spot_paths}
    lost = sorted(spot for spot, _ in expected ^ found)
    return Check("processing_steps", not lost, ", ".join(lost) or f"{len(found)} steps")


def _transparency(file: _File) -> Check:
    found = file.content.transparency
    allowed = file.spec.flavour == "PDF/X-4" or not found
    return Check("transparency", allowed, ", ".join(found) or "none")


RULES: tuple[Rule, ...] = (
    _not_encrypted,
    _no_active_content,
    _page_boxes,
    _trim_size,
    _bleed,
    _bleed_covered,
    _identification,
    _source_type,
    _output_intent,
    _fonts_embedded,
    _resolution,
    _resolution_fair,
    _colour_spaces,
    _jpeg_decode,
    _spot_names,
    _spot_paths,
    _cut_paths,
    _spot_overprint,
    _layers,
    _processing_steps,
    _transparency,
)
