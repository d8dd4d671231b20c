"""Makes the test pictures of this folder and what another program (ImageMagick with Little CMS) reads from them.

Run by hand, here: `python3 make.py`. Each NAME.* has a NAME.seen.png beside it: its first frame in sRGB.
"""

import math
import os
import struct
import subprocess
import zlib

D50 = (0.9642, 1.0, 0.8249)


def s15(value):
    return struct.pack(">i", round(value * 65536))


def tagged(kind, body):
    return kind + b"\0\0\0\0" + body


def text_tags(name):
    desc = name.encode() + b"\0"
    described = struct.pack(">I", len(desc)) + desc + b"\0" * 8 + b"\0\0\0" + b"\0" * 67
    return [(b"desc", tagged(b"desc", described)), (b"cprt", tagged(b"text", b"No rights reserved\0"))]


def profile(kind, colours, pcs, tags):
    table, body = b"", b""
    at = 128 + 4 + 12 * len(tags)
    for name, data in tags:
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, kind, colours, pcs)
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + b"".join(s15(v) for v in D50)
    head += b"\0" * (128 - len(head))
    return head + struct.pack(">I", len(tags)) + table + body


def xyz(values):
    return tagged(b"XYZ ", b"".join(s15(v) for v in values))


def curve(points):
    if isinstance(points, float):
        return tagged(b"curv", struct.pack(">IH", 1, round(points * 256)))
    return tagged(b"curv", struct.pack(f">I{len(points)}H", len(points), *points))


def srgb_curve():
    def linear(v):
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    return curve([round(linear(i / 1023) * 65535) for i in range(1024)])


def rgb_profile(name, columns, trc):
    tags = text_tags(name) + [(b"wtpt", xyz(D50))]
    tags += [(c + b"XYZ", xyz(column)) for c, column in zip([b"r", b"g", b"b"], columns)]
    tags += [(c + b"TRC", trc) for c in [b"r", b"g", b"b"]]
    return profile(b"mntr", b"RGB ", b"XYZ ", tags)


SRGB = rgb_profile("s", [(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)], srgb_curve())
P3 = rgb_profile("p3", [(0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)], srgb_curve())
ADOBE = rgb_profile("adobe", [(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)], curve(2.19921875))
WIDE = rgb_profile("wide", [(0.7977, 0.2880, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249)], curve(1.80078125))
GREY = profile(b"mntr", b"GRAY", b"XYZ ", text_tags("grey") + [(b"wtpt", xyz(D50)), (b"kTRC", curve(1.80078125))])


def lab(rgb):
    """Linear sRGB to CIELAB of D50, as the 8 bits of a lut8."""
    columns = [(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)]
    found = [sum(rgb[c] * columns[c][axis] for c in range(3)) for axis in range(3)]
    f = [v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (a / b for a, b in zip(found, D50))]
    out = (116 * f[1] - 16) * 2.55, 500 * (f[0] - f[1]) + 128, 200 * (f[1] - f[2]) + 128
    return bytes(min(255, max(0, round(v))) for v in out)


# What each ink lets through of red, green and blue.
INKS = [(0.02, 0.42, 0.72), (0.62, 0.03, 0.25), (0.88, 0.75, 0.03), (0.03, 0.03, 0.035)]


def cmyk_profile():
    grid = 9
    table = b""
    for at in range(grid**4):
        amounts = [at // grid ** (3 - ink) % grid / (grid - 1) for ink in range(4)]
        light = [0.97, 0.97, 0.95]
        for ink, amount in zip(INKS, amounts):
            light = [v * (1 - amount * (1 - through)) for v, through in zip(light, ink)]
        table += lab(light)
    even = bytes(range(256))
    body = struct.pack(">BBBB", 4, 3, grid, 0) + b"".join(s15(float(i % 4 == 0)) for i in range(9))
    lut = tagged(b"mft1", body + even * 4 + table + even * 3)
    return profile(b"prtr", b"CMYK", b"Lab ", text_tags("ink") + [(b"wtpt", xyz(D50)), (b"A2B0", lut)])


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(path, width, height, depth, colour, rows, before=b"", after=b""):
    raw = b"".join(b"\0" + row for row in rows)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before)
        out.write(chunk(b"IDAT", zlib.compress(raw, 9)) + after + chunk(b"IEND", b""))


def iccp(icc):
    return chunk(b"iCCP", b"embedded\0\0" + zlib.compress(icc, 9))


