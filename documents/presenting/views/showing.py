"""Presenting at the desk."""

from documents.files.selectors import file_or_404
from documents.presenting import services
from meetings.acts import MEETING, Find, act
from meetings.fields import number, number_or

present_file = act(Find("file", file_or_404), services.present_file, page=number_or(1))
turn_page = act(MEETING, services.turn_page, page=number)
stop_presenting = act(MEETING, services.stop_presenting)
