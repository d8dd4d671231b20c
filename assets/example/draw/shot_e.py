"""010E, insert: the case has sprung open on the tin; it is empty but for a feather."""

import math
import random

from canvas import Layer, brush, curve, disc, ink, line, linear, poly, rim, trace
from palette import LIGHT, MAUVE, NIGHT, PLUM, ROSE, SUN, VIOLET, air, mix
import solid

W, H = 1280, 720


def tin(base, rng):
    """Ribbed tin from above, wet, lit from the upper right."""
    c = base.ctx
    c.rectangle(0, 0, W, H)
    c.set_source(linear(1280, 0, 200, 720, (0, mix(MAUVE, ROSE, 0.35)), (0.35, air(0.38)), (0.7, air(0.22)), (1, air(0.1))))
    c.fill()
    for i in range(-6, 16):
        x = i * 128 + 30
        def at(t, off):
            return x + off + 420 * t * (1 + 0.0), 740 - 760 * t
        poly(c, [at(0, -40), at(1, -34), at(1, 0), at(0, 0)], NIGHT, 0.34)
        poly(c, [at(0, 0), at(1, 0), at(1, 9), at(0, 10)], linear(1280, 0, 200, 720, (0, SUN, 0.95), (0.45, ROSE, 0.7), (1, VIOLET, 0.5)))
    for i in range(120):
        x, y = rng.random() * W, rng.random() * H
        r = 1.0 + 4.5 * rng.random() ** 3
        disc(c, x, y, r, mix(ROSE, SUN, rng.random()), 0.25)
        disc(c, x + r * 0.3, y - r * 0.3, r * 0.35, LIGHT, 0.8)


def hull(points):
    """The convex outline of some points."""
    pts = sorted(points)
    def half(seq):
        out = []
        for p in seq:
            while len(out) > 1 and ((out[-1][0] - out[-2][0]) * (p[1] - out[-2][1])
                                    - (out[-1][1] - out[-2][1]) * (p[0] - out[-2][0])) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]
    return half(pts) + half(pts[::-1])


def cast(p):
    """Where the light from the upper right puts a point's shadow on the tin."""
    return p[0] - p[2] * 1.1, p[1] - p[2] * 0.8, 0


def splash(base, rng, see):
    """Water knocked off the tin round the case: rings, and drops in the light."""
    c = base.ctx
    for x, y, r in ((2.5, -0.9, 0.34), (2.5, -0.9, 0.2), (-2.5, 1.5, 0.3), (2.9, 1.0, 0.22), (-1.2, -2.0, 0.26), (0.9, -1.9, 0.18)):
        pts = [see((x + r * math.cos(k * math.pi / 8), y + r * math.sin(k * math.pi / 8), 0)) for k in range(16)]
        curve(c, pts)
        ink(c, mix(ROSE, SUN, 0.6), 0.6)
        c.set_line_width(1.8)
        c.stroke()
    for _ in range(80):
        a = rng.random() * math.tau
        far = 1.75 + 1.2 * rng.random() ** 1.2
        x, y = see((math.cos(a) * far * 1.15, math.sin(a) * far * 0.95, 0.1 + 0.5 * rng.random()))
        if 485 < x < 872 and y < 566:
            continue
        r = 1.4 + 4.2 * rng.random() ** 2
        ox, oy = see((0, 0, 0))
        n = math.hypot(x - ox, y - oy)
        ux, uy = (x - ox) / n, (y - oy) / n
        disc(c, x, y, r, mix(SUN, LIGHT, rng.random()), 0.95)
        poly(c, [(x - uy * r, y + ux * r), (x + uy * r, y - ux * r), (x - ux * r * 3, y - uy * r * 3)], SUN, 0.9)


def spine(quill, tip, bend, n=40):
    """The curved shaft of the feather."""
    mx, my = (quill[0] + tip[0]) / 2 + bend[0], (quill[1] + tip[1]) / 2 + bend[1]
    return [((1 - t) ** 2 * quill[0] + 2 * t * (1 - t) * mx + t * t * tip[0],
             (1 - t) ** 2 * quill[1] + 2 * t * (1 - t) * my + t * t * tip[1]) for t in (i / n for i in range(n + 1))]


def vane(pts, side, wide, gaps):
    """One side of the feather: barbs swept to the tip, torn at the gaps."""
    n = len(pts) - 1
    out = []
    for i in range(6, n + 1):
        t = i / n
        w = wide * math.sin(math.pi * min(1, (t - 0.12) / 0.88) ** 0.8) ** 0.7
        if i in gaps:
            w *= 0.35
        (x, y), (px, py) = pts[i], pts[i - 1]
        m = math.hypot(x - px, y - py)
        fx, fy = (x - px) / m, (y - py) / m
        out.append((x + fy * side * w + fx * w * 0.75, y - fx * side * w + fy * w * 0.75))
    return [pts[5]] + out


def feather(base, quill, tip, bend, wide):
    c = base.ctx
    pts = spine(quill, tip, bend)
    sides = ((1, wide, (14, 25), air(0.3)), (-1, wide * 0.66, (19, 31), NIGHT))
    for side, w, gaps, paint in sides:
        shape = vane(pts, side, w, gaps) + pts[:5:-1]
        poly(c, [(x - 15, y + 13) for x, y in shape], mix(ROSE, PLUM, 0.25), 0.7)
    line(c, [(x - 8, y + 7) for x, y in pts[:8]], 3, mix(ROSE, PLUM, 0.25), 0.7)
    for side, w, gaps, paint in sides:
        poly(c, vane(pts, side, w, gaps) + pts[:5:-1], paint)
        edge = vane(pts, side, w, gaps)
        for i in range(9, 38, 3):
            (x, y), (ex, ey) = pts[i - 3], edge[i - 5]
            line(c, [(x, y), (x + (ex - x) * 0.85, y + (ey - y) * 0.85)], 1.1, air(0.42) if side > 0 else air(0.22), 0.8)
    for k in range(7):
        i = 4 + k // 2
        x, y = pts[i]
        s = 1 if k % 2 else -1
        brush(c, [(x, y), (x + 7 - k, y - s * (12 + k)), (x + 14, y - s * (20 + 2 * k))], [2, 1.8, 0.8], air(0.35))
    brush(c, pts, [4.6 - 3.4 * i / len(pts) for i in range(len(pts))], mix(SUN, LIGHT, 0.6))


def draw():
    rng = random.Random(55)
    base = Layer(W, H)
    tin(base, rng)
    see = solid.camera((0.5, -4.9, 6.6), (0.0, 0.35, 0.35), 860, (684, 400), -9)
    parts = solid.outline()
    for solid_part in (parts["base"], parts["lid"] + parts["back"]):
        trace(base.ctx, hull([see(cast(p)) for p in solid_part]))
        base.ctx.close_path()
    ink(base.ctx, NIGHT, 0.78)
    base.ctx.fill()
    sheet = base.new()
    solid.opened(sheet.ctx, see)
    rim(sheet, (1, -0.6), 2.4, LIGHT, 0.9)
    base.put(sheet)
    splash(base, rng, see)
    feather(base, see((-0.9, -0.62, 0.08)), see((1.02, 0.5, 0.08)), (-34, -58), 37)
    return base
