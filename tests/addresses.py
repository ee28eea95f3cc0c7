"""Every address of our rooms, their wings' included."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

ROOMS = ("meetings", "agenda", "voting", "documents")


def addresses_of_rooms() -> Iterator[tuple[str, URLPattern]]:
    """`room:name` and its pattern, in the order in which they are tried."""
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver) and room.namespace in ROOMS:
            yield from ((f"{room.namespace}:{pattern.name}", pattern) for pattern in _within(room))


def _within(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _within(pattern)
        else:
            yield pattern
