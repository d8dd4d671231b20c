"""The character sheet of the case: front and three-quarter."""

from canvas import blob, line, poly, rim
from palette import BRASS, LIGHT, NIGHT, PLUM, RED, ROSE, SUN, mix
from people import ground
import solid

BRIGHT, DULL = mix(BRASS, SUN, 0.5), mix(BRASS, NIGHT, 0.3)
W, D, H = solid.HALF_W, solid.DEEP, solid.HALF_D * 2


def floor(base, see):
    """The long shadow the case throws to the left and towards us."""
    ring = solid.shell(W, D, H)
    def fall(p):
        return see((p[0] - p[2] * 0.95, p[1] + p[2] * 0.1, 0))
    poly(base.ctx, [fall(p) for p in (ring[1], ring[0], ring[4], ring[7], ring[6], ring[2])], mix(PLUM, ROSE, 0.25), 0.8)


def handle(c, see, z, depth):
    """A leather grip on two brass mounts, with a little thickness."""
    arc = [(-0.56, z), (-0.55, z + 0.2), (-0.42, z + 0.34), (0.42, z + 0.34), (0.55, z + 0.2), (0.56, z)]
    inner = [(0.42, z), (0.41, z + 0.15), (0.33, z + 0.21), (-0.33, z + 0.21), (-0.41, z + 0.15), (-0.42, z)]
    for y, paint in ((depth, NIGHT), (-depth, mix(NIGHT, PLUM, 0.7))):
        pts = [see((x, y, q)) for x, q in arc + inner]
        blob(c, [p for i, p in enumerate(pts) for _ in range(2 if i in (0, 5, 6, 11) else 1)], paint, tension=0.35)
    for x in (-0.49, 0.49):
        poly(c, [see((x + u, -depth - 0.05, z + v)) for u, v in ((-0.15, 0), (0.15, 0), (0.12, 0.1), (-0.12, 0.1))], BRIGHT)


def latch(c, see, x):
    """A brass latch on the front, near the top."""
    y = -D - 0.01
    def plate(x0, x1, z0, z1, paint):
        poly(c, [see((x0, y, z0)), see((x1, y, z0)), see((x1, y, z1)), see((x0, y, z1))], paint)
    plate(x - 0.16, x + 0.16, H - 0.46, H - 0.06, mix(RED, NIGHT, 0.5))
    plate(x - 0.14, x + 0.16, H - 0.42, H - 0.05, BRIGHT)
    plate(x - 0.14, x + 0.16, H - 0.25, H - 0.22, DULL)
    plate(x - 0.03, x + 0.05, H - 0.37, H - 0.3, NIGHT)
    plate(x + 0.12, x + 0.16, H - 0.42, H - 0.05, mix(BRIGHT, LIGHT, 0.7))


def body(c, see, tones):
    """The faces that can be seen, their stitching and their brass."""
    p = solid.shell(W, D, H)
    faces = ((("side"), [p[1], p[2], p[6], p[5]]), (("top"), [p[4], p[5], p[6], p[7]]), (("front"), [p[0], p[1], p[5], p[4]]))
    for name, quad in faces:
        if not solid.facing(see, quad):
            continue
        tone, brass = tones[name]
        solid.face(c, see, quad, tone)
        if name == "front":
            stitch = [(-W + 0.16, -D, 0.16), (W - 0.16, -D, 0.16), (W - 0.16, -D, H - 0.16), (-W + 0.16, -D, H - 0.16), (-W + 0.16, -D, 0.16)]
            c.set_dash([7, 6])
            line(c, [see(q) for q in stitch], 1.8, mix(tone, NIGHT, 0.5))
            c.set_dash([])
        else:
            a, b = ((W, 0, 0), (W, 0, H)) if name == "side" else ((-W, 0, H), (W, 0, H))
            line(c, [see(a), see(b)], 5, mix(tone, NIGHT, 0.55))
            line(c, [see((a[0], 0.06, a[2])), see((b[0], 0.06, b[2]))], 2, mix(tone, SUN, 0.35))
        solid.corners(c, see, quad, 0.34, brass)


def sheet(see, tones):
    base = ground()
    floor(base, see)
    s = base.new()
    body(s.ctx, see, tones)
    handle(s.ctx, see, H, 0.07)
    for x in (-0.86, 0.86):
        latch(s.ctx, see, x)
    rim(s, (1, -0.6), 3, LIGHT, 0.9)
    base.put(s)
    return base


def front():
    see = solid.camera((0, -9, 2.6), (0, 0, 1.1), 1420, (384, 396))
    return sheet(see, dict(front=(RED, BRIGHT), side=(RED, DULL), top=(mix(RED, NIGHT, 0.3), mix(BRIGHT, LIGHT, 0.4))))


def three_quarter():
    see = solid.camera((4.6, -7.4, 4.1), (0, 0, 1.0), 1420, (392, 400))
    return sheet(see, dict(front=(mix(RED, NIGHT, 0.2), mix(BRIGHT, ROSE, 0.35)), side=(RED, BRIGHT),
                           top=(mix(RED, NIGHT, 0.08), mix(BRIGHT, LIGHT, 0.5))))
