"""010B, close-up at ground level: boots hit wet tin, spray catches the light."""

import math
import random

from canvas import Layer, blob, brush, curve, disc, ink, line, linear, poly, rim
from figure import local
from palette import HAZE, LIGHT, MAUVE, NIGHT, ROSE, SUN, VIOLET, air, mix
import town

W, H = 1280, 720
SUN_AT = (960, 344)
HORIZON = 388
VANISH = (960, 380)


def backdrop(base):
    c = base.ctx
    town.sky(c, W, H, HORIZON, [(0, mix(NIGHT, VIOLET, 0.6)), (0.35, VIOLET), (0.62, mix(MAUVE, ROSE, 0.4)),
                                (0.82, HAZE), (1, SUN)])
    town.cloud(c, 420, 218, 700, 16, air(0.52), 0.7)
    town.cloud(c, 1010, 262, 460, 10, air(0.72), 0.8)
    town.sun(c, *SUN_AT, 62)
    far = base.new()
    for x, h, f in ((120, 86, 1), (560, 70, 1), (1150, 92, -1)):
        town.crane(far.ctx, x, HORIZON, h, air(0.72), f)
    for x, w, e, p in ((0, 90, 366, 346), (180, 70, 372, None), (250, 90, 366, 348), (450, 80, 370, None), (620, 90, 368, 350),
                       (720, 60, 362, None), (790, 90, 372, 358), (1040, 70, 366, None), (1180, 110, 364, 342)):
        (town.gable(far.ctx, x, 400, w, e, p, air(0.62)) if p else town.block(far.ctx, x, 400, w, e, air(0.62)))
    base.put(far)


def roof(base, rng):
    """Tin at eye level: ribs run to the point under the sun."""
    sheet = base.new()
    c = sheet.ctx
    c.rectangle(0, HORIZON, W, H)
    c.set_source(linear(0, HORIZON, 0, H, (0, mix(ROSE, SUN, 0.5)), (0.06, ROSE), (0.2, air(0.4)), (0.45, air(0.2)), (1, air(0.04))))
    c.fill()
    for i in range(-30, 22):
        foot = VANISH[0] + i * 150 - 60
        shine = math.exp(-(i / 4.5) ** 2)
        def at(t, off):
            return (VANISH[0] + (foot + off - VANISH[0]) * t, VANISH[1] + (H + 60 - VANISH[1]) * t)
        near, back = 1.0, 0.022
        poly(c, [at(back, 0), at(near, -26), at(near, 0)], NIGHT, 0.8)
        poly(c, [at(back, 0), at(near, 0), at(near, 12)],
             linear(0, HORIZON, 0, H, (0, LIGHT, 0.9), (0.35, mix(ROSE, SUN, 0.5), 0.25 + 0.7 * shine), (1, ROSE, 0.06 + 0.35 * shine)))
    for i in range(150):
        y = HORIZON + 4 + rng.random() ** 2 * 280
        k = (y - HORIZON) / 300
        x = SUN_AT[0] + rng.gauss(0, 1) * (40 + 130 * k)
        n = (14 + rng.random() * 40) * (0.5 + 2 * k)
        blob(c, [(x - n, y), (x, y - 1 - 3 * k), (x + n, y), (x, y + 1 + 3 * k)], mix(SUN, ROSE, rng.random() * 0.5), 0.8 - 0.5 * k)
    base.put(sheet)


UPPER = [(-0.36, 1.3), (-0.36, 1.3), (-0.33, 0.9), (-0.36, 0.5), (-0.42, 0.2), (-0.43, 0.02), (-0.41, -0.1), (-0.41, -0.1),
         (1.24, -0.1), (1.24, -0.1), (1.26, 0.06), (1.19, 0.2), (1.02, 0.3), (0.82, 0.36), (0.62, 0.44), (0.46, 0.58),
         (0.36, 0.78), (0.33, 1.05), (0.36, 1.32), (0.36, 1.32)]
SOLE = [(-0.45, -0.05), (-0.45, -0.05), (1.24, -0.06), (1.3, -0.02), (1.3, -0.14), (1.16, -0.21), (0.8, -0.23), (0.42, -0.21),
        (0.24, -0.19), (0.24, -0.19), (0.16, -0.3), (0.16, -0.3), (-0.46, -0.3), (-0.46, -0.3)]


