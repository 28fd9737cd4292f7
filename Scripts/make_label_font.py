#!/usr/bin/env python3
"""Renders the font of contact sheets' labels into Sources/Images/LabelFontAtlas.swift.

Needs Pillow with FreeType and DejaVu Sans (Debian: fonts-dejavu-core). Usage: Scripts/make_label_font.py [DejaVuSans.ttf]
"""
import base64, io, pathlib, sys
from PIL import Image, ImageDraw, ImageFont

FONT = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
OUT = pathlib.Path(__file__).resolve().parent.parent / "Sources/Images/LabelFontAtlas.swift"
COLUMNS = 24
ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN1 = "".join(map(chr, range(0xA0, 0x100))).replace("\u00ad", "")
MORE = "σε√ᾱγβμθαλτχω×Δ→←↑↓↔−–—≤≥≈≠′″“”‘’„…·•½∞½²³⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉ₜ"
# The estimate of x is x with a combining circumflex: one character to Swift, two code points here.
GLYPHS = list(dict.fromkeys(ASCII + LATIN1 + MORE)) + ["x\u0302", "ε\u0302"]
CHARACTERS = "".join(GLYPHS)


def face(size):
    """The characters in a grid of equal cells, dark on light, and how far each moves the pen."""
    font = ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)
    ascent, descent = font.getmetrics()
    boxes = [font.getbbox(c) for c in GLYPHS]
    left = max(0, -min(b[0] for b in boxes))
    width = left + max(b[2] for b in boxes)
    height = max([ascent + descent] + [b[3] for b in boxes])
    rows = -(-len(GLYPHS) // COLUMNS)
    atlas = Image.new("L", (COLUMNS * width, rows * height), 255)
    for i, c in enumerate(GLYPHS):
        # Each glyph in an image of its own, so that none reaches into its neighbour's cell.
        cell = Image.new("L", (width, height), 255)
        ImageDraw.Draw(cell).text((left, 0), c, font=font, fill=0)
        atlas.paste(cell, (i % COLUMNS * width, i // COLUMNS * height))
    advances = [round(font.getlength(c)) for c in GLYPHS]
    file = io.BytesIO()
    atlas.save(file, "PNG", optimize=True)
    return dict(width=width, height=height, left=left, ascent=ascent, advances=advances, png=file.getvalue())


def swift_text(text, indent):
    """A Swift multi-line literal without line breaks of its own."""
    pad = " " * indent
    pieces = [text[i : i + 110] for i in range(0, len(text), 110)]
    return '"""\n' + "\n".join(pad + p + "\\" for p in pieces[:-1]) + f"\n{pad}{pieces[-1]}\n{pad}" + '"""'


def unicode_escapes(text):
    return "".join(c if 0x20 < ord(c) < 0x7F and c not in '\\"' else f"\\u{{{ord(c):X}}}" for c in text)


def literal(name, f):
    characters, pieces = unicode_escapes(CHARACTERS), []
    while characters:
        cut = len(characters) if len(characters) <= 100 else characters.rfind("\\", 0, 100)
        if cut <= 0: cut = 95
        pieces.append(characters[:cut])
        characters = characters[cut:]
    joined = '"""\n' + "\n".join("      " + p + "\\" for p in pieces[:-1]) + f'\n      {pieces[-1]}\n      """'
    numbers = [str(a) for a in f["advances"]]
    lines = [", ".join(numbers[i : i + 25]) for i in range(0, len(numbers), 25)]
    return f"""
  static let {name} = LabelFontAtlas(
    glyphWidth: {f['width']}, glyphHeight: {f['height']}, originX: {f['left']}, columns: {COLUMNS},
    characters: {joined},
    advances: [
      {(","+chr(10)+"      ").join(lines)},
    ],
    png: {swift_text(base64.b64encode(f['png']).decode(), 6)})
"""


OUT.write_text(
    f"""// swift-format-ignore-file
// Made by Scripts/make_label_font.py from DejaVu Sans. Not to be edited.
//
// DejaVu Sans: Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved. Bitstream Vera is a trademark of Bitstream,
// Inc. DejaVu changes are in public domain. Glyphs imported from Arev fonts are (c) 2006 Tavmjong Bah. Both licences
// (https://dejavu-fonts.github.io/License.html) permit to use, copy, merge, publish and distribute the fonts and
// documents made with them, free of charge.

/// Pictures of a font's characters at one size.
package struct LabelFontAtlas: Sendable {{
  /// The size of each glyph's cell in pixels.
  var glyphWidth: Int
  var glyphHeight: Int
  /// How far from its cell's left edge the pen stands.
  var originX: Int
  /// The number of cells in a row of the atlas.
  var columns: Int
  /// The characters, in the order of their cells.
  var characters: String
  /// How far each moves the pen, in pixels.
  var advances: [Int]
  /// A gray PNG in base64, dark glyphs on white.
  var png: String
}}

extension LabelFontAtlas {{"""
    + literal("small", face(13)) + literal("large", face(18)).rstrip("\n") + "\n}\n"
)
print(OUT, OUT.stat().st_size, "bytes", len(GLYPHS), "characters")
