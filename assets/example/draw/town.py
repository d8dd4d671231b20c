"""The harbour town's parts, each drawn flat in one colour of the air."""

import math

from canvas import blob, disc, line, linear, poly
from palette import LIGHT, ROSE, SUN, mix


def gable(ctx, x, base, w, eave, peak, paint, overhang=6):
    """A house end: walls to the eave, a pitched roof to the peak."""
    poly(ctx, [(x, base), (x, eave), (x - overhang, eave), (x - overhang, eave - 5),
               (x + w / 2, peak), (x + w + overhang, eave - 5), (x + w + overhang, eave),
               (x + w, eave), (x + w, base)], paint)


def block(ctx, x, base, w, top, paint, parapet=4):
    """A flat-roofed house with a parapet that stands out a little."""
    poly(ctx, [(x, base), (x, top + parapet), (x - 3, top + parapet), (x - 3, top),
               (x + w + 3, top), (x + w + 3, top + parapet), (x + w, top + parapet), (x + w, base)], paint)


def sheds(ctx, x, base, w, top, teeth, rise, paint):
    """A works with a saw-tooth roof."""
    step = w / teeth
    pts = [(x, base), (x, top)]
    for i in range(teeth):
        pts += [(x + i * step, top - rise), (x + (i + 1) * step, top)]
    poly(ctx, pts + [(x + w, base)], paint)


def chimney(ctx, x, base, w, h, paint, pots=2):
    top = base - h
    poly(ctx, [(x, base), (x, top), (x + w, top), (x + w, base)], paint)
    poly(ctx, [(x - w * 0.12, top + h * 0.12), (x - w * 0.12, top), (x + w * 1.12, top),
               (x + w * 1.12, top + h * 0.12)], paint)
    for i in range(pots):
        cx, r = x + w * (i + 0.5) / pots, w / pots * 0.3
        poly(ctx, [(cx - r, top), (cx - r * 0.75, top - h * 0.3), (cx + r * 0.75, top - h * 0.3), (cx + r, top)], paint)


def aerial(ctx, x, base, h, paint, bars=5, size=1.0, lean=0.0):
    """A television aerial: mast, boom, and rods that shorten."""
    tx = x + lean * h
    line(ctx, [(x, base), (tx, base - h)], 1.6 * size, paint)
    span = 30 * size
    y = base - h * 0.93
    line(ctx, [(tx - span * 0.5, y + span * 0.05), (tx + span * 0.6, y - span * 0.06)], 1.4 * size, paint)
    for i in range(bars):
        bx = tx - span * 0.48 + span * i / (bars - 1) * 1.02
        r = (10 - i * 1.1) * size
        line(ctx, [(bx, y - r), (bx, y + r)], 1.3 * size, paint)


def tank(ctx, x, base, w, h, paint, legs=True):
    """A wooden water tank with a conical lid on a braced stand."""
    body = base - (h * 0.42 if legs else 0)
    top = body - h * 0.42
    poly(ctx, [(x, body), (x + w * 0.03, top), (x + w * 0.97, top), (x + w, body)], paint)
    poly(ctx, [(x - w * 0.06, top), (x + w / 2, top - h * 0.18), (x + w * 1.06, top)], paint)
    if not legs:
        return
    for t in (0.08, 0.36, 0.64, 0.92):
        line(ctx, [(x + w * t, body), (x + w * t, base)], w * 0.05, paint)
    line(ctx, [(x + w * 0.08, body + h * 0.06), (x + w * 0.92, base - 2)], w * 0.03, paint)
    line(ctx, [(x + w * 0.92, body + h * 0.06), (x + w * 0.08, base - 2)], w * 0.03, paint)


def vent(ctx, x, base, r, paint):
    """A tin flue with a pointed cap."""
    poly(ctx, [(x - r * 0.42, base), (x - r * 0.42, base - r * 1.7), (x + r * 0.42, base - r * 1.7), (x + r * 0.42, base)], paint)
    poly(ctx, [(x - r, base - r * 1.75), (x, base - r * 2.6), (x + r, base - r * 1.75)], paint)