def boot(base, heel, tilt, s, knee, tone, edge):
    """One big laced boot and the trouser leg above it."""
    sheet = base.new()
    c = sheet.ctx
    at = local(heel, tilt, s)
    top = at(0.0, 1.12)
    dx, dy = knee[0] - top[0], knee[1] - top[1]
    n = math.hypot(dx, dy)
    nx, ny = -dy / n * s, dx / n * s
    blob(c, [at(*p) for p in UPPER], tone)
    blob(c, [at(*p) for p in SOLE], NIGHT)
    for k in range(9):
        f = -0.38 + k * 0.19
        if 0.18 < f < 0.3:
            continue
        u = -0.17 if f > 0.2 else -0.27
        poly(c, [at(f - 0.01, u), at(f + 0.11, u), at(f + 0.09, -0.31), at(f + 0.01, -0.31)], NIGHT)
    blob(c, [(top[0] + nx * 0.5, top[1] + ny * 0.5), (top[0] + nx * 0.5, top[1] + ny * 0.5),
             (knee[0] + nx * 0.72, knee[1] + ny * 0.72), (knee[0] + nx * 0.72, knee[1] + ny * 0.72),
             (knee[0] - nx * 0.72, knee[1] - ny * 0.72), (knee[0] - nx * 0.72, knee[1] - ny * 0.72),
             (top[0] - nx * 0.48, top[1] - ny * 0.48), (top[0] - nx * 0.48, top[1] - ny * 0.48),
             (top[0], top[1] + 0.1 * s)], mix(tone, NIGHT, 0.45))
    def on(t, k):
        return (top[0] + dx * t + nx * k, top[1] + dy * t + ny * k)
    for t, k in ((0.05, 0.3), (0.2, 0.5), (0.3, 0.2)):
        brush(c, [on(t, -0.46 + k * 0.3), on(t + 0.09, -0.1), on(t + 0.02, k)], [1, s * 0.035, 1], tone)
    line(c, [at(-0.4, 0.0), at(1.24, 0.0)], s * 0.012, edge, 0.5)
    blob(c, [at(0.8, 0.36), at(0.9, 0.2), at(0.92, 0.0), at(0.9, 0.02), at(0.86, 0.2), at(0.78, 0.34)], edge, 0.35)
    c.save()
    curve(c, [at(*p) for p in UPPER])
    c.clip()
    tongue = [(0.84, 0.38), (0.66, 0.34), (0.42, 0.42), (0.24, 0.6), (0.16, 0.84), (0.14, 1.02)]
    brush(c, [at(*p) for p in tongue], [s * 0.016] * 5 + [1], edge, 0.5)
    for k in range(6):
        f, u = ((0.74, 0.37), (0.6, 0.42), (0.48, 0.5), (0.385, 0.61), (0.33, 0.74), (0.3, 0.88))[k]
        g, v = ((0.62, 0.25), (0.46, 0.31), (0.33, 0.41), (0.22, 0.55), (0.165, 0.7), (0.135, 0.86))[k]
        line(c, [at(f + 0.03, u + 0.04), at(g + 0.06, v + 0.03)], s * 0.034, edge, 0.8)
        disc(c, *at(g + 0.03, v), s * 0.02, mix(edge, SUN, 0.5), 0.9)
    c.restore()
    rim(sheet, (1, -0.35), s * 0.035, LIGHT, 0.95)
    rim(sheet, (1, -0.1), s * 0.012, LIGHT, 0.9)
    base.put(sheet)


def drop(c, x, y, vx, vy, r, paint):
    """A teardrop flying along (vx, vy)."""
    m = math.hypot(vx, vy) or 1
    ux, uy = vx / m, vy / m
    disc(c, x, y, r, paint)
    poly(c, [(x - uy * r, y + ux * r), (x + uy * r, y - ux * r), (x - ux * r * 3.4, y - uy * r * 3.4)], paint)


