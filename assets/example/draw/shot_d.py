"""010D, over the inspector's shoulder: the runner small beyond, the sun behind her."""

import random

from canvas import Layer, blob, brush, disc, ink, line, linear, poly, ribbon, rim
from figure import RUN, local, runner
from palette import HAZE, MAUVE, NIGHT, PLUM, ROSE, SUN, VIOLET, air, mix
import town

W, H = 1280, 720
SUN_AT = (868, 318)


def backdrop(base, rng):
    c = base.ctx
    town.sky(c, W, H, 430, [(0, mix(NIGHT, VIOLET, 0.8)), (0.3, mix(VIOLET, MAUVE, 0.6)), (0.6, mix(MAUVE, ROSE, 0.8)),
                            (0.84, HAZE), (1, SUN)])
    for x, y, n, t, d in ((700, 92, 600, 14, 0.42), (1120, 170, 460, 11, 0.56), (560, 218, 360, 9, 0.64)):
        town.cloud(c, x, y, n, t, air(d), 0.75)
    town.sun(c, *SUN_AT, 116)
    sheet = base.new()
    for x, h, f in ((610, 100, 1), (1100, 116, -1), (1210, 96, -1)):
        town.crane(sheet.ctx, x, 420, h, air(0.72), f)
    blob(sheet.ctx, [(400, 440), (400, 398), (560, 392), (760, 404), (1000, 396), (1180, 388), (1300, 392), (1300, 440)], air(0.76))
    base.put(sheet)


def roofs(base, rng):
    sheet = base.new()
    c = sheet.ctx
    c.rectangle(0, 424, W, 120)
    ink(c, air(0.58))
    c.fill()
    for x, w, e, p in ((420, 90, 410, 390), (520, 70, 404, None), (600, 80, 414, 394), (1010, 90, 408, None), (1110, 110, 414, 386), (1226, 90, 402, None)):
        (town.gable(c, x, 520, w, e, p, air(0.58)) if p else town.block(c, x, 520, w, e, air(0.58)))
    town.tank(c, 1030, 410, 44, 66, air(0.58))
    rim(sheet, (0.6, -1), 1.6, SUN, 0.7)
    base.put(sheet)
    sheet = base.new()
    c = sheet.ctx
    town.tin(c, ((640, 421), (1060, 417)), ((560, 540), (1170, 540)), linear(0, 417, 0, 540, (0, air(0.33)), (1, air(0.42))),
             air(0.27), mix(ROSE, SUN, 0.5), 26, 1.1)
    line(c, [(640, 420), (1060, 416)], 4, air(0.28))
    town.chimney(c, 676, 424, 24, 54, air(0.3), 2)
    town.aerial(c, 1040, 418, 84, air(0.3), 5, 1.0)
    poly(c, [(480, 740), (480, 520), (1300, 520), (1300, 740)], linear(0, 530, 0, 640, (0, air(0.44)), (1, air(0.3))))
    rim(sheet, (0.3, -1), 1.6, SUN, 0.9)
    base.put(sheet)
    sheet = base.new()
    c = sheet.ctx
    paint = linear(0, 480, 0, 700, (0, air(0.2)), (1, air(0.28)))
    town.gable(c, 1090, 760, 220, 530, 470, paint, 10)
    town.block(c, 700, 760, 190, 560, paint, 7)
    town.sheds(c, 880, 760, 220, 556, 3, 34, paint)
    town.block(c, 460, 760, 250, 536, paint, 7)
    town.chimney(c, 1150, 510, 28, 60, air(0.2), 2)
    town.lamps(c, rng, 720, 580, 150, 60, 4, 2, 0.5, SUN, (10, 14))
    town.lamps(c, rng, 1120, 560, 150, 80, 4, 2, 0.5, SUN, (10, 14))
    rim(sheet, (0.3, -1), 1.9, mix(ROSE, SUN, 0.75), 0.85)
    base.put(sheet)


def her(base):
    sheet = base.new()
    s = 14.5
    ink = air(0.08)
    tones = dict(far=air(0.16), legs=ink, jacket=ink, skin=ink, hair=ink, boots=ink, scarf=mix(ROSE, PLUM, 0.15), fold=mix(ROSE, PLUM, 0.3))
    runner(sheet.ctx, RUN, 868, 419 - 3.5 * s, s, tones, 22, case_size=1.25)
    base.put(sheet)


def edge(base):
    """The roof's edge he stopped at."""
    sheet = base.new()
    c = sheet.ctx
    poly(c, [(-10, 640), (1290, 664), (1290, 740), (-10, 740)], NIGHT)
    for i in range(-2, 22):
        x, far = 300 + i * 70, 560 + i * 44
        poly(c, [(far, 652), (far + 2, 652), (x + 8, 740), (x - 2, 740)], mix(PLUM, ROSE, 0.16))
    rim(sheet, (0.3, -1), 2.4, mix(ROSE, SUN, 0.75), 0.95)
    base.put(sheet)