SIDE = 48
STEPS = [0, 40, 110, 160, 215, 255]


def colour_at(x, y):
    """36 colours, 8 x 8 pixels each."""
    a, b = x // 8 % 6, y // 8 % 6
    return STEPS[a], STEPS[b], STEPS[(a * 2 + b * 3) % 6]


def pixels():
    return [[colour_at(x, y) for x in range(SIDE)] for y in range(SIDE)]


def run(*words):
    subprocess.run(words, check=True)


def seen(name, *how):
    run("convert", f"{name}[0]", *how, "-profile", "srgb.icc", "-depth", "8", "-strip", f"PNG32:{name.rsplit('.', 1)[0]}.seen.png")


def main():
    for name, icc in [("srgb", SRGB), ("grey", GREY), ("ink", cmyk_profile())]:
        with open(f"{name}.icc", "wb") as out:
            out.write(icc)
    rows8 = [b"".join(bytes(p) for p in row) for row in pixels()]
    rows16 = [b"".join(struct.pack(">3H", *(v * 257 - v % 7 for v in p)) for p in row) for row in pixels()]
    png("p3.png", SIDE, SIDE, 8, 2, rows8, iccp(P3))
    png("adobe.png", SIDE, SIDE, 8, 2, rows8, iccp(ADOBE))
    png("wide16.png", SIDE, SIDE, 16, 2, rows16, iccp(WIDE))
    rows_alpha = [b"".join(bytes(p) + bytes([255 - 5 * x]) for x, p in enumerate(row)) for row in pixels()]
    png("p3_alpha.png", SIDE, SIDE, 8, 6, rows_alpha, iccp(P3))
    greys = [bytes((x * 5 + y // 8) % 256 for x in range(SIDE)) for y in range(SIDE)]
    png("grey.png", SIDE, SIDE, 8, 0, greys, iccp(GREY))
    palette = bytes(v for p in range(36) for v in colour_at(p % 6 * 8, p // 6 * 8))
    indexed = [bytes(y // 8 * 6 + x // 8 for x in range(SIDE)) for y in range(SIDE)]
    clear = chunk(b"PLTE", palette) + chunk(b"tRNS", bytes([0, 128] + [255] * 34))
    png("palette.png", SIDE, SIDE, 8, 3, indexed, iccp(P3) + clear)
    # Two frames; the second one is black.
    control = lambda n: chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, SIDE, SIDE, 0, 0, 1, 10, 0, 0))
    black = zlib.compress((b"\0" * (1 + 3 * SIDE)) * SIDE, 9)
    before = chunk(b"acTL", struct.pack(">II", 2, 0)) + control(0)
    png("animated.png", SIDE, SIDE, 8, 2, rows8, before, control(1) + chunk(b"fdAT", struct.pack(">I", 2) + black))
    for name in ["p3.png", "adobe.png", "wide16.png", "p3_alpha.png", "grey.png", "palette.png"]:
        seen(name)
    run("convert", "animated.png[0]", "-strip", "PNG32:animated.seen.png")
    # Inks, 16 x 16 pixels each.
    inks = b"".join(
        bytes(v for x in range(96) for v in (STEPS[x // 16], STEPS[y // 16], STEPS[(x // 16 + y // 16) % 6], STEPS[(x // 16 * y // 16) % 4 // 2]))
        for y in range(96)
    )
    with open("inks.raw", "wb") as out:
        out.write(inks)
    source = ["-size", "96x96", "-depth", "8", "cmyk:inks.raw"]
    plain = ["-quality", "96", "-sampling-factor", "1x1"]
    run("convert", *source, "-profile", "ink.icc", *plain, "ink.jpg")
    seen("ink.jpg")
    run("convert", *source, "-profile", "ink.icc", "-quality", "96", "-sampling-factor", "2x2", "ink_halved.jpg")
    os.remove("inks.raw")
    greyjpg = ["-size", f"{SIDE}x{SIDE}", "-depth", "8", "gray:grey.raw"]
    with open("grey.raw", "wb") as out:
        out.write(b"".join(greys))
    run("convert", *greyjpg, "-profile", "grey.icc", *plain, "grey_photo.jpg")
    os.remove("grey.raw")
    seen("grey_photo.jpg")
    run("convert", "-delay", "10", "p3.seen.png", "-size", f"{SIDE}x{SIDE}", "xc:black", "-define", "webp:lossless=true", "animated.webp")
    for name in ["srgb", "grey", "ink"]:
        os.remove(f"{name}.icc")


main()