def spray(base, rng, x, y, reach, high, n, side, size=1.0):
    """Arcs of drops thrown to one side from (x, y), each arc one parabola."""
    sheet = base.new()
    for _ in range(n):
        far = reach * (0.25 + 0.75 * rng.random()) * side
        top = high * (0.15 + 0.85 * rng.random() ** 1.4)
        t = 0.1 + 0.25 * rng.random()
        x0 = x + rng.gauss(0, 10)
        big = size * (1.2 + 3.6 * rng.random() ** 2.2)
        while t < 0.3 + 0.66 * rng.random():
            px, py = x0 + far * t, y - top * 4 * t * (1 - t)
            paint = mix(LIGHT, SUN, rng.random())
            drop(sheet.ctx, px, py, far, -top * 4 * (1 - 2 * t), big * (1.15 - t) * (0.6 + 0.6 * rng.random()), paint)
            t += 0.03 + 0.1 * rng.random()
    base.put(sheet)


def crown(base, rng, x, y, side, size, n=7, tone=0.0):
    """The torn sheet of water at the impact: fine tongues, each losing a drop."""
    c = base.ctx
    for i in range(n):
        k = (i + 0.5) / n
        long = size * (0.5 + 0.5 * math.sin(math.pi * (0.25 + 0.6 * k))) * (0.75 + 0.4 * rng.random())
        a = math.radians(14 + 66 * k)
        bx = x + side * (10 - 50 * (1 - k) * 0.4)
        tip = (bx + side * math.sin(a) * long, y - math.cos(a) * long * 0.72)
        mid = (bx + side * math.sin(a) * long * 0.5, y - math.cos(a) * long * 0.5)
        w = size * (0.085 + 0.03 * rng.random())
        paint = mix(mix(SUN, LIGHT, 0.2 + 0.6 * rng.random()), ROSE, tone)
        brush(c, [(bx - side * 6, y + 1), mid, tip], [w * 1.1, w * 0.6, w * 0.12], paint, 0.92)
        dx, dy = tip[0] - mid[0], tip[1] - mid[1] + long * 0.12
        drop(c, tip[0] + dx * 0.25, tip[1] + dy * 0.16, dx, dy, w * 0.22, paint)
        drop(c, tip[0] + dx * 0.62, tip[1] + dy * 0.42, dx, dy, w * 0.15, paint)
    blob(c, [(x - side * 60, y + 9), (x - side * 10, y - 8), (x + side * size * 0.55, y - 10), (x + side * size * 0.75, y + 2),
             (x + side * size * 0.2, y + 14)], mix(mix(SUN, LIGHT, 0.35), ROSE, tone), 0.95)


def ring(base, x, y, r, paint, alpha):
    """A ripple on the wet tin."""
    c = base.ctx
    c.save()
    c.translate(x, y)
    c.scale(1, 0.16)
    c.arc(0, 0, r, 0, math.tau)
    c.restore()
    ink(c, paint, alpha)
    c.set_line_width(2.2)
    c.stroke()


def draw():
    rng = random.Random(22)
    base = Layer(W, H)
    backdrop(base)
    roof(base, rng)
    blob(base.ctx, [(250, 566), (400, 548), (600, 566), (400, 582)], NIGHT, 0.7)
    spray(base, rng, 440, 560, 230, 110, 12, -1, 0.7)
    boot(base, (322, 420), -46, 150, (190, -160), air(0.24), ROSE)
    crown(base, rng, 462, 560, 1, 80, 5)
    crown(base, rng, 440, 562, -1, 70, 4)
    blob(base.ctx, [(520, 616), (800, 596), (1080, 610), (860, 640)], NIGHT, 0.8)
    spray(base, rng, 940, 606, 420, 330, 20, 1)
    boot(base, (700, 540), 4, 220, (570, -140), air(0.13), ROSE)
    for x, y, r in ((960, 618, 190), (960, 618, 130), (620, 622, 160), (620, 622, 100)):
        ring(base, x, y, r, mix(ROSE, SUN, 0.5), 0.6)
    crown(base, rng, 950, 604, 1, 270, 6, 0.75)
    crown(base, rng, 626, 610, -1, 220, 6, 0.75)
    crown(base, rng, 966, 608, 1, 190, 6)
    crown(base, rng, 610, 614, -1, 150, 5)
    spray(base, rng, 960, 606, 380, 300, 30, 1, 1.15)
    spray(base, rng, 610, 608, 360, 240, 24, -1, 1.1)
    spray(base, rng, 700, 612, 160, 120, 8, 1)
    return base