def inspector(base):
    sheet = base.new()
    c = sheet.ctx
    c.translate(-34, 22)
    coat = linear(0, 300, 0, 720, (0, air(0.07)), (1, NIGHT))
    # neck and face turned a little to the right
    blob(c, [(176, 300), (170, 190), (230, 160), (318, 170), (340, 196), (342, 226), (356, 254), (345, 262), (346, 282), (338, 300),
             (316, 322), (300, 372), (170, 372)], air(0.12))
    # coat
    blob(c, [(-30, 740), (-30, 740), (-30, 420), (40, 384), (120, 352), (170, 318), (170, 318), (300, 330), (300, 330),
             (352, 372), (430, 402), (484, 452), (512, 560), (524, 740), (524, 740)], coat)
    # the raised arm
    c.save()
    c.translate(34, -22)
    blob(c, ribbon([(396, 452), (470, 600), (512, 640), (532, 580), (512, 440)],
                   [(52, 70), (62, 70), (72, 60), (54, 60), (38, 40)]), coat)
    disc(c, 512, 596, 58, coat)
    poly(c, [(440, 600), (566, 640), (552, 690), (530, 760), (440, 760)], coat)
    brush(c, [(468, 520), (474, 580), (462, 640), (440, 700)], [1, 5, 5, 1], PLUM)
    brush(c, [(372, 410), (392, 470), (430, 560), (440, 640)], [1, 4, 4, 1], PLUM)
    c.restore()
    # seams of the coat's back
    brush(c, [(232, 404), (236, 520), (240, 740)], [1, 4, 4], PLUM)
    brush(c, [(60, 392), (110, 440), (180, 462), (236, 468), (300, 462)], [1, 4, 4, 4, 1], PLUM)
    # collar
    blob(c, [(150, 330), (150, 330), (168, 246), (168, 246), (240, 282), (318, 300), (318, 300), (352, 366), (352, 366), (260, 400), (180, 390)], NIGHT)
    # hat
    blob(c, [(150, 196), (152, 140), (170, 84), (206, 62), (244, 72), (262, 82), (286, 70), (322, 84), (342, 140), (346, 196)], air(0.05))
    blob(c, [(150, 170), (250, 184), (346, 168), (348, 196), (250, 212), (148, 198)], NIGHT)
    blob(c, [(188, 214), (200, 210), (208, 236), (200, 262), (188, 256), (182, 236)], air(0.17))
    blob(c, [(76, 196), (76, 196), (150, 182), (250, 196), (346, 180), (424, 196), (424, 196), (400, 214), (340, 226), (250, 236), (150, 228), (100, 214)], NIGHT)
    base.put(lit(sheet))
    radio(base)


def lit(sheet):
    """The sun's edge on everything dark and near."""
    rim(sheet, (1, -0.5), 3, mix(SUN, ROSE, 0.25), 0.95)
    return sheet


def radio(base):
    """His forearm, raised, and the radio in his fist."""
    sheet = base.new()
    c = sheet.ctx
    at = local((492, 330), 7, 100)
    line(c, [at(-0.13, 0.6), at(-0.16, 1.75)], 5, NIGHT)
    disc(c, *at(-0.16, 1.75), 4.5, NIGHT)
    poly(c, [at(*p) for p in ((0.08, 0.6), (0.08, 0.72), (0.2, 0.72), (0.2, 0.6))], NIGHT)
    poly(c, [at(*p) for p in ((-0.25, 0.62), (0.25, 0.62), (0.27, -0.72), (-0.27, -0.72))], NIGHT)
    for k in range(5):
        line(c, [at(-0.15, 0.46 - k * 0.09), at(0.12, 0.46 - k * 0.09)], 2.4, PLUM)
    base.put(lit(sheet))
    sheet = base.new()
    c = sheet.ctx
    blob(c, [at(*p) for p in ((-0.3, -0.16), (-0.36, -0.4), (-0.3, -0.84), (-0.26, -1.1), (0.34, -1.1), (0.38, -0.86), (0.44, -0.6), (0.42, -0.2), (0.3, 0.0),
                              (0.1, -0.04), (-0.1, -0.1))], air(0.1))
    cuff = [(466, 430), (466, 430), (552, 420), (552, 420), (560, 462), (560, 462), (468, 474), (468, 474)]
    blob(c, cuff, air(0.06))
    base.put(lit(sheet))
    for k in range(4):
        sheet = base.new()
        u = -0.02 - k * 0.175
        brush(sheet.ctx, [at(0.4, u - 0.03), at(0.16, u), at(-0.16, u - 0.02), at(-0.24, u - 0.05)], [19, 20, 18, 12], air(0.12))
        rim(sheet, (0.6, -0.8), 2.2, mix(SUN, ROSE, 0.3), 0.8)
        base.put(sheet)
    sheet = base.new()
    brush(sheet.ctx, [at(-0.36, -0.5), at(-0.38, -0.2), at(-0.34, 0.08), at(-0.3, 0.16)], [24, 22, 20, 13], air(0.1))
    rim(sheet, (0.8, -0.6), 2.2, mix(SUN, ROSE, 0.3), 0.6)
    base.put(sheet)


def draw():
    rng = random.Random(44)
    base = Layer(W, H)
    backdrop(base, rng)
    roofs(base, rng)
    her(base)
    for x, y, n, t in ((690, 180, 28, -8), (1040, 220, 22, 8), (740, 150, 20, -14)):
        town.gull(base.ctx, x, y, n, air(0.3), t)
    edge(base)
    inspector(base)
    return base
