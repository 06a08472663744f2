"""Every planted fault is caught by its own check, and by no other."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
import pyvips
from pikepdf import Array, Dictionary, Name, Pdf

from shop.prepress.pdf import PrintFile
from shop.prepress.preflight import preflight
from shop.prepress.specs import load_spec

Printed = Callable[[str], PrintFile]
Fault = Callable[[Pdf, Any], None]


def content(pdf: Pdf) -> bytes:
    return bytes(pdf.pages[0].Contents.read_bytes())


def rewrite(pdf: Pdf, change: Callable[[bytes], bytes]) -> None:
    before = content(pdf)
    after = change(before)
    assert after != before
    pdf.pages[0].Contents = pdf.make_stream(after)


def no_trim_box(pdf: Pdf, page: Any) -> None:
    del page.TrimBox


def wrong_page_size(pdf: Pdf, page: Any) -> None:
    x0, y0, x1, y1 = (float(v) for v in page.TrimBox)
    page.TrimBox = Array([x0, y0, x1, y1 - 0.5])


def bleed_outside_the_page(pdf: Pdf, page: Any) -> None:
    x0, y0, x1, y1 = (float(v) for v in page.BleedBox)
    page.BleedBox = Array([x0 - 5, y0, x1, y1])


def turned_page(pdf: Pdf, page: Any) -> None:
    page.Rotate = 90


def no_bleed(pdf: Pdf, page: Any) -> None:
    page.BleedBox = page.TrimBox


def picture_ends_at_the_trim(pdf: Pdf, page: Any) -> None:
    rewrite(pdf, lambda data: data.replace(b"612.2835 0 0 858.8976", b"595.2756 0 0 841.8898"))


def ground_ends_at_the_cut(pdf: Pdf, page: Any) -> None:
    rewrite(
        pdf, lambda data: data.replace(b"898.5827 -8.503937 l\n898.5827", b"890 -8.5 l\n890", 1)
    )


def unembedded_font(pdf: Pdf, page: Any) -> None:
    for font in page.Resources.Font.values():
        del font.FontDescriptor["/FontFile2"]


def stock_font_listed(pdf: Pdf, page: Any) -> None:
    page.Resources.Font["/F9"] = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
    )


def misspelt_cut_contour(pdf: Pdf, page: Any) -> None:
    for space in page.Resources.ColorSpace.values():
        if space[1] == Name("/CutContour"):
            space[1] = Name("/Cutcontour")


def cut_in_process_ink(pdf: Pdf, page: Any) -> None:
    def change(data: bytes) -> bytes:
        at = data.index(b" CS")
        start = data.rindex(b"\n", 0, at)
        end = data.index(b"SCN", at) + 3
        return data[:start] + b"\n0 1 0 0 K" + data[end:]

    rewrite(pdf, change)


def open_cut_path(pdf: Pdf, page: Any) -> None:
    def change(data: bytes) -> bytes:
        head, _, tail = data.rpartition(b"\nh\n")
        return head + b"\n" + tail

    rewrite(pdf, change)


def doubled_cut_path(pdf: Pdf, page: Any) -> None:
    def change(data: bytes) -> bytes:
        head, middle, tail = data.rpartition(b"\nS\n")
        path = head[head.rindex(b" m\n") :]
        start = head[head.rindex(b"\n", 0, head.rindex(b" m\n")) :].split(b" m\n")[0]
        return head + middle + start.strip() + path + middle + tail

    rewrite(pdf, change)


def filled_cut_path(pdf: Pdf, page: Any) -> None:
    def change(data: bytes) -> bytes:
        head, _, tail = data.rpartition(b"\nS\n")
        space = head[head.rindex(b"\n/", 0, head.rindex(b" CS")) :].split(b" CS")[0].strip()
        return head + b"\n" + space + b" cs 1 scn\nB\n" + tail

    rewrite(pdf, change)


def white_spot_too_many(pdf: Pdf, page: Any) -> None:
    spaces = page.Resources
    if "/ColorSpace" not in spaces:
        spaces.ColorSpace = Dictionary()
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * 4, C1=[0.2, 0, 0, 0], N=1)
    spaces.ColorSpace["/W"] = Array(
        [Name.Separation, Name("/White"), Name.DeviceCMYK, pdf.make_indirect(function)]
    )
    rewrite(pdf, lambda data: data + b"\n/W cs 1 scn 0 0 9 9 re f\n")


def overprint(pdf: Pdf, page: Any, key: str) -> None:
    states = [state for state in page.Resources.ExtGState.values() if key in state]
    assert any(bool(state[key]) for state in states)
    for state in states:
        state[key] = False


def cut_knocks_out(pdf: Pdf, page: Any) -> None:
    overprint(pdf, page, "/OP")


def white_knocks_out(pdf: Pdf, page: Any) -> None:
    overprint(pdf, page, "/op")


def no_white(pdf: Pdf, page: Any) -> None:
    def change(data: bytes) -> bytes:
        begin = data.index(b"/OC /StepWhite BDC")
        return data[:begin] + data[data.rindex(b"EMC", 0, data.index(b"/OC /StepCutContour")) + 3 :]

    rewrite(pdf, change)


def layers(pdf: Pdf) -> Any:
    return pdf.Root.OCProperties


def hidden_layer(pdf: Pdf, page: Any) -> None:
    layers(pdf).D.OFF = Array([layers(pdf).OCGs[0]])


def layers_off_at_first(pdf: Pdf, page: Any) -> None:
    layers(pdf).D.BaseState = Name.OFF


def layer_seen_on_screen_only(pdf: Pdf, page: Any) -> None:
    seen = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=layers(pdf).OCGs)
    layers(pdf).D.AS = Array([seen])


def layer_without_step(pdf: Pdf, page: Any) -> None:
    del layers(pdf).OCGs[0]["/GTS_Metadata"]


def cut_said_to_be_a_crease(pdf: Pdf, page: Any) -> None:
    layers(pdf).OCGs[0].GTS_Metadata.GTS_ProcStepsType = Name.Creasing


def cut_off_its_layer(pdf: Pdf, page: Any) -> None:
    rewrite(pdf, lambda data: data.replace(b"/OC /StepCutContour BDC", b"/Span BMC"))


def picture(page: Any) -> Any:
    return page.Resources.XObject["/Raster0"]


def rgb_picture(pdf: Pdf, page: Any) -> None:
    raw = pikepdf.Stream(pdf, b"\x80" * (2552 * 3579 * 3))
    raw.Type, raw.Subtype, raw.Width, raw.Height = Name.XObject, Name.Image, 2552, 3579
    raw.BitsPerComponent, raw.ColorSpace = 8, Name.DeviceRGB
    page.Resources.XObject["/Raster0"] = pdf.make_indirect(raw)


def rgb_type(pdf: Pdf, page: Any) -> None:
    rewrite(pdf, lambda data: data.replace(b"0 0 0 0 k", b"1 1 1 rg"))


def coarse_picture(pdf: Pdf, page: Any) -> None:
    picture(page).Width, picture(page).Height = 680, 954


def fair_picture(pdf: Pdf, page: Any) -> None:
    picture(page).Width, picture(page).Height = 1020, 1432


def negative_picture(pdf: Pdf, page: Any) -> None:
    del picture(page)["/Decode"]


def no_output_intent(pdf: Pdf, page: Any) -> None:
    del pdf.Root["/OutputIntents"]


def screen_profile(pdf: Pdf, page: Any) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[12:20] = b"mntrRGB "
    profile.write(bytes(data))


def other_flavour(pdf: Pdf, page: Any) -> None:
    pdf.trailer.Info.GTS_PDFXVersion = pikepdf.String("PDF/X-3:2002")


def no_xmp(pdf: Pdf, page: Any) -> None:
    del pdf.Root["/Metadata"]


def no_source_type(pdf: Pdf, page: Any) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"DigitalSourceType", b"DigitalSourceTime"))


def script(pdf: Pdf, page: Any) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def form_field(pdf: Pdf, page: Any) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


def annotation(pdf: Pdf, page: Any) -> None:
    page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])])


def second_page(pdf: Pdf, page: Any) -> None:
    pdf.pages.append(pdf.pages[0])


def too_much_ink(pdf: Pdf, page: Any) -> None:
    rewrite(pdf, lambda data: data + b"\n1 0.9 0.8 0.7 k 0 0 400 400 re f\n")


def white_of_no_ink(pdf: Pdf, page: Any) -> None:
    def change(data: bytes) -> bytes:
        begin = data.index(b"/OC /StepWhite BDC")
        return data[:begin] + data[begin:].replace(b"1 scn", b"0 scn", 1)

    rewrite(pdf, change)


def blank_picture(pdf: Pdf, page: Any) -> None:
    wide, high = int(picture(page).Width), int(picture(page).Height)
    blank = pyvips.Image.black(wide, high, bands=4).copy(interpretation="cmyk")
    picture(page).write(blank.jpegsave_buffer(keep="none"), filter=Name.DCTDecode)


def back_page(pdf: Pdf) -> Any:
    return pdf.pages[1].obj


def no_back(pdf: Pdf, page: Any) -> None:
    del pdf.pages[1]


def back_without_trim_box(pdf: Pdf, page: Any) -> None:
    del back_page(pdf).TrimBox


def back_of_another_size(pdf: Pdf, page: Any) -> None:
    x0, y0, x1, y1 = (float(v) for v in back_page(pdf).TrimBox)
    back_page(pdf).TrimBox = Array([x0, y0, x1 - 2, y1])


def hole_missing_behind(pdf: Pdf, page: Any) -> None:
    data = pdf.pages[1].Contents.read_bytes()
    begin = data.rindex(b"/OC /StepCutContour BDC")
    pdf.pages[1].Contents = pdf.make_stream(data[:begin] + data[data.index(b"EMC", begin) + 3 :])


def sealed_on_the_back(pdf: Pdf, page: Any) -> None:
    back = pdf.pages[1]
    space = next(v for v in page.Resources.ColorSpace.values() if v[1] == Name("/Glue"))
    back.Resources.ColorSpace["/G"] = space
    back.Contents = pdf.make_stream(back.Contents.read_bytes() + b"\n/G cs 1 scn 0 0 9 9 re f\n")


def negative_back(pdf: Pdf, page: Any) -> None:
    del back_page(pdf).Resources.XObject["/Raster2"]["/Decode"]


def too_much_ink_behind(pdf: Pdf, page: Any) -> None:
    ink = b"\n1 0.9 0.8 0.7 k 0 0 400 400 re f\n"
    pdf.pages[1].Contents = pdf.make_stream(pdf.pages[1].Contents.read_bytes() + ink)


FAULTS: list[tuple[Fault, str, set[str]]] = [
    (no_trim_box, "art_print_a4", {"page_boxes", "trim_size", "bleed"}),
    (wrong_page_size, "art_print_a4", {"trim_size"}),
    (bleed_outside_the_page, "die_cut_sticker", {"page_boxes"}),
    (turned_page, "art_print_a4", {"page_boxes"}),
    (no_bleed, "art_print_a4", {"bleed"}),
    (picture_ends_at_the_trim, "art_print_a4", {"bleed_covered"}),
    (ground_ends_at_the_cut, "folding_carton", {"bleed_covered"}),
    (unembedded_font, "art_print_a4", {"fonts_embedded"}),
    (stock_font_listed, "art_print_a4", {"fonts_embedded"}),
    (misspelt_cut_contour, "die_cut_sticker", {"spot_names", "spot_paths", "processing_steps"}),
    (cut_in_process_ink, "die_cut_sticker", {"spot_names", "spot_paths", "processing_steps"}),
    (open_cut_path, "die_cut_sticker", {"cut_paths"}),
    (doubled_cut_path, "die_cut_sticker", {"spot_paths"}),
    (filled_cut_path, "die_cut_sticker", {"spot_paths", "cut_paths"}),
    (
        white_spot_too_many,
        "die_cut_sticker",
        {"spot_names", "spot_paths", "spot_overprint", "processing_steps"},
    ),
    (cut_knocks_out, "die_cut_sticker", {"spot_overprint"}),
    (white_knocks_out, "clear_sticker", {"spot_overprint"}),
    (no_white, "clear_sticker", {"spot_names", "spot_paths", "processing_steps"}),
    (hidden_layer, "die_cut_sticker", {"layers"}),
    (layers_off_at_first, "die_cut_sticker", {"layers"}),
    (layer_seen_on_screen_only, "die_cut_sticker", {"layers"}),
    (layer_without_step, "die_cut_sticker", {"processing_steps"}),
    (cut_said_to_be_a_crease, "die_cut_sticker", {"processing_steps"}),
    (cut_off_its_layer, "folding_carton", {"processing_steps"}),
    (rgb_picture, "art_print_a4", {"colour_spaces"}),
    (rgb_type, "art_print_a4", {"colour_spaces"}),
    (coarse_picture, "art_print_a4", {"resolution", "resolution_fair"}),
    (fair_picture, "art_print_a4", {"resolution_fair"}),
    (negative_picture, "art_print_a4", {"jpeg_decode"}),
    (no_output_intent, "art_print_a4", {"output_intent"}),
    (screen_profile, "art_print_a4", {"output_intent"}),
    (other_flavour, "art_print_a4", {"identification"}),
    (no_xmp, "art_print_a4", {"identification", "source_type"}),
    (no_source_type, "art_print_a4", {"source_type"}),
    (script, "art_print_a4", {"no_active_content"}),
    (form_field, "art_print_a4", {"no_active_content"}),
    (annotation, "art_print_a4", {"no_active_content"}),
    (second_page, "art_print_a4", {"page_count"}),
    (too_much_ink, "art_print_a4", {"ink_limit"}),
    (white_of_no_ink, "clear_sticker", {"spot_plates"}),
    (blank_picture, "die_cut_sticker", {"art_plates"}),
    (no_back, "blister_card", {"page_count"}),
    (back_without_trim_box, "blister_card", {"page_boxes", "trim_size", "bleed"}),
    (back_of_another_size, "blister_card", {"trim_size"}),
    (hole_missing_behind, "blister_card", {"spot_paths"}),
    (
        sealed_on_the_back,
        "blister_card",
        {"spot_names", "spot_paths", "spot_overprint", "processing_steps"},
    ),
    (negative_back, "blister_card", {"jpeg_decode"}),
    (too_much_ink_behind, "blister_card", {"ink_limit"}),
]


def spoil(data: bytes, fault: Fault, **save: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fault(pdf, pdf.pages[0].obj)
        buffer = io.BytesIO()
        pdf.save(buffer, **save)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("fault", "product", "codes"), FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS]
)
def test_a_planted_fault_is_caught(
    printed: Printed, fault: Fault, product: str, codes: set[str]
) -> None:
    report = preflight(spoil(printed(product).pdf, fault), load_spec(product))
    assert set(report.failures) == codes
    assert report.ok == (codes == {"resolution_fair"})


def test_saving_again_is_no_fault(printed: Printed) -> None:
    same = spoil(printed("art_print_a4").pdf, lambda pdf, page: None)
    assert preflight(same, load_spec("art_print_a4")).failures == ()


def test_encryption_is_caught(printed: Printed) -> None:
    pdf, spec = printed("art_print_a4").pdf, load_spec("art_print_a4")

    def encrypted(user: str) -> bytes:
        lock = pikepdf.Encryption(owner="owner", user=user)
        return spoil(pdf, lambda pdf, page: None, encryption=lock)

    assert preflight(encrypted(""), spec).failures == ("not_encrypted",)
    assert preflight(encrypted("secret"), spec).failures == ("not_encrypted",)


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.6\n%%EOF"])
def test_what_is_no_pdf_is_not_readable(data: bytes) -> None:
    report = preflight(data, load_spec("art_print_a4"))
    assert report.failures == ("readable",)
    assert not report.ok


def test_transparency_is_refused_in_x1a_only(printed: Printed) -> None:
    def fade(pdf: Pdf, page: Any) -> None:
        page.Resources.ExtGState = Dictionary(Faint=Dictionary(ca=0.5))
        rewrite(pdf, lambda data: b"/Faint gs\n" + data)

    spec = load_spec("box_art_print")
    faded = spoil(printed("box_art_print").pdf, fade)
    assert preflight(faded, spec).failures == ()
    strict = replace(spec, flavour="PDF/X-1a:2003")
    assert set(preflight(faded, strict).failures) == {"identification", "transparency"}


def test_layers_are_refused_in_x1a(printed: Printed) -> None:
    strict = replace(load_spec("die_cut_sticker"), flavour="PDF/X-1a:2003")
    found = preflight(printed("die_cut_sticker").pdf, strict).failures
    assert set(found) == {"identification", "layers"}


def test_another_products_file_is_refused(printed: Printed) -> None:
    report = preflight(printed("die_cut_sticker").pdf, load_spec("art_print_a4"))
    assert set(report.failures) >= {"trim_size", "spot_names", "spot_paths"}
