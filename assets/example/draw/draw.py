#!/usr/bin/env python3
"""Draws the pictures of the example project "Harbour chase" again.

    python3 draw.py                 all of them, into ../media
    python3 draw.py 010A mara_front only these
    python3 draw.py --out DIR       somewhere else

Needs Python 3.10 or newer and from PyPI: pycairo (or Debian's python3-cairo),
pillow, numpy; with pyoxipng the files come out smaller. The pictures depend on
nothing but this directory; every random choice is seeded.
"""

import argparse
import pathlib

import case_sheet
import finish
import inspector
import mara
import shot_a
import shot_b
import shot_c
import shot_d
import shot_e
from palette import SUN

HERE = pathlib.Path(__file__).resolve().parent
PANEL, SHEET = 128, 96  # colours of a palette
GRAIN_OF = {"first": "010A"}  # one picture but for the shadow

# name: what draws it, and the light in its air (x, y, radius, strength)
PICTURES = {
    "010A": (shot_a.draw, (*shot_a.SUN_AT, 430, 0.34)),
    "010B": (shot_b.draw, (*shot_b.SUN_AT, 420, 0.34)),
    "010C": (shot_c.draw, (*shot_c.SUN_AT, 430, 0.27)),
    "010D": (shot_d.draw, (*shot_d.SUN_AT, 420, 0.24)),
    "010E": (shot_e.draw, (1180, 60, 700, 0.2)),
    "first": (lambda: shot_a.draw(with_shadow=False), (*shot_a.SUN_AT, 430, 0.34)),
    "mara_front": (mara.front, (700, 200, 520, 0.1)),
    "mara_three_quarter": (mara.three_quarter, (700, 200, 520, 0.1)),
    "inspector_front": (inspector.front, (700, 200, 520, 0.1)),
    "inspector_three_quarter": (inspector.three_quarter, (700, 200, 520, 0.1)),
    "red_case_front": (case_sheet.front, (700, 200, 520, 0.1)),
    "red_case_three_quarter": (case_sheet.three_quarter, (700, 200, 520, 0.1)),
}


def picture(name):
    """One finished picture as an array."""
    make, (x, y, radius, strength) = PICTURES[name]
    img = finish.down(make())
    img = finish.glow(img, x, y, radius, SUN, strength)
    img = finish.vignette(img)
    return finish.grain(img, seed=sum(GRAIN_OF.get(name, name).encode()))


def main():
    parser = argparse.ArgumentParser(description="Draw the example's pictures.")
    parser.add_argument("names", nargs="*", help="pictures to draw; all when none")
    parser.add_argument("--out", type=pathlib.Path, default=HERE.parent / "media")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    total = 0
    for name in args.names or PICTURES:
        img = picture(name)
        size = finish.save(img, args.out / f"{name}.png", PANEL if img.shape[1] > 1000 else SHEET)
        total += size
        print(f"{name:26} {size:8}")
    print(f"{'':26} {total:8}")


if __name__ == "__main__":
    main()
