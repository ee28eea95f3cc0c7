from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def seat_those_present(apps, schema_editor):
    """An electorate is taken from the seats: whoever sits in a meeting that runs during the update gets theirs."""
    Attendance = apps.get_model("meetings", "Attendance")
    open_rows = Attendance.objects.filter(left_at__isnull=True, meeting__state__in=["running", "interrupted"])
    for row in open_rows.select_related("meeting"):
        seat_one(apps, row)


def seat_one(apps, attendance):
    meeting = attendance.meeting
    day = timezone.localtime(meeting.starts_at).date()
    seats = apps.get_model("meetings", "Membership").objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        body_id=meeting.body_id,
        person_id=attendance.person_id,
        voting_right=True,
        starts_on__lte=day,
    )
    seat = seats.order_by("pk").first()
    held = apps.get_model("meetings", "SeatHolding").objects.filter(meeting=meeting, until__isnull=True)
    if seat is not None and not held.filter(Q(seat=seat) | Q(person_id=attendance.person_id)).exists():
        held.create(meeting=meeting, seat=seat, person_id=attendance.person_id, since=attendance.arrived_at)


class Migration(migrations.Migration):
    dependencies = [("voting", "0003_seats_of_electors"), ("meetings", "0003_presence_order_publicity")]

    operations = [migrations.RunPython(seat_those_present, migrations.RunPython.noop)]
