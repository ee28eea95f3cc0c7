import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agenda.models import AgendaItem


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "open"}, "item_open_has_a_time"),
        ({"state": "asleep"}, "item_state_known"),
        ({"part": "secret"}, "item_part_known"),
    ],
)
def test_database_refuses_what_no_service_writes(items, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AgendaItem.objects.filter(pk=items["news"].pk).update(**change)


def test_database_refuses_a_second_open_item(items):
    AgendaItem.objects.filter(pk=items["news"].pk).update(state="open", opened_at=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=items["greeting"].pk).update(state="open", opened_at=timezone.now())


def test_database_refuses_an_item_below_itself(items):
    with pytest.raises(IntegrityError, match="item_not_its_own_parent"), transaction.atomic():
        AgendaItem.objects.filter(pk=items["news"].pk).update(parent=items["news"].pk)
