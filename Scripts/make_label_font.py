#!/usr/bin/env python3
"""Renders the font of contact sheets' labels into Sources/Images/Sheets/LabelFontAtlas.swift.

Needs Pillow with FreeType, fontTools and DejaVu Sans (Debian: fonts-dejavu-core). Usage:
Scripts/make_label_font.py [DejaVuSans.ttf]
"""
import base64, io, pathlib, sys, unicodedata
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

FONT = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
OUT = pathlib.Path(__file__).resolve().parent.parent / "Sources/Images/Sheets/LabelFontAtlas.swift"
COLUMNS = 64
# Scripts written from left to right with one glyph per character, and signs. Of each block, the characters in the font.
BLOCKS = [
    (0x0020, 0x024F),  # Latin: ASCII, Latin-1, Extended-A and -B
    (0x0250, 0x02FF),  # phonetic letters, modifiers
    (0x0300, 0x0344), (0x0346, 0x035B), (0x0363, 0x036F),  # combining marks, except those that span two letters
    (0x0370, 0x0486), (0x048A, 0x052F),  # Greek, Cyrillic, except marks that enclose a letter
    (0x0531, 0x058A),  # Armenian
    (0x10A0, 0x10FF),  # Georgian
    (0x1E00, 0x1FFF),  # Latin Extended Additional, Greek Extended
    (0x2000, 0x2030), (0x2032, 0x209F),  # punctuation, superscripts and subscripts
    (0x20A0, 0x20CF), (0x2100, 0x218F),  # currencies, letterlike signs, fractions and Roman numerals
    (0x2190, 0x23FF),  # arrows, mathematics, technical signs
    (0x2460, 0x27FF),  # enclosed numbers, lines, blocks, shapes, signs, dingbats
    (0x2C60, 0x2C7F), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
]


def is_drawn(code):
    """Whether a character is drawn or moves the pen: control and format characters are neither."""
    return unicodedata.category(chr(code)) not in ("Cc", "Cf", "Zl", "Zp", "Cn")


HAS = set(TTFont(FONT).getBestCmap())
CODES = sorted({c for a, b in BLOCKS for c in range(a, b + 1) if c in HAS and is_drawn(c)})


def face(size):
    """The characters in a grid of equal cells, dark on light, and how far each moves the pen."""
    font = ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)
    ascent, descent = font.getmetrics()
    boxes = [font.getbbox(chr(c)) for c in CODES]
    left, top = max(0, -min(b[0] for b in boxes)), max(0, -min(b[1] for b in boxes))
    width, height = left + max(b[2] for b in boxes), top + max(b[3] for b in boxes)
    rows = -(-len(CODES) // COLUMNS)
    atlas = Image.new("L", (COLUMNS * width, rows * height), 255)
    for i, c in enumerate(CODES):
        # Each glyph is drawn in its own image, so that none reaches into its neighbour's cell.
        cell = Image.new("L", (width, height), 255)
        ImageDraw.Draw(cell).text((left, top), chr(c), font=font, fill=0)
        atlas.paste(cell, (i % COLUMNS * width, i // COLUMNS * height))
    file = io.BytesIO()
    atlas.save(file, "PNG", optimize=True)
    return dict(
        line=ascent + descent, width=width, height=height, left=left, top=top,
        advances=bytes(round(font.getlength(chr(c))) for c in CODES), png=file.getvalue())


def ranges(codes):
    """Runs of consecutive numbers."""
    runs = []
    for c in codes:
        if runs and runs[-1][1] == c - 1: runs[-1][1] = c
        else: runs.append([c, c])
    return runs


def text(data):
    """Bytes as a Swift literal in base64, without line breaks of its own."""
    text = base64.b64encode(data).decode()
    return '"""\n' + "\\\n".join("      " + text[i : i + 110] for i in range(0, len(text), 110)) + '\n      """'


def literal(name, f):
    return f"""
  static let {name} = LabelFontAtlas(
    lineHeight: {f['line']}, glyphWidth: {f['width']}, glyphHeight: {f['height']}, originX: {f['left']}, originY: {f['top']},
    advances: {text(f['advances'])},
    png: {text(f['png'])})
"""


def characters():
    pieces = [f"0x{a:X}...0x{b:X}" for a, b in ranges(CODES)]
    lines = ["    " + ", ".join(pieces[i : i + 8]) + "," for i in range(0, len(pieces), 8)]
    return "\n".join(lines)


small, large = face(13), face(18)
OUT.write_text(
    f"""// swift-format-ignore-file
// Made by Scripts/make_label_font.py from DejaVu Sans. Not to be edited. The font's licence: docs/licences/DejaVu.txt.

/// Pictures of a font's characters at one size.
package struct LabelFontAtlas: Sendable {{
  /// From one line to the next, in pixels.
  var lineHeight: Int
  /// The size of each glyph's cell in pixels.
  var glyphWidth: Int
  var glyphHeight: Int
  /// How far from its cell's left edge the pen stands, and from its upper edge the line's box.
  var originX: Int
  var originY: Int
  /// How far each character moves the pen, in pixels: a byte each, in base64.
  var advances: String
  /// A gray PNG in base64, dark glyphs on white, in the characters' order.
  var png: String
}}

extension LabelFontAtlas {{
  /// The number of cells in a row of the picture.
  static let columns = {COLUMNS}
  /// The characters' code points, in the order of their cells.
  static let characters: [ClosedRange<UInt32>] = [
{characters()}
  ]
"""
    + literal("small", small) + literal("large", large).rstrip("\n") + "\n}\n"
)
print(OUT, OUT.stat().st_size, "bytes", len(CODES), "characters")
for f in (small, large): print({k: v for k, v in f.items() if isinstance(v, int)}, len(f["png"]), "bytes")
