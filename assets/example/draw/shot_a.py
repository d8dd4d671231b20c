"""010A, wide: dusk over the harbour roofs, Mara small against the low sun."""

import math
import random

import cairo

from canvas import Layer, blob, ink, line, linear, poly, rim
from figure import RUN, runner
from palette import HAZE, LIGHT, MAUVE, NIGHT, PLUM, ROSE, SUN, VIOLET, air, mix
import town

W, H = 1280, 720
SUN_AT = (884, 304)
HORIZON = 366
FEET = (430, 487)
S = 18.5


def backdrop(base, rng):
    c = base.ctx
    town.sky(c, W, H, HORIZON + 10, [(0, mix(NIGHT, VIOLET, 0.75)), (0.3, mix(VIOLET, MAUVE, 0.55)),
                                     (0.62, mix(MAUVE, ROSE, 0.7)), (0.86, HAZE), (1, SUN)])
    for x, y, n, t, d in ((250, 150, 620, 12, 0.42), (980, 112, 520, 10, 0.4), (560, 214, 500, 10, 0.6),
                          (1120, 236, 420, 9, 0.66), (180, 262, 360, 7, 0.7), (760, 268, 300, 6, 0.86)):
        town.cloud(c, x, y, n, t, air(d), 0.75)
    town.sun(c, *SUN_AT, 60)
    town.cloud(c, 905, 322, 300, 7, air(0.8), 0.95)


def harbour(base, rng):
    far = base.new()
    c = far.ctx
    hills = [(-20, 372), (-20, 340), (90, 326), (230, 344), (360, 352), (520, 342), (660, 356), (820, 360),
             (1010, 348), (1150, 332), (1300, 338), (1300, 372)]
    blob(c, hills, air(0.83))
    base.put(far)
    c = base.ctx
    c.rectangle(0, HORIZON, W, 90)
    c.set_source(linear(0, HORIZON, 0, HORIZON + 70, (0, mix(HAZE, SUN, 0.5)), (1, ROSE)))
    c.fill()
    for i in range(90):
        y = HORIZON + 3 + rng.random() ** 1.4 * 60
        spread = 20 + (y - HORIZON) * 2.2
        x = SUN_AT[0] + rng.gauss(0, 1) * spread
        n = 8 + rng.random() * 34
        line(c, [(x - n / 2, y), (x + n / 2, y)], 1.2 + (y - HORIZON) / 45, LIGHT, 0.85)
    docks = base.new()
    c = docks.ctx
    ink = air(0.7)
    for x, h, f in ((96, 120, 1), (212, 96, 1), (628, 104, -1), (738, 84, -1), (1010, 128, -1), (1128, 106, -1), (1236, 120, -1)):
        town.crane(c, x, HORIZON + 6, h, ink, f)
    for x, h in ((520, 62), (546, 74), (574, 58), (320, 60), (342, 68)):
        town.mast(c, x, HORIZON + 6, h, ink)
    town.hull(c, 806, HORIZON + 8, 120, 9, ink)
    poly(c, [(-5, HORIZON + 14), (-5, HORIZON + 2), (410, HORIZON + 3), (430, HORIZON + 12)], ink)
    poly(c, [(500, HORIZON + 13), (508, HORIZON + 4), (772, HORIZON + 4), (790, HORIZON + 13)], ink)
    poly(c, [(960, HORIZON + 14), (974, HORIZON + 4), (1285, HORIZON + 2), (1285, HORIZON + 14)], ink)
    base.put(docks)


def row(base, rng, depth, ground, roofs, lit=0.5, windows=0.0):
    """One layer of houses: (x, width, eave, peak or None for flat)."""
    sheet = base.new()
    c = sheet.ctx
    paint = linear(0, ground - 130, 0, ground + 60, (0, air(depth)), (1, air(depth + 0.09)))
    c.rectangle(0, ground + 12, W, 120)
    ink(c, paint)
    c.fill()
    for x, w, eave, peak in roofs:
        if peak is None:
            town.block(c, x, ground + 90, w, eave, paint)
        else:
            town.gable(c, x, ground + 90, w, eave, peak, paint, w * 0.05)
        for k in range(rng.choice((0, 1, 1, 2))):
            cx = x + w * (0.2 + 0.6 * rng.random())
            top = eave if peak is None else peak + abs(cx - x - w / 2) / (w / 2) * (eave - peak)
            size = w * (0.07 + 0.04 * rng.random())
            town.chimney(c, cx, top + 8, size, 26 + size * 0.8, air(depth), rng.choice((1, 2, 2)))
    return sheet, paint


