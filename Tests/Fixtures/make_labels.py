#!/usr/bin/env python3
"""Writes labels/N.png: lines of LabelFontTests as Pillow draws them in DejaVu Sans, and labels/lines.txt, the lines.

needs: Pillow with FreeType, fonts-dejavu-core
"""
import pathlib
from PIL import Image, ImageDraw, ImageFont

LINES = [
    "łódź 5 € — “Zażółć gęślą”", "Съешь ещё этих мягких булок", "Ζαφείρι δέξου πάγκαλο", "tiếng Việt Ấ Ǖ Ẵ ș ț ğ ŋ",
    "α σ ε γ θ ² ³ ₀ ᾱ ° µ ™ • × ÷ ± ≤ ≥ ≠ ≈ ∞ √ ∑ → ← ↑ ↓ ✓ ★", "Հայերեն ქართული",
]
folder = pathlib.Path(__file__).resolve().parent / "labels"
folder.mkdir(exist_ok=True)
font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 13, layout_engine=ImageFont.Layout.BASIC)
(folder / "lines.txt").write_text("\n".join(LINES) + "\n")
for i, line in enumerate(LINES):
    picture = Image.new("L", (16 + round(font.getlength(line)), sum(font.getmetrics()) + 4), 0)
    ImageDraw.Draw(picture).text((8, 2), line, font=font, fill=255)
    picture.save(folder / f"{i}.png", optimize=True)
