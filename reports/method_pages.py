"""The pages of the method, from the Markdown files that the project comes with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import slugify
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

INDEX = "method"
# A page of the method in an address of the files: "scoring.md#role-weights", "method/scoring.md".
_PAGE = re.compile(r"^(?:method/)?(?P<name>[\w-]+)\.md(?P<anchor>#[\w-]+)?$")
_LISTED = re.compile(
    r"^- \[(?P<title>[^\]]+)\]\(method/(?P<name>[\w-]+)\.md\):? ?(?P<says>.*)$", re.M
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second level. anchor: where a number links to."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """html: of our own Markdown, in which HTML is not allowed."""

    name: str
    title: str
    html: str
    headings: tuple[Heading, ...]

    def has(self, anchor: str) -> bool:
        return any(heading.anchor == anchor for heading in self.headings)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the contents."""

    name: str
    title: str
    says: str


def link(address: str) -> str:
    """The page of a formula: "scoring#role-weights"."""
    name, _, anchor = address.partition("#")
    return reverse("reports:method-page", args=[name]) + (f"#{anchor}" if anchor else "")


@cache
def contents() -> tuple[Listed, ...]:
    """The pages, in the order of the index."""
    text = _file(INDEX).read_text(encoding="utf-8")
    return tuple(Listed(**found.groupdict()) for found in _LISTED.finditer(text))


@cache
def page(name: str) -> MethodPage | None:
    """One page, or the index by the name "method"; None if there is no such page."""
    if name != INDEX and name not in {item.name for item in contents()}:
        return None
    tokens = _markdown().parse(_file(name).read_text(encoding="utf-8"))
    headings = tuple(_headings(tokens))
    _rewrite(tokens)
    title = next(b.content for a, b in pairwise(tokens) if a.tag == "h1")
    # The title stands in the header of the page.
    body = tokens[3:]
    html = _markdown().renderer.render(body, _markdown().options, {})
    return MethodPage(name, title, html, headings)


def _file(name: str) -> Path:
    root: Path = settings.BASE_DIR / "docs"
    return root / "method.md" if name == INDEX else root / "method" / f"{name}.md"


@cache
def _markdown() -> MarkdownIt:
    found = MarkdownIt("commonmark", {"html": False}).enable("table")
    found.add_render_rule("fence", _fence)
    return found


def _fence(
    _renderer: RendererHTML, tokens: Sequence[Token], number: int, _options: object, _env: object
) -> str:
    """A formula, whose lines may be broken, or an example, which is scrolled by itself."""
    token = tokens[number]
    if token.info == "text":
        return f'<pre class="formula">{escape(token.content.rstrip())}</pre>\n'
    return f'<pre class="example" tabindex="0">{escape(token.content.rstrip())}</pre>\n'


def _headings(tokens: list[Token]) -> list[Heading]:
    found = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            anchor = slugify(inline.content)
            opening.attrSet("id", anchor)
            found.append(Heading(anchor, inline.content))
    return found


def _rewrite(tokens: list[Token]) -> None:
    """Links between the files become links between the pages."""
    for token in tokens:
        for inline in token.children or []:
            target = str(inline.attrGet("href") or "")
            if inline.type == "link_open" and (found := _PAGE.match(target)):
                inline.attrSet("href", link(found["name"] + (found["anchor"] or "")))
