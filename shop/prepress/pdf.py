"""From a layout to the bytes a print house gets."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from shop.prepress import colour, metadata
from shop.prepress.colour import EncodedRaster
from shop.prepress.geometry import Box
from shop.prepress.layout import DISCLOSURE, PageLayout, Raster
from shop.prepress.raster import compose
from shop.prepress.specs import PrintSpec
from shop.prepress.vector import draw_pages, layer_name


@dataclass(frozen=True)
class PrintFile:
    """A finished print file and what is known of it.

    `effective_dpi` is the lowest resolution of any art on the page, as printed. `facts` is JSON
    data: product, provider, flavour, layout digest, pixel sizes, warnings.
    """

    pdf: bytes = field(repr=False)
    page_count: int
    trim_mm: tuple[float, float]
    bleed_mm: float
    effective_dpi: float
    spots: tuple[str, ...]
    md5: str
    sha256: str
    facts: dict[str, Any]


def assemble(layout: PageLayout) -> PrintFile:
    """Make the print file of a layout. The same layout gives the same bytes."""
    spec = layout.spec
    resolutions: list[float] = []
    images: list[list[int]] = []
    with pikepdf.open(io.BytesIO(draw_pages(layout))) as pdf:
        made: dict[str, tuple[pikepdf.Object, float]] = {}
        for page, raster in _placed(layout):
            key = _picture_key(raster)
            if key not in made:
                made[key] = _picture(pdf, raster, spec)
            image, effective = made[key]
            _add_image(pdf, page, f"/Raster{len(images)}", image)
            resolutions.append(effective)
            images.append([int(image.Width), int(image.Height)])
        _drop_unused_fonts(pdf)
        for sheet in pdf.pages:
            _set_boxes(sheet, spec)
        _set_steps(pdf, spec)
        _set_intent(pdf, spec)
        _set_metadata(pdf, layout)
        data = _saved(pdf, spec)
    effective = min(resolutions, default=float(spec.target_dpi))
    return PrintFile(
        pdf=data,
        page_count=len(layout.pages),
        trim_mm=spec.trim_mm,
        bleed_mm=spec.bleed_mm,
        effective_dpi=effective,
        spots=tuple(sorted(spec.spot_counts())),
        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(data).hexdigest(),
        facts=_facts(layout, effective, images),
    )


def _placed(layout: PageLayout) -> list[tuple[int, Raster]]:
    """Return every raster with the number of its page, in the order they are painted."""
    return [
        (number, item)
        for number, items in enumerate(layout.pages)
        for item in items
        if isinstance(item, Raster)
    ]


def _picture_key(raster: Raster) -> str:
    """Return what tells the raster's pixels from any other's on the page, wherever they lie."""
    box = raster.box
    parts = [(cutout.art.identity, cutout.box.moved(-box.x0, -box.y0)) for cutout in raster.cutouts]
    sizes = [(one, [round(v, 6) for v in (b.x0, b.y0, b.x1, b.y1)]) for one, b in parts]
    return repr((round(box.width, 6), round(box.height, 6), raster.ground, sizes))


def _picture(pdf: pikepdf.Pdf, raster: Raster, spec: PrintSpec) -> tuple[pikepdf.Object, float]:
    """Return the raster as an image of the file, and the resolution its art really has."""
    encoded, effective = _flattened(raster, spec)
    return _image(pdf, encoded), effective


def _flattened(raster: Raster, spec: PrintSpec) -> tuple[EncodedRaster, float]:
    """Return the picture and its resolution; the pixels it is made from are gone by then."""
    composed = compose(raster, spec.target_dpi)
    return colour.encode(composed.image, spec.colour_mode), composed.effective_dpi


def _facts(layout: PageLayout, effective: float, images: list[list[int]]) -> dict[str, Any]:
    spec = layout.spec
    low = effective < spec.warn_dpi
    return {
        "product": spec.product,
        "provider": spec.provider,
        "flavour": spec.flavour,
        "colour_mode": spec.colour_mode,
        "output_condition": colour.OUTPUT_CONDITION,
        "layout_sha256": layout.digest(),
        "target_dpi": spec.target_dpi,
        "effective_dpi": effective,
        "images_px": images,
        "digital_source_type": layout.source_type,
        "warnings": [f"art has {effective:.0f} dpi"] if low else [],
    }


def _image(pdf: pikepdf.Pdf, raster: EncodedRaster) -> pikepdf.Object:
    image = Stream(pdf, raster.data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = raster.width, raster.height, 8
    image.Filter = Name.DCTDecode
    image.ColorSpace = Name.DeviceCMYK if raster.mode == "CMYK" else _srgb(pdf)
    if raster.inverted:
        image.Decode = Array([1, 0] * 4)
    return pdf.make_indirect(image)


def _add_image(pdf: pikepdf.Pdf, page: int, name: str, image: pikepdf.Object) -> None:
    resources = pdf.pages[page].obj.Resources
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    resources.XObject[name] = image


def _srgb(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the one sRGB colour space of the file, which untagged vector colours mean as well."""
    first = pdf.pages[0].obj.Resources.get("/ColorSpace", Dictionary())
    known = first.get("/DefaultRGB")
    if known is not None:
        return known
    profile = Stream(pdf, colour.SRGB_PROFILE.read_bytes())
    profile.N, profile.Alternate = 3, Name.DeviceRGB
    space = pdf.make_indirect(Array([Name.ICCBased, pdf.make_indirect(profile)]))
    for page in pdf.pages:
        resources = page.obj.Resources
        if "/ColorSpace" not in resources:
            resources.ColorSpace = Dictionary()
        resources.ColorSpace.DefaultRGB = space
    return space


