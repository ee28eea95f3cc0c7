"""Read once what a page or a drawing asks for several times.

Panels are independent of each other and ask the same things: who is present, the agenda's tree, the open poll. For one
page or one drawing, in which nothing is written, the first answer serves all. Services never read through a memo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import Model

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_MEMO = "_read_once"


def read_once(meeting: Any) -> None:
    """From now on this very object remembers answers; for an object that lives as long as one page or one drawing."""
    setattr(meeting, _MEMO, {})


def remembers(meeting: Any) -> bool:
    """Whether this very object remembers answers, so that one large question is cheaper than several small ones."""
    return getattr(meeting, _MEMO, None) is not None


def remembered(
    question: Callable[Concatenate[Any, Asked], Answer],
) -> Callable[Concatenate[Any, Asked], Answer]:
    """Let a selector of (meeting, ...) answer from the meeting's memo, where there is one.

    A row that it answers with remembers in its turn what is asked about it.
    """
    form = signature(question)

    @wraps(question)
    def answer(meeting: Any, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        memo = getattr(meeting, _MEMO, None)
        if memo is None:
            return question(meeting, *args, **kwargs)
        asked = form.bind(meeting, *args, **kwargs)
        asked.apply_defaults()
        key = (question.__module__, question.__qualname__, asked.args[1:])
        if key not in memo:
            memo[key] = question(meeting, *args, **kwargs)
            if isinstance(memo[key], Model):
                read_once(memo[key])
        return memo[key]

    return answer