def crane(ctx, x, base, h, paint, facing=1, jib=0.9):
    """A dockside level-luffing crane."""
    w = h * 0.2
    lw = max(1.2, h * 0.016)
    for side in (-1, 1):
        line(ctx, [(x + side * w, base), (x + side * w * 0.45, base - h * 0.42)], lw * 1.7, paint)
    line(ctx, [(x - w * 0.85, base - h * 0.1), (x + w * 0.5, base - h * 0.4)], lw, paint)
    line(ctx, [(x + w * 0.85, base - h * 0.1), (x - w * 0.5, base - h * 0.4)], lw, paint)
    line(ctx, [(x - w * 0.6, base - h * 0.42), (x + w * 0.6, base - h * 0.42)], lw * 2, paint)
    poly(ctx, [(x - facing * w * 0.9, base - h * 0.44), (x - facing * w * 0.9, base - h * 0.58),
               (x + facing * w * 0.4, base - h * 0.62), (x + facing * w * 0.55, base - h * 0.44)], paint)
    tip = (x + facing * h * jib * 0.78, base - h * 1.02)
    top = (x - facing * w * 0.1, base - h * 0.86)
    root = (x + facing * w * 0.4, base - h * 0.56)
    line(ctx, [root, top], lw * 1.3, paint)
    line(ctx, [(x - facing * w * 0.7, base - h * 0.56), top], lw, paint)
    line(ctx, [root, tip], lw * 1.6, paint)
    mid = ((root[0] + tip[0]) / 2, (root[1] + tip[1]) / 2 - h * 0.05)
    line(ctx, [root, mid, tip], lw, paint)
    for t in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9):
        px, py = root[0] + (tip[0] - root[0]) * t, root[1] + (tip[1] - root[1]) * t
        line(ctx, [(px, py), (px + facing * h * 0.03, py - h * 0.05 * (1 - abs(2 * t - 1)) - 1)], lw * 0.7, paint)
    line(ctx, [top, tip], lw * 0.7, paint)
    line(ctx, [tip, (tip[0], base - h * 0.42)], lw * 0.6, paint)
    disc(ctx, tip[0], base - h * 0.4, lw * 1.5, paint)


def mast(ctx, x, base, h, paint, rake=0.0):
    """A sailing ship's mast with yards and stays."""
    top = (x + rake * h, base - h)
    line(ctx, [(x, base), top], max(1.2, h * 0.016), paint)
    for t, span in ((0.5, 0.26), (0.72, 0.18), (0.88, 0.1)):
        px, py = x + rake * h * t, base - h * t
        line(ctx, [(px - span * h * 0.7, py + 1), (px + span * h * 0.7, py - 1)], max(1.0, h * 0.01), paint)
    for side in (-0.34, 0.34):
        line(ctx, [top, (x + side * h, base)], 0.7, paint, 0.8)


def hull(ctx, x, water, length, h, paint):
    """A ship at its berth, with a deckhouse and a funnel."""
    poly(ctx, [(x, water - h), (x + length * 0.05, water), (x + length * 0.96, water), (x + length, water - h * 1.4),
               (x + length * 0.8, water - h)], paint)
    poly(ctx, [(x + length * 0.08, water - h), (x + length * 0.08, water - h * 2.4), (x + length * 0.3, water - h * 2.4),
               (x + length * 0.3, water - h)], paint)
    poly(ctx, [(x + length * 0.14, water - h * 2.4), (x + length * 0.15, water - h * 3.6),
               (x + length * 0.22, water - h * 3.6), (x + length * 0.23, water - h * 2.4)], paint)


def sag(a, b, drop, n=14):
    """Points of a slack line between two hooks."""
    return [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + drop * 4 * t * (1 - t))
            for t in (i / n for i in range(n + 1))]


