"""Sending what is to be saved: a stored file in pieces, under ASGI and WSGI alike, whole or in part; what was just
made, at once.

Django's `FileResponse` reads the whole file into memory under ASGI and knows no ranges.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, BinaryIO, Protocol

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from documents.ranges import Slice, Unsatisfiable, wanted_slice
from documents.storage import PDF

PIECE = 256 * 1024
NEVER_A_PAGE = {
    "Accept-Ranges": "bytes",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""A file is data, not a page of ours: whatever is in it, it gets no script, no origin and no guess at its kind."""

IN_A_FRAME = {
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


class Stored(Protocol):
    """Anything of which the content lies in the storage and never changes."""

    stored: Any
    size: Any
    sha256: Any
    media_type: Any

    @property
    def is_public(self) -> bool: ...


def send_file(request: HttpRequest, file: Stored, name: str) -> HttpResponseBase:
    """The answer to GET or HEAD for a file under this name: 200, 206, 304 or 416; to be saved, never to be shown in
    place.
    """
    etag = f'"{file.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged if unchanged is not None else _content(request, file, etag)
    for header, value in {**NEVER_A_PAGE, "ETag": etag, "Cache-Control": _caching(file)}.items():
        response.headers[header] = value
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show_file(request: HttpRequest, file: Stored, name: str) -> HttpResponseBase:
    """The same, for a frame of our own page in which the browser's reader of PDF files shows it; for no other kind of
    file.

    Browsers' readers do not start in a sandbox; a PDF file runs nothing in our origin all the same.
    """
    if file.media_type != PDF:
        raise ValueError(f"{file.media_type} is never shown in place.")
    response = send_file(request, file, name)
    for header, value in IN_A_FRAME.items():
        response.headers[header] = value
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def show_picture(request: HttpRequest, picture: Stored, name: str) -> HttpResponseBase:
    """A picture that was drawn here, to stand in a page of ours."""
    response = send_file(request, picture, name)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """An answer to be saved, never to be shown in place."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def stream_file(
    request: HttpRequest, pieces: Iterator[bytes], media_type: str, name: str, length: int | None = None
) -> HttpResponseBase:
    """What is made while it is sent, to be saved: for one person and this time, so it has no parts and is not kept."""
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=media_type)
    else:
        async_too: Any = _later(pieces) if isinstance(request, ASGIRequest) else pieces
        response = StreamingHttpResponse(async_too, content_type=media_type)
    for header, value in {**NEVER_A_PAGE, "Accept-Ranges": "none", "Cache-Control": "private, no-store"}.items():
        response.headers[header] = value
    if length is not None:
        response.headers["Content-Length"] = str(length)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _caching(file: Stored) -> str:
    return "public, no-cache" if file.is_public else "private, no-cache"


def _content(request: HttpRequest, file: Stored, etag: str) -> HttpResponseBase:
    if settings.X_ACCEL and request.method == "GET":
        return _handed_on(file)
    try:
        part = _part(request, file.size, etag)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    piece = part or Slice(0, file.size)
    response = _head(file) if request.method == "HEAD" else _stream(request, file, piece)
    response.headers["Content-Length"] = str(piece.length)
    if part is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{file.size}"
    return response


def _part(request: HttpRequest, size: int, etag: str) -> Slice | None:
    """A range counts for GET only, and with If-Range only while the file is still the same (RFC 9110 13.1.5, 14.2)."""
    if request.method != "GET" or request.headers.get("If-Range", etag).strip() != etag:
        return None
    return wanted_slice(request.headers.get("Range", ""), size)


def _handed_on(file: Stored) -> HttpResponse:
    """nginx sends it, whole or the part that was asked for, with our headers (`X_ACCEL`, docs/operation.md)."""
    place = f"{settings.X_ACCEL.rstrip('/')}/{file.stored.name}"
    return HttpResponse(content_type=file.media_type, headers={"X-Accel-Redirect": place})


def _head(file: Stored) -> HttpResponse:
    return HttpResponse(content_type=file.media_type)


def _stream(request: HttpRequest, file: Stored, part: Slice) -> StreamingHttpResponse:
    handle = file.stored.open("rb")
    pieces: Any = _pieces_later if isinstance(request, ASGIRequest) else _pieces
    response = StreamingHttpResponse(pieces(handle, part), content_type=file.media_type)
    closers: list[Any] = response._resource_closers  # type: ignore[attr-defined]
    closers.append(handle.close)  # as FileResponse does: also when the client goes away
    return response


def _pieces(handle: BinaryIO, part: Slice) -> Iterator[bytes]:
    handle.seek(part.start)
    left = part.length
    while left and (piece := handle.read(min(PIECE, left))):
        left -= len(piece)
        yield piece


async def _pieces_later(handle: BinaryIO, part: Slice) -> AsyncIterator[bytes]:
    async for piece in _later(_pieces(handle, part)):
        yield piece


async def _later(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(lambda: next(pieces, b""), thread_sensitive=False)
    while piece := await following():
        yield piece