def _drop_unused_fonts(pdf: pikepdf.Pdf) -> None:
    """Remove ReportLab's stock Helvetica, which is listed, unembedded and never set.

    All pages list their fonts in one dictionary.
    """
    shown = set().union(*(_keep_set_fonts(pdf, page) for page in pdf.pages))
    for page in pdf.pages:
        fonts = page.obj.Resources.get("/Font", Dictionary())
        for name in [str(name) for name in fonts if str(name) not in shown]:
            del fonts[name]


def _keep_set_fonts(pdf: pikepdf.Pdf, page: pikepdf.Page) -> set[str]:
    """Take out the choosing of fonts that nothing is set in; returns the names of the others."""
    program = pikepdf.parse_content_stream(page)
    shown, current = set(), ""
    for instruction in program:
        if str(instruction.operator) == "Tf":
            current = str(instruction.operands[0])
        elif str(instruction.operator) in ("Tj", "TJ", "'", '"'):
            shown.add(current)
    kept = [
        instruction
        for instruction in program
        if str(instruction.operator) != "Tf" or str(instruction.operands[0]) in shown
    ]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    return shown


def _set_boxes(page: pikepdf.Page, spec: PrintSpec) -> None:
    """Set the page boxes; the sheet's lower left corner is PDF's (0, 0)."""
    dx, dy = -spec.bleed.x0, -spec.bleed.y0

    def points(box: Box) -> Array:
        return Array([round(value, 4) for value in box.moved(dx, dy).points()])

    page.obj.MediaBox = points(spec.bleed)
    page.obj.BleedBox = points(spec.bleed)
    page.obj.TrimBox = points(spec.trim)
    for key in ("/CropBox", "/ArtBox", "/Trans", "/Rotate"):
        if key in page.obj:
            del page.obj[key]


def _set_steps(pdf: pikepdf.Pdf, spec: PrintSpec) -> None:
    """Name each spot colour's layer and say which processing step it is (ISO 19593-1)."""
    if not (spec.layered and spec.spot_counts()):
        return
    layers = Dictionary()
    for spot, step in spec.steps().items():
        facts = Dictionary(GTS_ProcStepsGroup=Name(f"/{step.group}"))
        if step.type:
            facts.GTS_ProcStepsType = Name(f"/{step.type}")
        layer = Dictionary(Type=Name.OCG, Name=String(spot), GTS_Metadata=facts)
        layers[f"/{layer_name(spot)}"] = pdf.make_indirect(layer)
    for number, page in enumerate(pdf.pages):
        used = {f"/{layer_name(spot)}" for spot in spec.spot_counts(number)}
        page.obj.Resources.Properties = Dictionary(
            {name: layer for name, layer in layers.items() if name in used}
        )
    shown = list(layers.values())
    default = Dictionary(Name=String("Default"), Order=Array(shown), ON=Array(shown))
    pdf.Root.OCProperties = Dictionary(OCGs=Array(shown), D=default)


def _set_intent(pdf: pikepdf.Pdf, spec: PrintSpec) -> None:
    profile = Stream(pdf, colour.CMYK_PROFILE.read_bytes())
    profile.N, profile.Alternate = 4, Name.DeviceCMYK
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=String(colour.OUTPUT_CONDITION),
                RegistryName=String("http://www.color.org"),
                Info=String(colour.OUTPUT_INFO),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    if spec.colour_mode == "RGB":
        _srgb(pdf)


def _set_metadata(pdf: pikepdf.Pdf, layout: PageLayout) -> None:
    """Write Info and XMP. They name the product, never the person."""
    spec = layout.spec
    information = Dictionary(
        Title=spec.title,
        Creator=metadata.PRODUCER,
        Producer=metadata.PRODUCER,
        CreationDate=metadata.PDF_DATE,
        ModDate=metadata.PDF_DATE,
        Trapped=Name("/False"),
        GTS_PDFXVersion=spec.flavour,
    )
    packet = Stream(
        pdf,
        metadata.xmp_packet(
            title=spec.title,
            description=DISCLOSURE,
            flavour=spec.flavour,
            source_type=layout.source_type,
            digest=layout.digest(),
        ),
    )
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.trailer.Info = pdf.make_indirect(information)
    pdf.Root.Metadata = pdf.make_indirect(packet)
    for key in ("/Outlines", "/PageMode", "/OpenAction", "/Lang"):
        if key in pdf.Root:
            del pdf.Root[key]


def _saved(pdf: pikepdf.Pdf, spec: PrintSpec) -> bytes:
    version = "1.6" if spec.flavour == "PDF/X-4" else "1.4"
    buffer = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        buffer,
        force_version=version,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        compress_streams=True,
        deterministic_id=True,
    )
    return buffer.getvalue()
