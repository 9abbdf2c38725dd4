"""Writing SVG: elements as text, classes for the page's style sheet, plain attributes for a file of its own.

Inside a page the style sheet colours the classes (light and dark). A picture that is saved as a file has no style
sheet, so :class:`Canvas` can write the light colours as attributes instead, which word processors understand too.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

__all__ = ["FONT", "HUES", "INKS", "Canvas", "number", "style_of"]

FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
HUES = ("#3b6fb6", "#2a9d8f", "#7b61b8", "#d9822b", "#c2528b", "#4f7d3c", "#b8453b", "#5c6b7a")
INKS = ("#3566a9", "#1d776c", "#6f54ae", "#9a560f", "#ab3c73", "#45702f", "#a93c32", "#525f6d")
_STYLES: dict[str, dict[str, str]] = {
    "dg-box": {"fill": "#ffffff", "stroke": "#8b95a1"},
    "dg-root": {"fill": "#f0f3f6", "stroke": "#5c6470"},
    "dg-empty": {"fill": "#fafbfc", "stroke": "#8b95a1", "stroke-dasharray": "4 3"},
    "dg-hollow": {"fill": "#f6f8fa", "stroke": "#8b95a1"},
    "dg-outer": {"fill": "#ffffff", "stroke": "#5c6470", "stroke-dasharray": "5 3"},
    "dg-outer-line": {"fill": "none", "stroke": "#5c6470", "stroke-dasharray": "5 3"},
    "dg-none": {"fill": "none", "stroke": "none"},
    "dg-fold": {"fill": "#ffffff", "stroke": "#b4bcc6"},
    "dg-group": {"fill": "none", "stroke": "#b4bcc6"},
    "dg-band": {"fill": "none", "stroke": "#cfd5dc"},
    "dg-label": {"fill": "#f0f3f6", "stroke": "none"},
    "dg-line": {"fill": "none", "stroke": "#8b95a1"},
    "dg-lead": {"fill": "none", "stroke": "#8b95a1", "stroke-width": "0.8"},
    "dg-ring": {"fill": "none", "stroke": "#dfe3e8"},
    "dg-sure": {"fill": "none", "stroke": "#5c6470", "stroke-width": "1.3"},
    "dg-open": {"fill": "none", "stroke": "#5c6470", "stroke-width": "1.3", "stroke-dasharray": "4 3"},
    "dg-cross": {"fill": "none", "stroke": "#8b95a1", "stroke-width": "0.9"},
    "dg-cross-open": {
        "fill": "none",
        "stroke": "#8b95a1",
        "stroke-width": "0.9",
        "stroke-dasharray": "3 3",
    },
    "dg-head": {"fill": "#5c6470", "stroke": "none"},
    "dg-swatch-sure": {"fill": "#5c6470", "fill-opacity": "0.6", "stroke": "#5c6470"},
    "dg-swatch-open": {
        "fill": "#5c6470",
        "fill-opacity": "0.08",
        "stroke": "#5c6470",
        "stroke-dasharray": "4 3",
    },
    "dg-text": {"fill": "#1f2329"},
    "dg-soft": {"fill": "#5c6470"},
    "dg-strong": {"fill": "#1f2329", "font-weight": "600"},
    "dg-tone-first": {"fill": "#b42318", "stroke": "#b42318"},
    "dg-tone-second": {"fill": "#b76e00", "stroke": "#b76e00"},
    "dg-tone-third": {"fill": "#3f6f8f", "stroke": "#3f6f8f"},
    "dg-tone-other": {"fill": "#6b7280", "stroke": "#6b7280"},
    "dg-tone-undefined": {"fill": "#d9dee5", "stroke": "#5c6470"},
    "dg-tone-absent": {"fill": "#ffffff", "stroke": "#8b95a1", "stroke-dasharray": "2 1.5"},
    "dg-on-first": {"fill": "#ffffff"},
    "dg-on-second": {"fill": "#ffffff"},
    "dg-on-third": {"fill": "#ffffff"},
    "dg-on-other": {"fill": "#ffffff"},
    "dg-on-undefined": {"fill": "#1f2329"},
    "dg-on-absent": {"fill": "#5c6470"},
}
for _index, (_hue, _ink) in enumerate(zip(HUES, INKS, strict=True), start=1):
    _STYLES[f"dg-hue-{_index}"] = {"fill": _hue, "stroke": "none"}
    _STYLES[f"dg-edge-{_index}"] = {"fill": "#ffffff", "stroke": _hue}
    _STYLES[f"dg-ink-{_index}"] = {"fill": _ink, "font-weight": "600"}
    _STYLES[f"dg-sure-{_index}"] = {
        "fill": _hue,
        "fill-opacity": "0.6",
        "stroke": _ink,
        "stroke-width": "0.8",
    }
    _STYLES[f"dg-open-{_index}"] = {
        "fill": _hue,
        "fill-opacity": "0.08",
        "stroke": _ink,
        "stroke-dasharray": "4 3",
    }
for _level, _share in enumerate(("0.08", "0.18", "0.3", "0.42", "0.95"), start=1):
    _STYLES[f"dg-heat-{_level}"] = {"fill": "#1456a0", "fill-opacity": _share, "stroke": "#8b95a1"}
    _STYLES[f"dg-on-heat-{_level}"] = {"fill": "#ffffff" if _level == 5 else "#1f2329", "font-weight": "600"}


def style_of(cls: str) -> dict[str, str]:
    """The light look of a class (or several, by spaces) as SVG presentation attributes; {} for one without a look."""
    merged: dict[str, str] = {}
    for name in cls.split():
        merged.update(_STYLES.get(name, {}))
    return merged


class Canvas:
    """Collects elements. Numbers are written with at most one decimal, so that equal input gives equal text."""

    def __init__(self, *, standalone: bool = False) -> None:
        self._standalone = standalone
        self._parts: list[str] = []

    def rect(self, x: float, y: float, w: float, h: float, cls: str, *, radius: float = 2) -> None:
        """A rectangle with its top left corner at ``x``, ``y``."""
        place = (
            f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}" rx="{number(radius)}"'
        )
        self._parts.append(f"<rect {place} {self._look(cls)}/>")

    def shape(self, data: str, cls: str) -> None:
        """A path given by its own data."""
        self._parts.append(f'<path d="{data}" {self._look(cls)}/>')

    def path(self, points: list[tuple[float, float]], cls: str = "dg-line") -> None:
        """A line through ``points``."""
        data = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self._parts.append(f'<path d="{data}" {self._look(cls)}/>')

    def text(self, x: float, y: float, text: str, cls: str, *, size: float, anchor: str = "start") -> None:
        """One line of text with its baseline at ``y``."""
        place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        if anchor != "start":
            place += f' text-anchor="{anchor}"'
        self._parts.append(f"<text {place} {self._look(cls)}>{escape(text)}</text>")

    def open_link(
        self,
        href: str | None,
        cls: str = "",
        *,
        label: str = "",
        key: str = "",
        data: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a box; a link where ``href`` is given. ``label`` is its tooltip, ``key`` the code it stands for.

        ``data`` is what its row of the table says, as ``data-`` attributes.
        """
        said = ({"code": key} if key else {}) | dict(data or {})
        named = "".join(f" data-{name}={quoteattr(value)}" for name, value in said.items())
        if href is None:
            self._parts.append(f'<g class="{cls}"{named}>')
        else:
            self._parts.append(f'<a class="{cls}"{named} href={quoteattr(href)}>')
        if label:
            self._parts.append(f"<title>{escape(label)}</title>")

    def close_link(self, href: str | None) -> None:
        """End what :meth:`open_link` began with the same ``href``."""
        self._parts.append("</g>" if href is None else "</a>")

    def document(
        self,
        width: float,
        height: float,
        *,
        title: str,
        cls: str,
        head_room: float = 46,
        foot_room: float = 38,
    ) -> str:
        """The finished picture; ``title`` names it for those who do not see it.

        ``head_room`` and ``foot_room`` are what a file keeps free above and below for its title and origin.
        """
        head = f'<svg xmlns="http://www.w3.org/2000/svg" class="{cls}" role="group" aria-label={quoteattr(title)}'
        # A file has room around it for its title and where it comes from.
        x, y, w, h = (
            (-14.0, -head_room, width + 28, height + head_room + foot_room)
            if self._standalone
            else (0.0, 0.0, width, height)
        )
        head += f' viewBox="{number(x)} {number(y)} {number(w)} {number(h)}" width="{number(w)}" height="{number(h)}"'
        if self._standalone:
            head += f' font-family="{FONT}"'
        place = f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
        ground = f'<rect {place} fill="#ffffff"/>' if self._standalone else ""
        return f"{head}>{ground}{''.join(self._parts)}</svg>"

    def _look(self, cls: str) -> str:
        if not self._standalone:
            return f'class="{cls}"'
        return " ".join(f'{key}="{value}"' for key, value in style_of(cls).items())


def number(value: float) -> str:
    """A number with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
