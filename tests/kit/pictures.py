"""Draws the pictures of the test reports again, so that they are ours down to the last pixel: `python -m
tests.kit.pictures`.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

REPORTS = Path(__file__).resolve().parents[1] / "reports"
SEA, LAND, LAMP = (200, 220, 235), (90, 120, 90), (230, 170, 40)

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160" viewBox="0 0 320 160">
  <rect width="320" height="160" fill="#ffffff"/>
  <path d="M20 140 L20 20 M20 140 L300 140" stroke="#333333" fill="none"/>
  <path d="M20 120 L90 80 L160 95 L230 50 L300 40" stroke="#1f5a8a" stroke-width="3" fill="none"/>
  <text x="150" y="156" font-size="12" font-family="serif">years</text>
</svg>
"""


def coast(size: tuple[int, int] = (240, 120), lamps: int = 3) -> Image.Image:
    """A coast with lamps."""
    image = Image.new("RGB", size, SEA)
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.polygon(
        [(0, height), (0, height // 2), (width // 2, height * 2 // 3), (width, height // 3), (width, height)], fill=LAND
    )
    for n in range(lamps):
        x = width * (n + 1) // (lamps + 1)
        draw.ellipse((x - 5, height // 2 - 5, x + 5, height // 2 + 5), fill=LAMP)
    return image


def main() -> None:
    """Write every picture of the test reports."""
    stations, ferries = REPORTS / "weather-stations" / "media", REPORTS / "ferry-crossings" / "media"
    coast().save(stations / "coast.png", optimize=True)
    coast(lamps=5).save(stations / "mast.jpg", quality=80)
    coast((160, 160), 1).save(stations / "vane.webp", lossless=True)
    frames = [coast((120, 80), lamps).quantize(16) for lamps in (1, 2, 3)]
    frames[0].save(stations / "clouds.gif", save_all=True, append_images=frames[1:], duration=500)
    (stations / "rainfall.svg").write_text(DRAWING, "utf-8")
    coast((360, 12), 0).save(stations / "rule.png", optimize=True)
    coast((300, 150), 4).save(ferries / "routes.png", optimize=True)


if __name__ == "__main__":
    main()
