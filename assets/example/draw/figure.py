"""People built from joints: a pose gives angles, bones give places, limbs give shape.

Everything is drawn facing right. Angles are degrees from straight down,
positive towards the front; `s` is the height of a head in pixels.
"""

import math

from canvas import blob, brush, ribbon
from palette import NIGHT, PLUM, RED, SUN, BRASS, mix

BONE = dict(spine=2.35, neck=0.34, thigh=1.95, shin=1.85, arm=1.4, fore=1.2)
# front and back radius of each limb, from its root to its end
THIGH = [(0.36, 0.42), (0.36, 0.36), (0.26, 0.25)]
SHIN = [(0.26, 0.25), (0.22, 0.31), (0.19, 0.22), (0.17, 0.17)]
ARM = [(0.24, 0.26), (0.21, 0.23), (0.18, 0.18)]
FORE = [(0.18, 0.18), (0.18, 0.17), (0.13, 0.12)]

RUN = dict(lean=15, head=4, front=(74, -26, 12), rear=(-24, -68, -62),
           near_arm=(-66, -6), far_arm=(34, 128))
LEAP = dict(lean=13, head=-4, front=(82, 58, 26), rear=(-52, -84, -108),
            near_arm=(-86, -58), far_arm=(74, 108))


def step(p, degrees, length):
    """The point `length` away from p at an angle from straight down."""
    a = math.radians(degrees)
    return p[0] + math.sin(a) * length, p[1] + math.cos(a) * length


def joints(pose, x, y, s):
    """All joints of a pose whose hips are at (x, y)."""
    j = dict(hip=(x, y))
    lean = pose["lean"]
    j["neck"] = step(j["hip"], 180 - lean, BONE["spine"] * s)
    j["skull"] = step(j["neck"], 180 - lean - 6, BONE["neck"] * s)
    shoulder = step(j["hip"], 180 - lean, BONE["spine"] * s * 0.9)
    for side in ("near_arm", "far_arm"):
        shift = step(shoulder, 90 - lean, (-0.1 if side == "near_arm" else 0.16) * s)
        elbow = step(shift, pose[side][0], BONE["arm"] * s)
        j[side] = shift, elbow, step(elbow, pose[side][1], BONE["fore"] * s)
    for side in ("front", "rear"):
        root = step(j["hip"], 90, (0.08 if side == "front" else -0.06) * s)
        knee = step(root, pose[side][0], BONE["thigh"] * s)
        j[side] = root, knee, step(knee, pose[side][1], BONE["shin"] * s)
    return j


def limb(ctx, chain, upper, lower, s, paint):
    """A two-bone limb as one tapered outline."""
    for (a, b), radii in zip(zip(chain, chain[1:]), (upper, lower)):
        n = len(radii) - 1
        pts = [(a[0] + (b[0] - a[0]) * i / n, a[1] + (b[1] - a[1]) * i / n) for i in range(n + 1)]
        blob(ctx, ribbon(pts, [(f * s, r * s) for f, r in radii]), paint)
    for p, r in ((chain[1], upper[-1]), (chain[0], upper[0])):
        ctx.arc(*p, r[0] * s, 0, math.tau)
        ctx.fill()


def local(origin, degrees, s):
    """A function from local (forward, up) heads to picture points."""
    a = math.radians(degrees)
    fx, fy = math.cos(a), -math.sin(a)
    return lambda f, u: (origin[0] + (f * fx + u * fy) * s, origin[1] + (f * fy - u * fx) * s)


def boot(ctx, leg, degrees, s, paint, sole=None):
    """A laced boot at the end of a leg; degrees tilts its toe up."""
    knee, ankle = leg[1], leg[2]
    def along(t):
        return knee[0] + (ankle[0] - knee[0]) * t, knee[1] + (ankle[1] - knee[1]) * t
    blob(ctx, ribbon([along(0.62), along(0.8), along(1.04)],
                     [(0.25 * s, 0.27 * s), (0.21 * s, 0.23 * s), (0.22 * s, 0.22 * s)]), paint)
    at = local(ankle, degrees, s * 0.95)
    shape = [(-0.2, 0.14), (0.0, 0.2), (0.2, 0.14), (0.42, 0.0), (0.7, -0.08), (0.85, -0.2),
             (0.86, -0.36), (0.86, -0.36), (-0.3, -0.38), (-0.3, -0.38), (-0.3, -0.1)]
    blob(ctx, [at(*p) for p in shape], paint)
    tread = [(-0.32, -0.32), (0.02, -0.32), (0.1, -0.33), (0.89, -0.28), (0.87, -0.4), (0.6, -0.44),
             (0.2, -0.41), (0.08, -0.47), (-0.32, -0.47)]
    blob(ctx, [at(*p) for p in tread for _ in (0, 1)], sole or paint)


