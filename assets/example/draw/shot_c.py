"""010C, low angle: Mara leaps the gap, the case swinging from her hand."""

import random

from canvas import Layer, disc, line, linear, poly, rim
from figure import LEAP, runner
from palette import HAZE, LIGHT, MAUVE, NIGHT, ROSE, SUN, VIOLET, air, mix
import town

W, H = 1280, 720
SUN_AT = (905, 338)


def backdrop(base):
    c = base.ctx
    town.sky(c, W, H, 520, [(0, mix(NIGHT, VIOLET, 0.7)), (0.26, mix(VIOLET, MAUVE, 0.5)), (0.55, mix(MAUVE, ROSE, 0.75)),
                            (0.8, HAZE), (1, SUN)])
    for x, y, n, t, d in ((300, 96, 640, 16, 0.42), (1040, 150, 560, 13, 0.5), (170, 236, 420, 10, 0.62), (1130, 262, 380, 9, 0.7)):
        town.cloud(c, x, y, n, t, air(d), 0.75)
    town.sun(c, *SUN_AT, 84)


def street(base, rng):
    """The lit street at the bottom of the gap, house behind house."""
    van = (640, 560)
    for depth, half, top, w in ((0.72, 60, 470, 60), (0.6, 110, 450, 70), (0.46, 170, 430, 90)):
        sheet = base.new()
        c = sheet.ctx
        paint = linear(0, top, 0, H, (0, air(depth)), (0.6, air(depth + 0.1)), (1, air(depth + 0.16)))
        for side in (-1, 1):
            x = van[0] + side * half
            x0 = x if side > 0 else x - 400
            town.block(c, x0, H, 400, top + (10 if side > 0 else 26), paint, 5)
            cx = x + side * w * 0.55
            town.gable(c, cx - w / 2, H, w, top + 20, top - 14, paint)
            town.chimney(c, cx + 12, top + 6, w * 0.14, 34, air(depth))
            town.lamps(c, rng, min(x, x + side * w * 1.2), top + 50, w * 1.2, 190, 3, 6, 0.45, SUN, (4 + w * 0.05, 7 + w * 0.08))
        rim(sheet, (0.6, -1), 1.6, mix(ROSE, SUN, 0.7), 0.8)
        base.put(sheet)
    c = base.ctx
    poly(c, [(600, 600), (680, 600), (860, 740), (400, 740)], linear(0, 596, 0, 720, (0, LIGHT), (0.5, SUN), (1, mix(ROSE, SUN, 0.3))))
    for x0, x1 in ((632, 600), (648, 668)):
        line(c, [(x0, 600), (x1, 722)], 2, air(0.45), 0.8)
    poly(c, [(618, 642), (618, 606), (622, 601), (656, 601), (660, 606), (660, 642)], air(0.2))
    for x in (623, 635, 647):
        poly(c, [(x, 608), (x + 9, 608), (x + 9, 620), (x, 620)], LIGHT)
    disc(c, 639, 634, 9, SUN, 0.4)
    disc(c, 639, 634, 3.5, LIGHT)
    for t in (0.1, 0.22, 0.4, 0.7):
        for side in (-1, 1):
            x, y = 640 + side * (46 + 190 * t), 606 + 130 * t
            h = 26 + 90 * t
            line(c, [(x, y), (x, y - h)], 1.2 + 2 * t, air(0.2))
            disc(c, x, y - h, 5 + 12 * t, SUN, 0.35)
            disc(c, x, y - h, 2 + 4 * t, LIGHT)


def roofs(base, rng):
    """The two roofs: the one she left, the one she must reach."""
    sheet = base.new()
    c = sheet.ctx
    wall = linear(0, 440, 0, 720, (0, air(0.09)), (1, air(0.2)))
    poly(c, [(-10, 740), (-10, 500), (322, 500), (322, 740)], wall)
    poly(c, [(930, 740), (930, 540), (1290, 540), (1290, 740)], wall)
    town.tin(c, ((-160, 376), (230, 420)), ((-60, 492), (352, 506)), air(0.07), NIGHT, mix(ROSE, SUN, 0.4), 15, 2.2)
    poly(c, [(-60, 490), (352, 504), (352, 518), (-60, 506)], NIGHT)
    town.tin(c, ((1010, 446), (1400, 410)), ((898, 540), (1340, 526)), air(0.07), NIGHT, mix(ROSE, SUN, 0.4), 15, 2.2)
    poly(c, [(898, 538), (1340, 524), (1340, 542), (898, 553)], NIGHT)
    town.chimney(c, 40, 402, 66, 132, NIGHT, 3)
    town.aerial(c, 150, 414, 180, NIGHT, 6, 1.6)
    town.tank(c, 1130, 440, 116, 176, NIGHT)
    town.vent(c, 1060, 444, 15, NIGHT)
    for x0, side in ((0, 1), (960, 1)):
        for k in range(3):
            for r in range(2):
                x, y = x0 + 40 + k * 95, 560 + r * 90
                poly(c, [(x, y), (x + 38, y), (x + 38, y + 56), (x, y + 56)], mix(SUN, ROSE, 0.2) if rng.random() < 0.4 else NIGHT)
                line(c, [(x + 19, y), (x + 19, y + 56)], 2, air(0.1))
                line(c, [(x, y + 26), (x + 38, y + 26)], 2, air(0.1))
    town.laundry(c, (322, 560), (930, 588), 34, [(0.1, "shirt"), (0.22, "sheet"), (0.33, "trousers"), (0.42, "shirt"),
                                                (0.6, "sock"), (0.66, "sock"), (0.78, "sheet"), (0.9, "shirt")], 38, air(0.22), 0.32)
    rim(sheet, (0.7, -0.7), 2.2, mix(ROSE, SUN, 0.75), 0.9)
    base.put(sheet)


def her(base):
    sheet = base.new()
    tones = dict(far=air(0.17), legs=air(0.03), jacket=air(0.1), skin=air(0.2), hair=NIGHT,
                 scarf=mix(ROSE, SUN, 0.55), fold=ROSE)
    runner(sheet.ctx, LEAP, 602, 306, 62, tones, 34, open_palm=True, case_size=1.1)
    rim(sheet, (1, -0.25), 2.6, LIGHT, 0.95)
    base.put(sheet)


def draw():
    rng = random.Random(33)
    base = Layer(W, H)
    backdrop(base)
    street(base, rng)
    for x, y, n, t in ((1090, 130, 44, -10), (1150, 180, 30, 8), (240, 190, 26, -6)):
        town.gull(base.ctx, x, y, n, air(0.25), t)
    roofs(base, rng)
    her(base)
    return base
