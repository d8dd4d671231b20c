"""The red case as a solid: a pinhole camera and the case's boxes seen by it."""

import math

from canvas import blob, line, linear, poly
from palette import BRASS, LIGHT, NIGHT, PLUM, RED, ROSE, SUN, mix

HALF_W, HALF_D, DEEP = 1.5, 1.05, 0.5  # half width, half depth, depth of each shell


def sub(a, b):
    return tuple(x - y for x, y in zip(a, b))


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(a):
    n = math.sqrt(dot(a, a))
    return tuple(x / n for x in a)


def camera(eye, target, zoom, centre, roll=0.0):
    """A function from points in space to the picture; z is up."""
    ahead = unit(sub(target, eye))
    right = unit(cross(ahead, (0, 0, 1)))
    up = cross(right, ahead)
    ca, sa = math.cos(math.radians(roll)), math.sin(math.radians(roll))

    def see(p):
        d = sub(p, eye)
        k = zoom / dot(d, ahead)
        x, y = dot(d, right) * k, -dot(d, up) * k
        return centre[0] + x * ca - y * sa, centre[1] + x * sa + y * ca
    return see


def face(ctx, see, points, paint, alpha=1.0):
    poly(ctx, [see(p) for p in points], paint, alpha)


def strip(ctx, see, a, b, across, paint, alpha=1.0):
    """A flat band from a to b, as wide as the vector `across`."""
    def add(p, q):
        return tuple(x + y for x, y in zip(p, q))
    face(ctx, see, [a, b, add(b, across), add(a, across)], paint, alpha)


def shell(w, d, h, lift=0.0):
    """The eight corners of a box standing at z = lift: bottom four, top four."""
    ring = [(-w, -d), (w, -d), (w, d), (-w, d)]
    return [(x, y, lift) for x, y in ring] + [(x, y, lift + h) for x, y in ring]


def hinged(p, degrees):
    """A point of the closed lid turned about the hinge at the back edge."""
    a = math.radians(degrees)
    y, z = p[1] - HALF_D, p[2] - DEEP
    return p[0], HALF_D + y * math.cos(a) + z * math.sin(a), DEEP - y * math.sin(a) + z * math.cos(a)


def corner(ctx, see, at, along, down, size, paint):
    """A brass corner on a face: a rounded triangle from the corner point."""
    def go(u, v):
        return see(tuple(p + a * u * size + d * v * size for p, a, d in zip(at, along, down)))
    blob(ctx, [go(0, 0), go(0, 0), go(1, 0), go(1, 0), go(0.72, 0.42), go(0.42, 0.72), go(0, 1), go(0, 1)], paint)


def corners(ctx, see, quad, size, paint):
    """Brass on all four corners of a face."""
    for i in range(4):
        at, nxt, prev = quad[i], quad[(i + 1) % 4], quad[i - 1]
        corner(ctx, see, at, unit(sub(nxt, at)), unit(sub(prev, at)), size, paint)


def outline(angle=112):
    """The open case's corners: base, the lid's rim, the lid's back."""
    w, d, h = HALF_W, HALF_D, DEEP
    ring = [(-w, -d), (w, -d), (w, d), (-w, d)]
    return dict(base=shell(w, d, h), lid=[hinged((x, y, h), angle) for x, y in ring],
                back=[hinged((x, y, 2 * h), angle) for x, y in ring])


def facing(see, quad):
    """Whether a face turns its front to the lens."""
    pts = [see(p) for p in quad]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(pts, pts[1:] + pts[:1])) < 0


def walls(ctx, see, rim_, deep, tones, lid=False):
    """The lined inside of a shell: those of its four walls that can be seen.

    The rings run front left, front right, back right, back left.
    """
    for i, tone in enumerate(tones):
        k = (i + 1) % 4
        quad = [rim_[i], rim_[k], deep[k], deep[i]]
        if facing(see, quad) != lid:
            face(ctx, see, quad, tone)


