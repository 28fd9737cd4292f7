"""Draws quality against evaluations and against seconds: one SVG for a kind of picture.

Each row of points is a measure of quality, each column what it costs. A sampler has a colour, what it leaves out a shape.
"""

import html
import math

COLOURS = {"ddpm": "#555555", "ddim-clipped": "#c2571a", "dpm-solver++": "#1f6fb4", "unipc": "#3f8f3f"}
# Of what comes after the sampler and its steps.
SHAPES = {"": "circle", "interval": "square", "encoder": "triangle", "deep": "diamond", "interval + reuse": "cross"}
WIDTH, HEIGHT = 330, 210
LEFT, TOP, GAP = 62, 46, 86


class Point:
    def __init__(self, name, evaluations, seconds, distance, read):
        self.name, self.evaluations, self.seconds, self.distance, self.read = name, evaluations, seconds, distance, read

    @property
    def sampler(self): return self.name.split()[0]

    @property
    def kind(self):
        saved = self.name.split(" + ")[1:]
        if not saved: return ""
        if len(saved) > 1: return "interval + reuse"
        return saved[0].split()[0]


def mark(kind, x, y, colour):
    style = f'fill="{colour}" fill-opacity="0.75" stroke="white" stroke-width="0.8"'
    r = 5
    corners = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)], "triangle": [(0, -r - 1), (r + 1, r), (-r - 1, r)],
        "diamond": [(0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0)]}
    shape = SHAPES[kind]
    if shape == "circle": return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" {style}/>'
    if shape == "cross":
        lines = f"M{x - r:.1f},{y - r:.1f}l{2 * r},{2 * r}M{x + r:.1f},{y - r:.1f}l{-2 * r},{2 * r}"
        return f'<path d="{lines}" stroke="{colour}" stroke-width="2.4" fill="none"/>'
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners[shape])
    return f'<polygon points="{points}" {style}/>'


def ticks(low, high):
    """1, 2 and 5 times powers of ten in a range of a logarithmic axis."""
    found = [m * 10.0**e for e in range(-4, 5) for m in (1, 2, 5)]
    return [value for value in found if low <= value <= high]


def text(x, y, content, anchor="start", **more):
    extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{html.escape(content)}</text>'


def panel(points, x0, y0, cost, quality, labels, default):
    """One plot: `cost` and `quality` name the fields, `labels` the axes. The point named `default` has a ring."""
    shown = [p for p in points if getattr(p, quality) is not None]
    costs = [getattr(p, cost) for p in points]
    low, high = min(costs) / 1.15, max(costs) * 1.15
    top = 1.0 if quality == "read" else max(getattr(p, quality) for p in shown) * 1.08
    x = lambda value: x0 + WIDTH * math.log(value / low) / math.log(high / low)
    y = lambda value: y0 + HEIGHT * (1 - value / top)
    parts = [f'<rect x="{x0}" y="{y0}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>']
    for value in ticks(low, high):
        parts.append(f'<path d="M{x(value):.1f},{y0}v{HEIGHT}" stroke="#e4e4e4"/>')
        parts.append(text(x(value), y0 + HEIGHT + 15, f"{value:g}", "middle"))
    step = 0.2 if quality == "read" else 10.0 ** math.floor(math.log10(top)) / (2 if top < 3 * 10.0 ** math.floor(math.log10(top)) else 1)
    for index in range(int(top / step + 1e-9) + 1):
        value = index * step
        parts.append(f'<path d="M{x0},{y(value):.1f}h{WIDTH}" stroke="#e4e4e4"/>')
        parts.append(text(x0 - 6, y(value) + 4, f"{value:.0%}" if quality == "read" else f"{value:g}", "end"))
    parts.append(text(x0 + WIDTH / 2, y0 + HEIGHT + 32, labels[0], "middle"))
    middle = y0 + HEIGHT / 2
    parts.append(text(x0 - 44, middle, labels[1], "middle", transform=f"rotate(-90 {x0 - 44} {middle})"))
    for point in shown:
        title = f"<title>{html.escape(point.name)}</title>"
        if point.name == default:
            cx, cy = x(getattr(point, cost)), y(getattr(point, quality))
            parts.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="9" fill="none" stroke="#222"/>')
        parts.append(f"<g>{title}{mark(point.kind, x(getattr(point, cost)), y(getattr(point, quality)), COLOURS[point.sampler])}</g>")
    return parts


def svg(title, points, default):
    """The drawing of a kind of picture as a text; `default` names the pipeline's own preset."""
    rows = [("distance", "distance from the exact picture")]
    if any(p.read is not None for p in points): rows.append(("read", "read as asked"))
    width = LEFT + 2 * WIDTH + GAP + 20
    height = TOP + len(rows) * (HEIGHT + 56) + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" fill="#222">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        text(LEFT, 26, title, font_size=16, font_weight="bold")]
    for row, (quality, label) in enumerate(rows):
        for column, (cost, name) in enumerate([("evaluations", "evaluations of a picture"), ("seconds", "seconds of a picture")]):
            parts += panel(
                points, LEFT + column * (WIDTH + GAP), TOP + row * (HEIGHT + 56), cost, quality, (name, label), default)
    x, y = LEFT, height - 34
    for name, colour in COLOURS.items():
        parts += [mark("", x, y - 4, colour), text(x + 10, y, name)]
        x += 120
    parts += [f'<circle cx="{x}" cy="{y - 4}" r="9" fill="none" stroke="#222"/>', text(x + 14, y, "the default")]
    x, y = LEFT, height - 14
    for kind in SHAPES:
        parts += [mark(kind, x, y - 4, "#777"), text(x + 10, y, kind or "nothing left out")]
        x += 135
    return "\n".join(parts + ["</svg>"]) + "\n"
