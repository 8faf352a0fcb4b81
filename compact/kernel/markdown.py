"""Text that people write in Markdown, as HTML that is safe on our pages.

CommonMark with tables. The parser takes no HTML and no address but of the web, of mail and of this site; what
it makes passes a list of allowed elements (nh3), so that a mistake of one of the two does no harm.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_SCHEMES = {"http", "https", "mailto"}
_ADDRESS = re.compile(r"(https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
_DEEPEST_HEADING, _HEADINGS_BELOW = 6, 2
_IN_LINK = "within a link"
_LONGEST = 200_000
#: The parser aligns cells by an inline style, which our content security policy forbids.
_ALIGNED = {"text-align:left": "text-start", "text-align:center": "text-center", "text-align:right": "text-end"}
_TAGS = (
    {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "ul"}
    | {"table", "tbody", "td", "th", "thead", "tr"}
)  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    allowed_classes={tag: set(_ALIGNED.values()) for tag in ("td", "th")},
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer nofollow",
)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        """Whether a link may lead to ``url``: the web, a mail address, a page of this site."""
        return _ADDRESS.match(url) is not None


def markdown_html(text: str) -> SafeString:
    """``text`` as HTML: headings from h3 down, no images (a link instead), links that search engines do not follow.

    Whatever is not allowed shows as it was typed, or is left out; no input raises. Nesting deeper than 20 is cut.
    A text of more than 200,000 characters shows as it was typed: to read one that was made for it takes a minute.
    """
    if len(text) > _LONGEST:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308  # escaped
    env: EnvType = {}
    tokens = _PARSER.parse(text, env)
    for token in tokens:
        _adapt(token)
    html = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return mark_safe(_CLEANER.clean(html))  # noqa: S308  # passed the list of allowed elements


def _adapt(token: Token) -> None:
    """Lower the level of a heading; say by a class how a cell is aligned; mark what stands within a link."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1]) + _HEADINGS_BELOW, _DEEPEST_HEADING)}"
    style = token.attrs.pop("style", None)
    if style in _ALIGNED:
        token.attrSet("class", _ALIGNED[str(style)])
    depth = 0
    for child in token.children or ():
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        child.meta[_IN_LINK] = depth > 0


def _image(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """A link to the image, under its description: a page loads nothing from elsewhere."""
    image = tokens[place]
    address = str(image.attrs.get("src", ""))
    description = escapeHtml(renderer.renderInlineAsText(image.children or [], options, env) or address)
    return description if image.meta.get(_IN_LINK) else f'<a href="{escapeHtml(address)}">{description}</a>'


def _parser() -> Any:
    parser = _Parser("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("image", _image)
    return parser


_PARSER = _parser()
