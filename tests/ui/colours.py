"""Colours: contrast and difference as people see them, colour-blind ones too.

Contrast is WCAG 2's; the difference is CIEDE2000 (Sharma 2005); colour-blind
vision is simulated by the matrices of Machado 2009 at full severity.
"""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]

VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE_XYZ = (0.95047, 1.0, 1.08883)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours such as `#FFC20A`, 1 to 21."""
    lights = sorted(_luminance(color) for color in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def difference(first: str, second: str, vision: str) -> float:
    """Return how different two colours look, as CIEDE2000's ΔE."""
    return delta_e(_see(first, vision), _see(second, vision))


def delta_e(first: Triple, second: Triple) -> float:
    """Return CIEDE2000 of two colours in CIELAB."""
    light_1, a_1, b_1 = first
    light_2, a_2, b_2 = second
    chroma = (hypot(a_1, b_1) + hypot(a_2, b_2)) / 2
    stretch = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    c_1, c_2 = hypot(stretch * a_1, b_1), hypot(stretch * a_2, b_2)
    h_1 = degrees(atan2(b_1, stretch * a_1)) % 360
    h_2 = degrees(atan2(b_2, stretch * a_2)) % 360
    turn = (h_2 - h_1 + 180) % 360 - 180 if c_1 * c_2 else 0.0
    d_light, d_chroma = light_2 - light_1, c_2 - c_1
    d_hue = 2 * sqrt(c_1 * c_2) * sin(radians(turn) / 2)
    light, chroma = (light_1 + light_2) / 2, (c_1 + c_2) / 2
    hue = (h_1 + turn / 2) % 360 if c_1 * c_2 else h_1 + h_2
    weight = _weigh_hue(hue)
    s_light = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    spin = 60 * exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(spin))
    parts = (d_light / s_light, d_chroma / s_chroma, d_hue / s_hue)
    return sqrt(sum(part**2 for part in parts) + rotation * parts[1] * parts[2])


def _weigh_hue(hue: float) -> float:
    return (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )


def _luminance(color: str) -> float:
    return _multiply(TO_XYZ, _to_linear(color))[1]


def _see(color: str, vision: str) -> Triple:
    seen = _multiply(VISIONS[vision], _to_linear(color))
    clipped = (_clip(seen[0]), _clip(seen[1]), _clip(seen[2]))
    x, y, z = _multiply(TO_XYZ, clipped)
    white_x, white_y, white_z = WHITE_XYZ
    f_x, f_y, f_z = _cube(x / white_x), _cube(y / white_y), _cube(z / white_z)
    return (116 * f_y - 16, 500 * (f_x - f_y), 200 * (f_y - f_z))


def _to_linear(color: str) -> Triple:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return (_unbend(red), _unbend(green), _unbend(blue))


def _unbend(value: float) -> float:
    return (
        value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
    )


def _cube(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def _multiply(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    rows = [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
    return (rows[0], rows[1], rows[2])
