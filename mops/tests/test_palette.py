"""The colours of static/css/tokens.css: readable in both themes, apart for colour-blind eyes."""

from __future__ import annotations

import math
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
THEMES = {
    "light": {name: light for name, light, _ in PAIR.findall(TOKENS)},
    "dark": {name: dark for name, _, dark in PAIR.findall(TOKENS)},
}
AREAS = ["data", "technology", "analytics", "process", "people"]
GROUNDS = ["paper", "surface", "sunken"]
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIMULATIONS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    """Linear red, green and blue, 0-1, of a #rrggbb colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one, other):
    """WCAG contrast ratio, 1-21."""
    weights = (0.2126, 0.7152, 0.0722)
    lights = sorted(
        sum(w * c for w, c in zip(weights, linear(colour), strict=True)) for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(rgb):
    """CIE L*a*b* (D65) of linear red, green and blue."""
    r, g, b = rgb
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour, simulation):
    rgb = linear(colour)
    rows = SIMULATIONS[simulation]
    return lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in rows])


@pytest.fixture(params=THEMES)
def theme(request):
    return THEMES[request.param]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    "text", ["ink", "muted", "accent", "warning", *(f"area-{a}" for a in AREAS)]
)
def test_text_colours_read_on_every_ground(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on-accent", "accent"),
        ("warning", "warning-soft"),
        ("ink", "warning-soft"),
        ("ink", "accent-soft"),
        ("muted", "accent-soft"),
        *((f"on-level-{n}", f"level-{n}") for n in range(1, 6)),
    ],
)
def test_words_in_filled_parts_read(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_can_be_seen(theme, ground):
    assert contrast(theme["edge"], theme[ground]) >= 3


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_areas_stay_apart_for_colour_blind_eyes(theme, simulation):
    for one, other in combinations(AREAS, 2):
        distance = math.dist(
            seen(theme[f"area-{one}"], simulation), seen(theme[f"area-{other}"], simulation)
        )
        assert distance >= 12, (one, other)


def test_levels_deepen_step_by_step(theme):
    lights = [seen(theme[f"level-{n}"], "none")[0] for n in range(1, 6)]
    steps = [after - before for before, after in pairwise(lights)]

    assert all(abs(step) >= 7 for step in steps)
    assert len({step > 0 for step in steps}) == 1
