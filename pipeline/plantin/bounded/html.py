"""The only reader of HTML: limits are checked in a pass without a tree, then the page is parsed as browsers do."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from plantin.bounded.bytes import MIB

_NESTED = "it has too much text, too deep inside elements"


class HtmlError(ValueError):
    """A page that cannot be read, or that exceeds a limit. Its text says why, in words for a finding."""


@dataclass(frozen=True, slots=True)
class HtmlBounds:
    """What a page may hold: bytes, elements, attributes of one element, elements inside one another, and the elements
    around each element, and around each hundred characters, taken together (``nesting``): what is done to a tree takes
    time for them.
    """

    size: int = 128 * MIB
    elements: int = 200_000
    attributes: int = 1_000
    depth: int = 150
    nesting: int = 2_000_000


ORDINARY = HtmlBounds()


def parse(content: bytes, bounds: HtmlBounds = ORDINARY) -> etree._Element:
    """Return the root of the page with these bytes, in UTF-8; comments are left out. Raises HtmlError:

    >>> parse(b"<div>" * 300)
    Traceback (most recent call last):
    plantin.bounded.html.HtmlError: it has more than 150 elements inside one another
    """
    if len(content) > bounds.size:
        raise HtmlError(f"it has {len(content):,} bytes; {bounds.size:,} are the most")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise HtmlError(f"it is not in UTF-8: byte 0x{content[error.start]:02X} at {error.start:,}") from None
    try:
        # The parser of the tree takes time that grows with the square of the attributes of an element, and cuts off
        # what is too deep.
        count = _Count(bounds)  # lxml's stubs ask for more methods than lxml does
        etree.fromstring(text, etree.HTMLParser(no_network=True, huge_tree=True, target=count))  # type: ignore[arg-type]
        root = etree.fromstring(
            text, etree.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
        )
    except (etree.XMLSyntaxError, AssertionError) as error:
        raise HtmlError(" ".join(str(error).split()) or "it is empty") from None
    except ValueError as error:
        raise HtmlError(str(error)) from None
    if root is None:
        raise HtmlError("it is empty")
    return root


class _Count:
    """Counts while a page is read; exceeding a limit ends the reading."""

    def __init__(self, bounds: HtmlBounds) -> None:
        self._bounds = bounds
        self._elements = self._depth = self._nesting = self._characters = 0

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        self._nesting += self._depth
        bounds = self._bounds
        if self._elements > bounds.elements:
            raise HtmlError(f"it has more than {bounds.elements:,} elements")
        if self._depth > bounds.depth:
            raise HtmlError(f"it has more than {bounds.depth:,} elements inside one another")
        if self._nesting > bounds.nesting:
            raise HtmlError(_NESTED)
        if len(attributes) > bounds.attributes:
            raise HtmlError(f"it has an element with more than {bounds.attributes:,} attributes")

    def data(self, text: str) -> None:
        self._characters += self._depth * len(text)
        if self._nesting + self._characters // 100 > self._bounds.nesting:
            raise HtmlError(_NESTED)

    def end(self, _tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        """Make nothing of the page."""