def middle(base, rng):
    far, _ = row(base, rng, 0.62, 420, [(-20, 90, 402, 380), (72, 70, 398, None), (150, 84, 408, 384),
                                        (300, 60, 414, 398), (366, 80, 420, None), (450, 90, 418, 400),
                                        (548, 66, 414, None), (620, 96, 416, 392), (722, 74, 410, None), (930, 88, 408, 388),
                                        (800, 120, 420, 402), (1024, 80, 400, None), (1110, 100, 404, 376),
                                        (1216, 90, 396, None)])
    c = far.ctx
    poly(c, [(246, 500), (246, 380), (254, 376), (267, 300), (280, 376), (288, 380), (288, 500)], air(0.62))
    line(c, [(267, 304), (267, 284)], 2, air(0.62))
    line(c, [(262, 291), (272, 291)], 2, air(0.62))
    rim(far, (SUN_AT[0] - 640, -160), 1.5, mix(HAZE, SUN, 0.6), 0.8)
    base.put(far)
    mid, _ = row(base, rng, 0.46, 460, [(-30, 130, 430, 392), (110, 96, 436, None), (560, 110, 452, None),
                                        (220, 110, 452, 424), (690, 130, 450, 418), (840, 90, 440, None),
                                        (944, 124, 446, 408), (1080, 90, 424, None), (1180, 130, 436, 396)])
    c = mid.ctx
    town.tank(c, 1094, 426, 56, 84, air(0.46))
    town.aerial(c, 870, 442, 56, air(0.46), 5, 0.8)
    town.aerial(c, 150, 438, 60, air(0.46), 5, 0.8)
    for x in (572, 658):
        line(c, [(x, 456), (x, 424)], 2.4, air(0.4))
    town.laundry(c, (572, 427), (658, 427), 4, [(0.16, "shirt"), (0.4, "sheet"), (0.62, "trousers"), (0.82, "shirt")], 15, air(0.4), 0.3)
    town.lamps(c, rng, 700, 462, 110, 36, 5, 2, 0.5, SUN, (5, 7))
    town.lamps(c, rng, 950, 456, 110, 40, 5, 2, 0.4, SUN, (5, 7))
    rim(mid, (SUN_AT[0] - 640, -120), 1.7, mix(ROSE, SUN, 0.7), 0.85)
    base.put(mid)


def near_row(base, rng):
    sheet = base.new()
    c = sheet.ctx
    paint = linear(0, 420, 0, 600, (0, air(0.3)), (1, air(0.4)))
    town.gable(c, 1000, 760, 230, 500, 440, paint, 10)
    town.block(c, 1214, 760, 90, 470, paint, 8)
    town.block(c, 905, 760, 120, 512, paint, 7)
    town.sheds(c, 640, 760, 280, 506, 4, 34, paint)
    town.chimney(c, 1160, 480, 30, 62, air(0.3), 3)
    town.vent(c, 958, 514, 9, air(0.3))
    town.aerial(c, 1246, 472, 92, air(0.3), 5, 1.1)
    town.lamps(c, rng, 1040, 520, 150, 90, 4, 3, 0.5, SUN, (10, 15))
    rim(sheet, (SUN_AT[0] - 1000, -110), 2, mix(ROSE, SUN, 0.75), 0.9)
    base.put(sheet)


def her_roof(base, rng):
    """The wet tin she runs on: ribs, seams, and the sun's path on the water."""
    sheet = base.new()
    c = sheet.ctx
    ridge = ((-30, 463), (866, 513))
    eave = ((-420, 740), (1180, 740))
    poly(c, [ridge[0], ridge[1], eave[1], eave[0]],
         linear(0, 470, -60, 720, (0, mix(air(0.27), ROSE, 0.16)), (0.35, air(0.16)), (1, air(0.03))))
    n = 34
    for i in range(n + 1):
        t = (i / n) ** 1.18
        p = (ridge[0][0] + (ridge[1][0] - ridge[0][0]) * t, ridge[0][1] + (ridge[1][1] - ridge[0][1]) * t)
        q = (eave[0][0] + (eave[1][0] - eave[0][0]) * t, eave[0][1])
        poly(c, [p, (p[0] + 1, p[1]), (q[0] + 5, q[1]), (q[0] - 3, q[1])], NIGHT, 0.7)
        shine = math.exp(-((t - 0.92) / 0.34) ** 2)
        poly(c, [(p[0] + 1, p[1]), (p[0] + 2, p[1]), (q[0] + 9, q[1]), (q[0] + 5, q[1])],
             linear(0, 484, 0, 720, (0, SUN, 0.25 + 0.7 * shine), (0.5, ROSE, 0.12 + 0.5 * shine), (1, ROSE, 0.03 + 0.12 * shine)))
    for i in range(70):
        y = 514 + rng.random() ** 1.7 * 160
        x = 800 + rng.gauss(0, 0.6) * 110 + (y - 490) * 0.15
        n = (8 + rng.random() * 30) * (1 + (y - 490) / 110)
        k = (y - 484) * 0.012 + 0.8
        if x + n < 866 + (y - 513) * 1.2:
            blob(c, [(x - n / 2, y), (x, y - k), (x + n / 2, y), (x, y + k)], mix(SUN, ROSE, rng.random() * 0.6), 0.75)
    line(c, [ridge[0], ridge[1]], 5, air(0.12))
    line(c, [(ridge[0][0], ridge[0][1] - 2.4), (ridge[1][0], ridge[1][1] - 2.4)], 1.5, SUN, 0.9)
    line(c, [ridge[1], eave[1]], 5, NIGHT)
    line(c, [(ridge[1][0] + 2, ridge[1][1] - 1), (eave[1][0] + 2, eave[1][1] - 1)], 1.6, mix(ROSE, SUN, 0.7), 0.8)
    base.put(sheet)