def fist(ctx, wrist, degrees, s, paint):
    """A closed hand at the end of a forearm pointing at `degrees`."""
    at = local(wrist, degrees - 90, s)
    blob(ctx, [at(f, u) for f, u in ((-0.06, 0.13), (0.16, 0.19), (0.36, 0.16), (0.42, 0.0),
                                     (0.36, -0.15), (0.14, -0.17), (-0.06, -0.12))], paint)


def open_hand(ctx, wrist, degrees, s, paint):
    """A reaching hand: palm, four fingers slightly spread, a thumb."""
    at = local(wrist, degrees - 90, s)
    blob(ctx, [at(f, u) for f, u in ((-0.08, 0.12), (0.2, 0.18), (0.4, 0.17), (0.42, -0.14),
                                     (0.2, -0.16), (-0.08, -0.12))], paint)
    for u0, f1, u1 in ((0.13, 0.72, 0.2), (0.05, 0.8, 0.07), (-0.03, 0.77, -0.05), (-0.11, 0.68, -0.17)):
        brush(ctx, [at(0.34, u0), at((0.34 + f1) / 2, (u0 + u1) / 2), at(f1, u1)],
              [0.1 * s, 0.095 * s, 0.06 * s], paint)
    brush(ctx, [at(0.08, 0.12), at(0.28, 0.3), at(0.44, 0.34)], [0.13 * s, 0.1 * s, 0.06 * s], paint)


def torso(ctx, j, lean, s, paint, hem=0.0):
    """A short jacket, its hem lifted behind by `hem` heads."""
    at = local(j["hip"], -lean, s)
    shape = [(0.17, 2.5), (0.32, 2.25), (0.47, 1.75), (0.43, 1.1), (0.4, 0.5), (0.46, -0.12),
             (0.46, -0.12), (0.0, -0.22), (-0.5 - hem * 0.5, -0.1 + hem * 0.45),
             (-0.5 - hem * 0.5, -0.1 + hem * 0.45), (-0.36, 0.6), (-0.42, 1.2), (-0.5, 1.75),
             (-0.4, 2.2), (-0.2, 2.48)]
    blob(ctx, [at(*p) for p in shape], paint)


PROFILE = [(0.1, -0.02), (0.3, 0.0), (0.4, 0.06), (0.4, 0.14), (0.38, 0.2), (0.43, 0.24),
           (0.4, 0.3), (0.43, 0.35), (0.54, 0.4), (0.51, 0.45), (0.43, 0.55), (0.43, 0.62),
           (0.42, 0.76), (0.26, 0.95), (0.0, 1.01), (-0.28, 0.94), (-0.46, 0.7), (-0.46, 0.48),
           (-0.34, 0.26), (-0.28, 0.0), (-0.3, -0.34), (0.14, -0.34)]
HAIR = [(0.43, 0.8), (0.43, 0.8), (0.38, 0.93), (0.46, 0.98), (0.46, 0.98), (0.28, 1.05), (0.08, 1.1),
        (0.08, 1.1), (-0.06, 1.07), (-0.28, 1.06), (-0.28, 1.06), (-0.38, 0.96), (-0.5, 0.88),
        (-0.5, 0.88), (-0.5, 0.72), (-0.54, 0.58), (-0.54, 0.58), (-0.44, 0.42), (-0.38, 0.26),
        (-0.38, 0.26), (-0.22, 0.32), (-0.06, 0.5), (-0.04, 0.64), (0.1, 0.62), (0.18, 0.74),
        (0.3, 0.8)]


def head(ctx, j, tilt, s, skin, hair):
    """A profile with cropped hair."""
    at = local(j["skull"], -tilt, s * 0.98)
    blob(ctx, [at(*p) for p in PROFILE], skin)
    blob(ctx, [at(*p) for p in HAIR], hair)


