"""The last pass over a picture: scale down, atmosphere, grain, palette, file."""

import io

import numpy as np
from PIL import Image

from canvas import SCALE

try:
    import oxipng
except ImportError:  # the pictures stay the same, only larger
    oxipng = None


def down(layer):
    """The sheet averaged to its final size, rows x columns x RGB, 0..1."""
    px = layer.pixels()[..., 2::-1].astype(np.float32) / 255
    h, w = layer.height, layer.width
    return px.reshape(h, SCALE, w, SCALE, 3).mean(axis=(1, 3))


def glow(img, x, y, radius, colour, strength):
    """Light that spreads from (x, y) in the air, screened over everything."""
    h, w, _ = img.shape
    gy, gx = np.ogrid[:h, :w]
    d = np.hypot(gx - x, gy - y) / radius
    case = np.clip((img[..., 0] - 2 * img[..., 1]) * 6, 0, 1)  # its red stays as it is
    amount = (strength * np.exp(-d * d * 2.2) * (1 - 0.85 * case))[..., None]
    return 1 - (1 - img) * (1 - amount * np.array(colour, np.float32))


def vignette(img, strength=0.16):
    h, w, _ = img.shape
    gy, gx = np.ogrid[:h, :w]
    d = np.hypot((gx - w / 2) / (w * 0.62), (gy - h / 2) / (h * 0.62))
    return img * (1 - strength * np.clip(d - 0.45, 0, 1) ** 1.6)[..., None]


def grain(img, seed, amount=0.008):
    """Paper grain: soft clumps of two pixels and a little of one."""
    h, w, _ = img.shape
    rng = np.random.default_rng(seed)
    fine = rng.standard_normal((h, w))
    coarse = rng.standard_normal((h // 2 + 1, w // 2 + 1)).repeat(2, 0).repeat(2, 1)[:h, :w]
    noise = (fine * 0.6 + coarse * 0.6).astype(np.float32)
    light = img.mean(axis=2)
    return img + (noise * amount * (0.45 + 0.9 * light))[..., None]


def save(img, path, colours):
    """Write an indexed PNG as small as it gets."""
    rgb = Image.fromarray((np.clip(img, 0, 1) * 255 + 0.5).astype(np.uint8))
    flat = rgb.quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=4,
                        dither=Image.Dither.NONE)
    data = io.BytesIO()
    flat.save(data, "PNG", optimize=True)
    data = data.getvalue()
    if oxipng:
        data = oxipng.optimize_from_memory(data, level=4)
    path.write_bytes(data)
    return len(data)