def opened(ctx, see, angle=112):
    """The open case: outside, lining, brass; light from the upper right."""
    w, d, h, t = HALF_W, HALF_D, DEEP, 0.07
    o = outline(angle)
    b, lid, back = o["base"], o["lid"], o["back"]
    inn = [(-w + t, -d + t), (w - t, -d + t), (w - t, d - t), (-w + t, d - t)]
    lin = [hinged((x, y, h), angle) for x, y in inn]
    deep = [hinged((x, y, 2 * h - t), angle) for x, y in inn]
    bright, dull = mix(BRASS, SUN, 0.5), mix(BRASS, NIGHT, 0.3)
    pale, warm, dim = mix(SUN, LIGHT, 0.55), mix(SUN, ROSE, 0.38), mix(ROSE, PLUM, 0.12)
    # the lid
    face(ctx, see, [lid[1], lid[2], back[2], back[1]], RED)
    corners(ctx, see, [lid[1], lid[2], back[2], back[1]], 0.3, bright)
    face(ctx, see, [lid[0], lid[1], back[1], back[0]], mix(RED, NIGHT, 0.2))
    corners(ctx, see, [lid[0], lid[1], back[1], back[0]], 0.3, bright)
    face(ctx, see, lid, mix(RED, NIGHT, 0.08))
    corners(ctx, see, lid, 0.2, bright)
    face(ctx, see, deep, linear(*see(deep[3]), *see(deep[1]), (0, warm), (1, mix(SUN, LIGHT, 0.3))))
    pocket(ctx, see, deep, mix(SUN, ROSE, 0.5), pale)
    walls(ctx, see, lin, deep, (mix(ROSE, SUN, 0.1), dim, warm, pale), lid=True)
    # the base
    face(ctx, see, [b[0], b[3], b[7], b[4]], mix(RED, NIGHT, 0.5))
    face(ctx, see, [b[1], b[2], b[6], b[5]], RED)
    corners(ctx, see, [b[1], b[2], b[6], b[5]], 0.3, bright)
    face(ctx, see, [b[0], b[1], b[5], b[4]], mix(RED, NIGHT, 0.25))
    corners(ctx, see, [b[0], b[1], b[5], b[4]], 0.3, dull)
    face(ctx, see, b[4:], mix(RED, NIGHT, 0.08))
    corners(ctx, see, b[4:], 0.2, bright)
    top = [(x, y, h) for x, y in inn]
    low = [(x, y, t) for x, y in inn]
    face(ctx, see, low, linear(*see(low[0]), *see(low[2]), (0, mix(SUN, LIGHT, 0.5)), (1, warm)))
    shade = [low[1], low[2], (low[2][0] - 0.34, low[2][1], t), (low[1][0] - 0.34, low[1][1], t)]
    face(ctx, see, shade, mix(SUN, ROSE, 0.62))
    walls(ctx, see, top, low, (mix(ROSE, SUN, 0.2), dim, mix(ROSE, SUN, 0.35), pale))
    for x in (-0.8, 0.8):
        latch(ctx, see, x, bright, NIGHT)


def pocket(ctx, see, back, tone, hem):
    """An empty elastic pocket across the lid's lining."""
    def between(p, q, t):
        return tuple(a + (b - a) * t for a, b in zip(p, q))
    left, right = between(back[3], back[0], 0.46), between(back[2], back[1], 0.46)
    dip = between(between(left, right, 0.5), between(back[3], back[2], 0.5), 0.12)
    top = [see(between(between(left, dip, t), between(dip, right, t), t)) for t in (i / 12 for i in range(13))]
    poly(ctx, [see(back[3])] + top + [see(back[2])], tone, 0.55)
    line(ctx, top, 3.4, hem, 0.9)
    for t in (0.25, 0.5, 0.75):
        line(ctx, [see(between(back[3], back[2], t)), top[int(t * 12)]], 1.4, mix(tone, PLUM, 0.3), 0.5)


def latch(ctx, see, x, paint, dark):
    """A sprung latch on the front of the base, its tongue in the air."""
    y = -HALF_D - 0.01
    face(ctx, see, [(x - 0.15, y, 0.1), (x + 0.15, y, 0.1), (x + 0.15, y, 0.46), (x - 0.15, y, 0.46)], paint)
    face(ctx, see, [(x - 0.15, y, 0.3), (x + 0.15, y, 0.3), (x + 0.15, y, 0.33), (x - 0.15, y, 0.33)], dark)
    face(ctx, see, [(x - 0.11, y, 0.3), (x + 0.11, y, 0.3), (x + 0.11, y - 0.3, 0.34), (x - 0.11, y - 0.3, 0.34)], mix(paint, LIGHT, 0.5))