def scarf(ctx, j, s, colour, shade, flow=1.0):
    """A wrap round the neck and two tails on the wind behind."""
    x, y = j["neck"]
    x, y = x + 0.02 * s, y - 0.02 * s
    for dy, length, paint in ((0.1, 2.1 * flow, shade), (-0.04, 2.7 * flow, colour)):
        pts = [(x - 0.1 * s, y + dy * s), (x - 0.28 * length * s, y + (dy - 0.22) * s),
               (x - 0.62 * length * s, y + (dy + 0.14) * s), (x - length * s, y + (dy - 0.3) * s)]
        brush(ctx, pts, [0.22 * s, 0.32 * s, 0.36 * s, 0.26 * s], paint)
    brush(ctx, [(x - 0.36 * s, y - 0.08 * s), (x + 0.02 * s, y + 0.12 * s), (x + 0.38 * s, y - 0.0 * s)],
          [0.3 * s, 0.4 * s, 0.26 * s], colour)


def case(ctx, grip, degrees, s, size=1.0, trim=True):
    """The case hanging from a grip, swung by degrees."""
    w, h = 1.5 * size, 1.02 * size
    at = local(grip, -degrees, s)
    top = -0.16 * size
    for a, b in (((-0.24, top), (-0.2, 0.04)), ((-0.2, 0.04), (0.2, 0.04)), ((0.2, 0.04), (0.24, top))):
        brush(ctx, [at(*a), at(*b)], [0.09 * s, 0.09 * s], NIGHT)
    r = 0.09
    corners = [(-w / 2, top), (w / 2, top), (w / 2, top - h), (-w / 2, top - h)]
    outline = []
    for (x, y), (sx, sy) in zip(corners, ((1, -1), (-1, -1), (-1, 1), (1, 1))):
        pair = [(x, y + sy * r), (x + sx * r, y)]
        outline += pair if sx * sy < 0 else pair[::-1]
    blob(ctx, [at(*p) for p in outline for _ in (0, 1)], RED)
    if not trim:
        return
    brush(ctx, [at(-w / 2, top - h * 0.34), at(w / 2, top - h * 0.34)], [0.035 * s] * 2, mix(RED, NIGHT, 0.5))
    for (x, y), (sx, sy) in zip(corners, ((1, -1), (-1, -1), (-1, 1), (1, 1))):
        k = 0.2 * size
        blob(ctx, [at(*p) for p in ((x, y), (x + sx * k, y), (x, y + sy * k)) for _ in (0, 1)], BRASS)


def runner(ctx, pose, x, y, s, tones=None, swing=-30, hand="near", case_size=1.0, flow=1.0, open_palm=False):
    """Mara in a pose with the case in one hand."""
    t = dict(far=PLUM, legs=NIGHT, jacket=PLUM, skin=PLUM, hair=NIGHT, boots=NIGHT,
             scarf=SUN, fold=mix(SUN, PLUM, 0.3))
    t.update(tones or {})
    j = joints(pose, x, y, s)
    far, near = j["far_arm"], j["near_arm"]
    limb(ctx, far, ARM, FORE, s, t["far"])
    if hand == "far":
        case(ctx, step(far[2], pose["far_arm"][1], 0.3 * s), swing, s, case_size)
    (open_hand if open_palm else fist)(ctx, far[2], pose["far_arm"][1], s, t["skin"])
    limb(ctx, j["rear"], THIGH, SHIN, s, t["far"])
    boot(ctx, j["rear"], pose["rear"][2], s, t["boots"])
    limb(ctx, j["front"], THIGH, SHIN, s, t["legs"])
    boot(ctx, j["front"], pose["front"][2], s, t["boots"])
    head(ctx, j, pose["head"], s, t["skin"], t["hair"])
    torso(ctx, j, pose["lean"], s, t["jacket"], 0.5)
    scarf(ctx, j, s, t["scarf"], t["fold"], flow)
    if hand == "near":
        case(ctx, step(near[2], pose["near_arm"][1], 0.26 * s), swing, s, case_size)
    limb(ctx, near, ARM, FORE, s, t["legs"])
    fist(ctx, near[2], pose["near_arm"][1], s, t["skin"])
    return j
