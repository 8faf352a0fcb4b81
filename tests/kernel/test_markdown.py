"""What people write in Markdown becomes HTML that does no harm."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact.kernel.markdown import markdown_html

HARMLESS = {"href", "title", "rel", "start", "class"}


class _Reader(HTMLParser):
    """Collects the elements, attributes and addresses of a text in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def read(text: str) -> _Reader:
    return _Reader(markdown_html(text))


def test_text_becomes_paragraphs() -> None:
    assert markdown_html("One\n\nTwo & *three*") == "<p>One</p>\n<p>Two &amp; <em>three</em></p>\n"


def test_no_text_is_no_html() -> None:
    assert markdown_html("") == ""


@pytest.mark.parametrize(("typed", "tag"), [("#", "h3"), ("##", "h4"), ("###", "h5"), ("####", "h6"), ("######", "h6")])
def test_headings_fit_below_the_title_of_a_page(typed: str, tag: str) -> None:
    assert markdown_html(f"{typed} Item 1") == f"<{tag}>Item 1</{tag}>\n"


def test_an_underlined_heading_is_one_too() -> None:
    assert markdown_html("Item 1\n======") == "<h3>Item 1</h3>\n"


def test_lists_keep_their_numbers_and_levels() -> None:
    html = markdown_html("3. Agenda\n4. Minutes\n   - of March")
    assert html.startswith('<ol start="3">\n<li>Agenda</li>')
    assert "<ul>\n<li>of March</li>\n</ul>" in html


def test_a_table_is_a_table() -> None:
    html = markdown_html("| Entity | Share |\n|---|--:|\n| CTED | 2 |")
    assert "<th>Entity</th>" in html
    assert '<td class="text-end">2</td>' in html


def test_a_link_leads_out_without_telling_where_from() -> None:
    assert markdown_html("[the Compact](https://www.un.org/)") == (
        '<p><a href="https://www.un.org/" rel="noopener noreferrer nofollow">the Compact</a></p>\n'
    )


@pytest.mark.parametrize("address", ["https://www.un.org/", "mailto:a@example.org", "/admin/", "#item-1"])
def test_the_web_mail_and_this_site_are_linked_to(address: str) -> None:
    assert read(f"[x]({address})").addresses == [address]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x73;cript:alert(1)",
        "&#106;avascript:alert(1)",
        "<javascript:alert(1)>",
        "<java\tscript:alert(1)>",
        "vbscript:x",
        "file:///etc/passwd",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/png;base64,AAAA",
        "blob:https://www.un.org/1",
        "//elsewhere.example/",
        "ftp://example.org/",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "![x]({})", "[x][1]\n\n[1]: {}", "<{}>"])
def test_nothing_leads_elsewhere(form: str, address: str) -> None:
    assert read(form.format(address)).addresses == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<a href='javascript:alert(1)' onclick=alert(1)>x</a>",
        "<iframe src=https://elsewhere.example></iframe>",
        "<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        "<!-- <script>alert(1)</script> -->",
        "<div>\n\n<b onmouseover=alert(1)>x</b>\n\n</div>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "`<script>alert(1)</script>`",
        "```<script>\n<script>alert(1)</script>\n```",
    ],
)
def test_html_is_shown_as_typed(text: str) -> None:
    html = markdown_html(text)
    assert _Reader(html).tags <= {"p", "pre", "code"}
    assert _Reader(html).attributes == set()
    assert "&lt;" in html


def test_a_title_cannot_break_out_of_its_attribute() -> None:
    assert read("[x](https://www.un.org/ 'a\" onclick=\"alert(1)')").attributes == {"href", "title", "rel"}


def test_an_image_is_a_link_under_its_description() -> None:
    html = markdown_html("![the *seal*](https://www.un.org/seal.png)")
    assert html == '<p><a href="https://www.un.org/seal.png" rel="noopener noreferrer nofollow">the seal</a></p>\n'


def test_an_image_without_description_is_a_link_under_its_address() -> None:
    assert ">https://www.un.org/seal.png</a>" in markdown_html("![](https://www.un.org/seal.png)")


def test_an_image_in_a_link_leaves_its_description() -> None:
    html = markdown_html("[![seal](https://elsewhere.example/seal.png)](https://www.un.org/)")
    assert html == '<p><a href="https://www.un.org/" rel="noopener noreferrer nofollow">seal</a></p>\n'


@pytest.mark.parametrize("part", [">", "- ", "[", "![", "**a *b ", "`", "<", "|", "[a](", "\\\n", "((", "&"])
def test_huge_nesting_is_answered(part: str) -> None:
    assert read(part * 5_000).tags <= {"blockquote", "p", "ul", "li", "em", "strong", "br", "pre", "code", "hr"}


@given(st.text(alphabet=st.sampled_from("<>[]()!\"'`*#|-:/\\&;=\n\t aonxsi\x00é"), max_size=60))
def test_whatever_is_typed_only_allowed_attributes_come_out(text: str) -> None:
    assert read(text).attributes <= HARMLESS
