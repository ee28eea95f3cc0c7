"""Who gets which pack. What is in it follows from the rights to its items and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.permissions import only_desk
from meetings.permissions import Actor, Rule, anyone, desk, predicate, register


@predicate
def signed_in(actor: Actor, target: Any) -> bool:
    return actor.user is not None


who_has_fetched = _("Sign in first: a supplement is what is new since your own last pack.")

# fmt: off
register(
    #    action                         who may do it  while this holds                     what others are told
    Rule("documents.see_pack",          anyone),
    Rule("documents.build_pack",        anyone),
    Rule("documents.see_supplement",    signed_in,     told=who_has_fetched),
    Rule("documents.see_print_run",     desk,          told=only_desk),
)
# fmt: on
