"""Layers to draw on: smooth paths, flat fills, rim light, and stacking."""

import math

import cairo
import numpy as np

SCALE = 2  # every layer is drawn at twice its size, then averaged down


class Layer:
    """One transparent sheet with a cairo context in picture coordinates."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width * SCALE, height * SCALE)
        self.ctx = cairo.Context(self.surface)
        self.ctx.scale(SCALE, SCALE)
        self.ctx.set_line_cap(cairo.LINE_CAP_ROUND)
        self.ctx.set_line_join(cairo.LINE_JOIN_ROUND)

    def pixels(self):
        """A writable view on the sheet: rows, columns, premultiplied BGRA."""
        self.surface.flush()
        shape = (self.height * SCALE, self.width * SCALE, 4)
        return np.ndarray(shape, np.uint8, self.surface.get_data())

    def new(self):
        return Layer(self.width, self.height)

    def put(self, layer, alpha=1.0):
        """Lay another sheet over this one."""
        self.ctx.save()
        self.ctx.identity_matrix()
        self.ctx.set_source_surface(layer.surface, 0, 0)
        self.ctx.paint_with_alpha(alpha)
        self.ctx.restore()


def shifted(mask, dx, dy):
    """The mask moved by whole pixels, its border repeated."""
    h, w = mask.shape
    ys = np.clip(np.arange(h) - dy, 0, h - 1)
    xs = np.clip(np.arange(w) - dx, 0, w - 1)
    return mask[ys][:, xs]


def edge(layer, towards, width):
    """How much each pixel of the sheet lies on an edge that faces `towards`.

    It does when the pixel `width` further that way is empty.
    """
    mask = layer.pixels()[..., 3].astype(np.float32) / 255
    length = math.hypot(*towards)
    dx, dy = (round(-v / length * width * SCALE) for v in towards)
    return mask * np.clip(mask - shifted(mask, dx, dy), 0, 1)


def rim(layer, towards, width, colour, alpha=1.0):
    """Light the edges of everything on the sheet that face `towards`."""
    blend(layer.pixels(), edge(layer, towards, width) * alpha, colour)
    layer.surface.mark_dirty()


def only_rim(layer, towards, width, colour):
    """Leave nothing on the sheet but its lit edge."""
    lit = edge(layer, towards, width)
    px = layer.pixels()
    for channel, value in zip((2, 1, 0, 3), (*colour, 1.0)):
        px[..., channel] = lit * value * 255
    layer.surface.mark_dirty()


def blend(px, cover, colour):
    """Mix a colour into premultiplied pixels without changing their alpha."""
    alpha = px[..., 3].astype(np.float32)
    for channel, value in zip((2, 1, 0), colour):
        old = px[..., channel].astype(np.float32)
        px[..., channel] = np.clip(old + (value * alpha - old) * cover + 0.5, 0, 255)


def linear(x0, y0, x1, y1, *stops):
    """A gradient from (offset, colour[, alpha]) stops."""
    g = cairo.LinearGradient(x0, y0, x1, y1)
    return with_stops(g, stops)


def radial(x, y, r0, r1, *stops):
    return with_stops(cairo.RadialGradient(x, y, r0, x, y, r1), stops)


def with_stops(gradient, stops):
    for offset, colour, *alpha in stops:
        gradient.add_color_stop_rgba(offset, *colour, *(alpha or [1.0]))
    return gradient


def ink(ctx, paint, alpha=1.0):
    """Choose a colour or a gradient as the source."""
    if isinstance(paint, tuple):
        ctx.set_source_rgba(*paint, alpha)
    else:
        ctx.set_source(paint)


def poly(ctx, points, paint, alpha=1.0):
    """A hard-edged closed shape."""
    trace(ctx, points)
    ctx.close_path()
    ink(ctx, paint, alpha)
    ctx.fill()


def trace(ctx, points):
    ctx.move_to(*points[0])
    for p in points[1:]:
        ctx.line_to(*p)


def line(ctx, points, width, paint, alpha=1.0):
    trace(ctx, points)
    ctx.set_line_width(width)
    ink(ctx, paint, alpha)
    ctx.stroke()


def disc(ctx, x, y, r, paint, alpha=1.0):
    ctx.arc(x, y, r, 0, math.tau)
    ink(ctx, paint, alpha)
    ctx.fill()


def oval(ctx, x, y, rx, ry, paint, turn=0.0, alpha=1.0):
    ctx.save()
    ctx.translate(x, y)
    ctx.rotate(math.radians(turn))
    ctx.scale(rx, ry)
    ctx.arc(0, 0, 1, 0, math.tau)
    ctx.restore()
    ink(ctx, paint, alpha)
    ctx.fill()


def curve(ctx, points, closed=True, tension=0.5):
    """Trace a Catmull-Rom curve; a point given twice is a hard corner."""
    n = len(points)
    def at(i):
        return points[i % n] if closed else points[max(0, min(n - 1, i))]
    ctx.move_to(*points[0])
    k = tension / 3 * 1.0
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        if p1 == p2:
            continue
        a = (0, 0) if p0 == p1 else (p2[0] - p0[0], p2[1] - p0[1])
        b = (0, 0) if p2 == p3 else (p3[0] - p1[0], p3[1] - p1[1])
        ctx.curve_to(p1[0] + a[0] * k, p1[1] + a[1] * k,
                     p2[0] - b[0] * k, p2[1] - b[1] * k, *p2)
    if closed:
        ctx.close_path()


def blob(ctx, points, paint, alpha=1.0, tension=0.5):
    """A closed smooth shape."""
    curve(ctx, points, True, tension)
    ink(ctx, paint, alpha)
    ctx.fill()


def brush(ctx, points, widths, paint, alpha=1.0):
    """A smooth stroke whose width is interpolated along its points."""
    blob(ctx, ribbon(points, [(w / 2, w / 2) for w in widths]), paint, alpha)


def ribbon(points, radii, steps=8):
    """The outline of a smooth line with a radius to its front and back side.

    For a line drawn downwards, front is to the right.
    """
    samples = []
    n = len(points)
    for i in range(n - 1):
        p = [points[max(0, min(n - 1, i + j))] for j in (-1, 0, 1, 2)]
        for s in range(steps + (i == n - 2)):
            t = s / steps
            ease = t * t * (3 - 2 * t)
            r = [radii[i][j] + (radii[i + 1][j] - radii[i][j]) * ease for j in (0, 1)]
            samples.append((catmull(p, t), r))
    front, back = [], []
    for i, ((x, y), (rf, rb)) in enumerate(samples):
        (ax, ay), (bx, by) = samples[max(0, i - 1)][0], samples[min(len(samples) - 1, i + 1)][0]
        length = math.hypot(bx - ax, by - ay) or 1
        nx, ny = (by - ay) / length, -(bx - ax) / length
        front.append((x + nx * rf, y + ny * rf))
        back.append((x - nx * rb, y - ny * rb))
    back.reverse()
    return [front[0]] + front + [front[-1], back[0]] + back + [back[-1]]


def catmull(p, t):
    """A point of the Catmull-Rom segment between p[1] and p[2]."""
    def one(a, b, c, d):
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t
                      + (3 * b - a - 3 * c + d) * t ** 3)
    return tuple(one(*(q[i] for q in p)) for i in (0, 1))
