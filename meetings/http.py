"""Small answers that all rooms' views share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from meetings.live.database import one_moment
from meetings.models import Meeting

Given = ParamSpec("Given")
Shown = TypeVar("Shown")


def wants_json(request: HttpRequest) -> bool:
    """Whether the client named JSON; a browser's `*/*` is not enough."""
    return "application/json" in request.headers.get("Accept", "")


def answer(request: HttpRequest, meeting: Meeting, to: str) -> HttpResponse:
    """After a service: `{"seq"}` for a live page's fetch, otherwise back to the page `to` (303 in spirit)."""
    if wants_json(request):
        return JsonResponse({"seq": meeting.last_seq})
    return redirect(to)


def of_one_moment(
    page: Callable[Concatenate[HttpRequest, Given], Shown],
) -> Callable[Concatenate[HttpRequest, Given], Shown]:
    """Let a page read rights and what they open at one moment; it must not write.

    Who asks is found out before: a sign-in that is over is taken out of the database on that occasion.
    """

    @wraps(page)
    def shown(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> Shown:
        request.user.is_authenticated  # noqa: B018  (read for what it does)
        with one_moment():
            return page(request, *args, **kwargs)

    return shown


View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Files:
    """Who may send files to an address: `check` takes the user and what stands in the address, and raises what the
    view would.
    """

    check: Callable[..., object]
    by_link: bool = False


def takes_files(check: Callable[..., object], *, by_link: bool = False) -> Callable[[View], View]:
    """Let a view take bodies up to `UPLOAD_LIMIT`; everywhere else the limits of forms hold
    (`config/serving/bodies.py`).

    `check` is called before anything of the body is taken. With `by_link` people who are not signed in are asked too,
    as where a personal link is the right itself.
    """

    def mark(view: View) -> View:
        view.takes_files = Files(check, by_link)  # type: ignore[attr-defined]
        return view

    return mark


def files_of(view: Callable[..., Any]) -> Files | None:
    """What was said of a view with `takes_files`; None when it takes no files."""
    return getattr(view, "takes_files", None)