def laundry(ctx, a, b, drop, items, size, paint, wind=0.25):
    """A slack line with washing blown by the wind.

    `items` are (place 0..1, kind) with kind shirt, sheet, trousers or sock,
    optionally with a colour of their own.
    """
    pts = sag(a, b, drop, 40)
    line(ctx, pts, max(1.0, size * 0.04), paint)
    for place, kind, *own in items:
        x, y = pts[int(place * 40)]
        k = size * wind
        s = size
        shapes = dict(
            sheet=[(-0.6, 0), (0.6, 0), (0.62, 1.3), (0.2, 1.2), (-0.2, 1.36), (-0.56, 1.24)],
            shirt=[(-0.3, 0), (0.3, 0), (0.66, 0.42), (0.48, 0.56), (0.3, 0.36), (0.33, 1.0), (-0.3, 1.04),
                   (-0.3, 0.36), (-0.5, 0.56), (-0.66, 0.42)],
            trousers=[(-0.26, 0), (0.26, 0), (0.34, 1.2), (0.1, 1.22), (0.0, 0.45), (-0.1, 1.22), (-0.34, 1.2)],
            sock=[(-0.08, 0), (0.08, 0), (0.1, 0.4), (0.26, 0.5), (0.22, 0.6), (-0.08, 0.56)])
        colour = own[0] if own else paint
        poly(ctx, [(x + px * s + k * py * py, y + py * s * 0.95) for px, py in shapes[kind]], colour)


def gull(ctx, x, y, span, paint, tilt=0.0, flap=1.0):
    """A gull: two bent wings and a small body."""
    ca, sa = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    def at(px, py):
        return x + (px * ca - py * sa) * span, y + (px * sa + py * ca) * span
    top = [(-0.5, -0.04 - 0.06 * flap), (-0.28, -0.17 * flap), (-0.06, -0.02), (0.06, -0.02), (0.28, -0.17 * flap), (0.5, -0.04 - 0.06 * flap)]
    low = [(0.28, -0.11 * flap), (0.07, 0.05), (-0.07, 0.05), (-0.28, -0.11 * flap)]
    blob(ctx, [at(*p) for p in [top[0]] + top + [top[-1]] + low], paint)


def tin(ctx, ridge, eave, paint, rib, lit, n, width=1.0, power=1.0):
    """A tin roof: a quad from ridge to eave with ribs, each lit on one side."""
    (ra, rb), (ea, eb) = ridge, eave
    poly(ctx, [ra, rb, eb, ea], paint)
    for i in range(n + 1):
        t = (i / n) ** power
        p = (ra[0] + (rb[0] - ra[0]) * t, ra[1] + (rb[1] - ra[1]) * t)
        q = (ea[0] + (eb[0] - ea[0]) * t, ea[1] + (eb[1] - ea[1]) * t)
        poly(ctx, [p, (p[0] + width * 0.35, p[1]), (q[0] + width * 1.6, q[1]), (q[0] - width * 0.6, q[1])], rib)
        if lit:
            poly(ctx, [(p[0] + width * 0.3, p[1]), (p[0] + width * 0.6, p[1]), (q[0] + width * 2.6, q[1]),
                       (q[0] + width * 1.5, q[1])], lit)


def lamps(ctx, rng, x, y, w, h, cols, rows, chance, paint=SUN, size=(3, 5)):
    """Some lit windows on a wall."""
    for i in range(cols):
        for k in range(rows):
            if rng.random() < chance:
                cx, cy = x + w * (i + 0.5) / cols, y + h * (k + 0.5) / rows
                ctx.rectangle(cx - size[0] / 2, cy - size[1] / 2, *size)
                ctx.set_source_rgba(*mix(paint, LIGHT, rng.random() * 0.4), 1)
                ctx.fill()


def sky(ctx, width, height, horizon, stops):
    """The dusk from the zenith to the horizon."""
    ctx.rectangle(0, 0, width, height)
    ctx.set_source(linear(0, 0, 0, horizon, *stops))
    ctx.fill()


def cloud(ctx, x, y, length, thick, paint, alpha=1.0):
    """A long bar of cloud with hard edges and tapered ends."""
    pts = [(x - length / 2, y), (x - length * 0.2, y - thick * 0.5), (x + length * 0.1, y - thick * 0.35),
           (x + length * 0.32, y - thick * 0.6), (x + length / 2, y), (x + length * 0.15, y + thick * 0.25),
           (x - length * 0.15, y + thick * 0.4)]
    blob(ctx, [pts[0]] + pts[:5] + [pts[4]] + pts[5:], paint, alpha)


def sun(ctx, x, y, r, paint=LIGHT, halo=SUN):
    """The disc in two flat rings of its own light."""
    for k, a, tone in ((2.5, 0.16, mix(ROSE, SUN, 0.15)), (1.65, 0.22, mix(ROSE, halo, 0.6))):
        disc(ctx, x, y, r * k, tone, a)
    disc(ctx, x, y, r, paint)
