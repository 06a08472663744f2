"""Each preflight check in words: what was asked of the file."""

CHECK_WORDS: dict[str, str] = {
    "readable": "Can be read as a PDF",
    "page_count": "Has one page for each printed side",
    "not_encrypted": "Is not encrypted",
    "no_active_content": "Holds no forms, scripts or notes",
    "page_boxes": "Trim, bleed and media boxes lie within each other",
    "trim_size": "Finished size is the product's",
    "bleed": "Bleed is wide enough",
    "bleed_covered": "Picture reaches the edge of the bleed",
    "identification": "Says which PDF/X it is",
    "source_type": "Says that the picture is computer-generated",
    "output_intent": "Names the printing condition and brings its profile",
    "fonts_embedded": "All fonts are embedded",
    "resolution": "Resolution is not too low to print",
    "resolution_fair": "Resolution is fair (a warning only)",
    "colour_spaces": "Colours are in the inks of the press",
    "jpeg_decode": "Pictures do not print as negatives",
    "spot_names": "Spot colours bear the names the print house knows",
    "spot_paths": "Every machine line is there, as often as needed",
    "cut_paths": "Cut lines are closed, single strokes",
    "spot_overprint": "Machine lines overprint and leave the art whole",
    "layers": "No layer is hidden",
    "processing_steps": "Each machine line says which step it is for",
    "transparency": "Transparency is used only where allowed",
    "ink_limit": "Total ink stays within the paper's limit",
    "spot_plates": "No spot plate is empty",
    "art_plates": "The art is on the process plates",
}


def check_words(code: str) -> str:
    """Return a check in words; its code where there are none (a file of an older version)."""
    return CHECK_WORDS.get(code, code)
