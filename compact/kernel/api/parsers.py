"""JSON in: strict, in UTF-8, of a bounded length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from compact.kernel.api.problems import TooLarge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

LONGEST_BODY = 5 * 1024 * 1024


class OrjsonParser(BaseParser):
    """``application/json``; NaN, half a character or anything after the document is an error."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The document; ParseError when it is none, TooLarge beyond five megabytes."""
        body = stream.read(LONGEST_BODY + 1)
        if len(body) > LONGEST_BODY:
            raise TooLarge
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("This is not JSON: %(reason)s.") % {"reason": error}) from None