def shadow(base):
    """Her long shadow, thrown down the roof away from the sun."""
    sheet = base.new()
    c = sheet.ctx
    c.transform(cairo.Matrix(1, 0, 1.75, -1.05, -1.75 * FEET[1], 2.05 * FEET[1]))
    black = {k: NIGHT for k in ("far", "legs", "jacket", "skin", "hair", "boots", "scarf", "fold")}
    runner(c, RUN, FEET[0], FEET[1] - 3.5 * S, S, black, 22)
    px = sheet.pixels()
    px[..., 2], px[..., 1], px[..., 0] = (px[..., 3] * v for v in NIGHT)
    sheet.surface.mark_dirty()
    base.put(sheet, 0.8)


def her(base):
    sheet = base.new()
    tones = dict(far=air(0.14), legs=NIGHT, jacket=air(0.06), skin=air(0.1), scarf=mix(SUN, LIGHT, 0.3), fold=mix(SUN, ROSE, 0.35))
    runner(sheet.ctx, RUN, FEET[0], FEET[1] - 3.5 * S, S, tones, 22, case_size=1.2, flow=1.15)
    rim(sheet, (1, -0.5), 1.2, LIGHT, 0.9)
    base.put(sheet)


def front(base, rng):
    sheet = base.new()
    c = sheet.ctx
    poly(c, [(-10, 740), (-10, 318), (86, 318), (86, 740)], NIGHT)
    poly(c, [(-10, 296), (96, 296), (96, 324), (-10, 324)], NIGHT)
    for x in (12, 58):
        poly(c, [(x - 16, 300), (x - 13, 252), (x - 17, 252), (x - 17, 244), (x + 17, 244), (x + 17, 252), (x + 13, 252), (x + 16, 300)], NIGHT)
    for k, y in enumerate(range(340, 720, 20)):
        line(c, [(0, y), (86, y)], 1.2, PLUM)
        for x in range(6 + 16 * (k % 2), 86, 32):
            line(c, [(x, y), (x, y + 20)], 1.2, PLUM)
    town.aerial(c, 90, 420, 290, NIGHT, 6, 2.0, 0.03)
    for y in (352, 404):
        line(c, [(80, y), (96, y)], 4, NIGHT)
    poly(c, [(-10, 740), (-10, 640), (210, 668), (330, 740)], NIGHT)
    blob(c, [(1050, 740), (1050, 740), (1180, 632), (1180, 632), (1300, 610), (1300, 610), (1300, 740), (1300, 740)], NIGHT)
    town.vent(c, 1210, 632, 17, NIGHT)
    rim(sheet, (1, -0.55), 2.2, mix(ROSE, SUN, 0.6), 0.9)
    base.put(sheet)


def gulls(base):
    for x, y, n, t in ((600, 176, 30, -8), (652, 148, 22, -14), (700, 186, 18, 6), (1040, 190, 24, 8), (330, 206, 16, -4)):
        town.gull(base.ctx, x, y, n, air(0.2), t)


def draw(with_shadow=True):
    rng = random.Random(10)
    base = Layer(W, H)
    backdrop(base, rng)
    harbour(base, rng)
    middle(base, rng)
    near_row(base, rng)
    her_roof(base, rng)
    if with_shadow:
        shadow(base)
    her(base)
    gulls(base)
    front(base, rng)
    return base
