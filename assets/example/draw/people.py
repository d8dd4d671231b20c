"""What the character sheets share: ground, cloth cut from flat parts, faces."""

from canvas import Layer, blob, brush, linear, only_rim, rim
from palette import LIGHT, MAUVE, PLUM, ROSE, SUN, VIOLET, mix

W = H = 768
KEY = (1, -0.45)  # where the light comes from

SKIN, SKIN_SHADE, SKIN_DEEP = mix(ROSE, SUN, 0.42), mix(ROSE, PLUM, 0.22), mix(ROSE, PLUM, 0.5)


def ground():
    """The plain gradient ground of every sheet."""
    base = Layer(W, H)
    base.ctx.rectangle(0, 0, W, H)
    base.ctx.set_source(linear(0, 0, 0, H, (0, mix(VIOLET, MAUVE, 0.2)), (0.55, mix(MAUVE, ROSE, 0.45)),
                               (1, mix(ROSE, SUN, 0.28))))
    base.ctx.fill()
    return base


def frame(x, y, head):
    """Points in heads (right, down) from the crown at (x, y)."""
    return lambda u, v: (x + u * head, y + v * head)


def part(base, points, paint, lit, width=16, edge=2.2):
    """One piece of cloth: its shade, a plane turned to the light, a bright edge."""
    sheet = base.new()
    blob(sheet.ctx, points, paint)
    if width:
        rim(sheet, KEY, width, lit)
    if edge:
        rim(sheet, KEY, edge, LIGHT, 0.75)
    base.put(sheet)


def folds(ctx, at, strokes, paint, width, alpha=0.6):
    """Creases: tapered strokes through the given points."""
    for pts in strokes:
        n = len(pts)
        w = [width * (0.25 if i in (0, n - 1) else 1) for i in range(n)]
        brush(ctx, [at(*p) for p in pts], w, paint, alpha)


def twice(points, *at):
    """The points with those of the given numbers doubled, as hard corners."""
    return [q for i, p in enumerate(points) for q in ([p, p] if i in at else [p])]


def hand_down(base, at, u, v, side, s):
    """A relaxed hand seen from the thumb side; side is -1 left, 1 right."""
    k = -side
    pts = [(-0.13, 0.0), (-0.17, 0.2), (-0.15, 0.42), (-0.1, 0.6), (0.0, 0.66), (0.09, 0.58), (0.13, 0.4), (0.15, 0.18), (0.12, 0.0)]
    part(base, [at(u + k * p[0], v + p[1]) for p in pts], SKIN_SHADE, SKIN, 10 * s)
    thumb = [(0.1, 0.05), (0.2, 0.16), (0.22, 0.36), (0.17, 0.44), (0.12, 0.36), (0.09, 0.2)]
    part(base, [at(u + k * p[0], v + p[1]) for p in thumb], SKIN_SHADE, SKIN, 6 * s)
    for x in (-0.07, 0.01):
        brush(base.ctx, [at(u + k * x, v + 0.36), at(u + k * (x + 0.01), v + 0.58)], [2, 1.5], SKIN_DEEP, 0.8)


def cheek(base, at, face):
    """The bright line along the lit cheek, below the eyes."""
    sheet = base.new()
    blob(sheet.ctx, [at(*p) for p in face], SKIN)
    only_rim(sheet, KEY, 2.4, LIGHT)
    c = base.ctx
    c.save()
    c.rectangle(*at(0.1, 0.5), 100, 100)
    c.clip()
    base.put(sheet, 0.8)
    c.restore()
