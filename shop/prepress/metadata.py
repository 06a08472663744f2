"""XMP packet and document information of a print file."""

from xml.sax.saxutils import escape

from shop.prepress.specs import Flavour

PRODUCER = "Shelfie prepress"
# A print file says what it holds, not when it was made: the same order gives the same bytes.
PDF_DATE = "D:20260101000000+00'00'"
XMP_DATE = "2026-01-01T00:00:00+00:00"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def xmp_packet(
    *, title: str, description: str, flavour: Flavour, source_type: str, digest: str
) -> bytes:
    """Return the XMP packet (UTF-8). `digest` is the layout's SHA-256 in hex."""
    simple = {
        "xmp:CreatorTool": PRODUCER,
        "xmp:CreateDate": XMP_DATE,
        "xmp:ModifyDate": XMP_DATE,
        "xmp:MetadataDate": XMP_DATE,
        "pdf:Producer": PRODUCER,
        "pdf:Trapped": "False",
        "xmpMM:DocumentID": f"uuid:{digest[:32]}",
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
        "Iptc4xmpExt:DigitalSourceType": SOURCE_TYPES + source_type,
        ("pdfxid" if flavour == "PDF/X-4" else "pdfx") + ":GTS_PDFXVersion": flavour,
    }
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    fields = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in simple.items())
    words = "".join(
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></{name}>'
        for name, value in (("dc:title", title), ("dc:description", description))
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{names}>{words}{fields}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
