"""Makes the TTF files of this folder from the WOFF subsets of the Fontsource packages.

Run by hand when a typeface is renewed: ``python -m shop.fonts.build SOURCE_DIR``, where SOURCE_DIR
holds the unpacked packages (``SOURCE_DIR/anton/package/files/...``). SOURCES.md names them.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

# A format 0 kerning subtable counts its bytes in 16 bits.
MAX_KERNING_PAIRS = 10_900
# Pairs closer than this (thousandths of an em) are not seen.
MIN_KERNING = 8

# Up to here lie the letters that names are mostly made of; their pairs go in first.
LAST_EVERYDAY_LETTER = 0x045F

# A fixed date keeps the files the same on every run: 2024-01-01 in seconds since 1904.
DATE = 3_786_912_000

LAYOUT_TABLES = ("GDEF", "GPOS", "GSUB", "STAT", "gasp")


@dataclass(frozen=True)
class Source:
    """One TTF to make: its file, the package and weight it comes from, and its subsets."""

    file: str
    package: str
    weight: int
    subsets: tuple[str, ...]
    rename: str | None = None


WIDE = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
SOURCES = (
    # "Lilita One" is a reserved name: under the OFL a changed file must carry another one.
    Source("shelfie-display.ttf", "lilita-one", 400, ("latin", "latin-ext"), "Shelfie Display"),
    Source("anton.ttf", "anton", 400, ("latin", "latin-ext", "vietnamese")),
    Source("noto-sans.ttf", "noto-sans", 400, WIDE),
    Source("noto-sans-bold.ttf", "noto-sans", 700, WIDE),
)


def _pair_subtables(font: TTFont) -> Iterator[TTFont]:
    gpos = font["GPOS"].table
    wanted = sorted(
        {
            index
            for record in gpos.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    for index in wanted:
        for subtable in gpos.LookupList.Lookup[index].SubTable:
            real = subtable.ExtSubTable if subtable.LookupType == 9 else subtable
            if real.LookupType == 2:
                yield real


def _advance(value: object) -> int:
    return int(getattr(value, "XAdvance", 0) or 0) if value is not None else 0


def _kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Read the kerning of all character pairs; of several rules for a pair the first counts."""
    glyphs = sorted(set(font.getBestCmap().values()))
    pairs: dict[tuple[str, str], int] = {}
    for table in _pair_subtables(font):
        covered = [glyph for glyph in table.Coverage.glyphs if glyph in glyphs]
        if table.Format == 1:
            sets = dict(zip(table.Coverage.glyphs, table.PairSet, strict=True))
            for left in covered:
                for record in sets[left].PairValueRecord:
                    pairs.setdefault((left, record.SecondGlyph), _advance(record.Value1))
            continue
        first, second = table.ClassDef1.classDefs, table.ClassDef2.classDefs
        for left in covered:
            row = table.Class1Record[first.get(left, 0)].Class2Record
            for right in glyphs:
                pairs.setdefault((left, right), _advance(row[second.get(right, 0)].Value1))
    return pairs


def _character_kerning(font: TTFont) -> dict[tuple[int, int], int]:
    by_glyph: dict[str, list[int]] = {}
    for code, glyph in font.getBestCmap().items():
        by_glyph.setdefault(glyph, []).append(code)
    return {
        (left, right): value
        for (a, b), value in _kerning(font).items()
        for left in by_glyph.get(a, ())
        for right in by_glyph.get(b, ())
    }


def _write_kerning(font: TTFont, pairs: dict[tuple[int, int], int]) -> None:
    """Add the old `kern` table: FreeType reads it without a shaping library, PDF tools too."""
    cmap = font.getBestCmap()
    floor = MIN_KERNING * font["head"].unitsPerEm / 1000
    strong = {
        (cmap[a], cmap[b]): value
        for (a, b), value in pairs.items()
        if abs(value) >= floor and a in cmap and b in cmap
    }
    plain = {cmap[code] for code in cmap if code <= LAST_EVERYDAY_LETTER}
    kept = sorted(
        strong.items(), key=lambda item: (not plain.issuperset(item[0]), -abs(item[1]), item[0])
    )[:MAX_KERNING_PAIRS]
    if not kept:
        return
    subtable = KernTable_format_0(apple=False)
    subtable.coverage, subtable.tupleIndex = 1, None
    subtable.kernTable = dict(kept)
    table = newTable("kern")
    table.version, table.kernTables = 0, [subtable]
    font["kern"] = table


def _rename(font: TTFont, family: str) -> None:
    words = {1: family, 3: f"{family} Regular", 4: family, 6: family.replace(" ", "") + "-Regular"}
    for record in font["name"].names:
        if record.nameID in words:
            record.string = words[record.nameID]
    font["name"].names = [r for r in font["name"].names if r.nameID not in (16, 17, 25)]


def build(source: Source, packages: Path, target: Path) -> None:
    """Merge the subsets of one package into one TTF with plain kerning and no layout tables."""
    kerning: dict[tuple[int, int], int] = {}
    parts = []
    with TemporaryDirectory() as folder:
        for subset in source.subsets:
            name = f"{source.package}-{subset}-{source.weight}-normal.woff"
            font = TTFont(packages / source.package / "package" / "files" / name)
            kerning.update(_character_kerning(font))
            for tag in LAYOUT_TABLES:
                if tag in font:
                    del font[tag]
            font.flavor = None
            part = Path(folder) / f"{subset}.ttf"
            font.save(part)
            parts.append(str(part))
        merged = Merger(options=Options()).merge(parts)
    _write_kerning(merged, kerning)
    if source.rename:
        _rename(merged, source.rename)
    merged["head"].created = merged["head"].modified = DATE
    merged.recalcTimestamp = False
    merged.save(target / source.file)


if __name__ == "__main__":
    for each in SOURCES:
        build(each, Path(sys.argv[1]), Path(__file__).parent)
