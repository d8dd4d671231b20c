"""The seven colours of the story, and mixing between them."""


def rgb(code):
    """'#RRGGBB' as three floats."""
    return tuple(int(code[i:i + 2], 16) / 255 for i in (1, 3, 5))


NIGHT = rgb("#15121A")
PLUM = rgb("#221D28")
SLATE = rgb("#39414C")
VIOLET = rgb("#3B3A52")
ROSE = rgb("#B0745C")
SUN = rgb("#F4C98A")
RED = rgb("#8E2F27")  # the case, and nothing else


def mix(a, b, t):
    """Colour a moved towards colour b by t."""
    return tuple(x + (y - x) * t for x, y in zip(a, b))


MAUVE = mix(VIOLET, ROSE, 0.42)
HAZE = mix(ROSE, SUN, 0.45)
LIGHT = mix(SUN, (1.0, 0.97, 0.88), 0.45)
BRASS = mix(ROSE, SUN, 0.6)

_RAMP = (NIGHT, PLUM, VIOLET, MAUVE, ROSE, HAZE, SUN)


def air(depth):
    """The colour of a flat layer: 0 is at the lens, 1 is the sky at the sun."""
    at = max(0.0, min(0.999, depth)) * (len(_RAMP) - 1)
    return mix(_RAMP[int(at)], _RAMP[int(at) + 1], at - int(at))
