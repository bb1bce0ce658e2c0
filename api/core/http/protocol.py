"""HTTP that cannot be understood is answered as everything else is: as a problem, with a request id."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.core.errors import Problem
from api.core.fields.ids import new_id
from api.core.http.problems import CATALOGUE, MEDIA_TYPE, render

MOST_HEADER_BYTES: Final = 65_536
REASONS: Final = {400: "Bad Request", 431: "Request Header Fields Too Large"}


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, with its plain-text refusals replaced and the header's size limited."""

    header_bytes = 0

    def on_message_begin(self) -> None:
        self.header_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(name + value)
        super().on_header(name, value)

    def _count(self, part: bytes) -> None:
        self.header_bytes += len(part)
        if self.header_bytes > MOST_HEADER_BYTES:
            raise HeaderTooLargeError

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's signature)
        """Called by uvicorn for whatever its parser refuses; its own words are not passed on."""
        too_large = self.header_bytes > MOST_HEADER_BYTES
        problem = (
            Problem("header-too-large", f"Request line and header may have at most {MOST_HEADER_BYTES} bytes together.")
            if too_large
            else Problem("malformed-request", "The bytes are no HTTP/1.1 request; check its line, header and lengths.")
        )
        status, request_id = CATALOGUE[problem.code].status, new_id().hex
        body = render(problem, request_id)
        head = (
            f"HTTP/1.1 {status} {REASONS[status]}\r\n"
            f"content-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\n"
            f"x-request-id: {request_id}\r\n"
            "cache-control: private, no-cache\r\n"
            "x-content-type-options: nosniff\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


class HeaderTooLargeError(Exception):
    """Raised inside the parser, which hands it to uvicorn as a request it cannot parse."""
