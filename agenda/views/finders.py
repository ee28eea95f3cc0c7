"""What of the agenda an address can name."""

from agenda import selectors
from meetings.acts import Find

ITEM = Find("item", selectors.item_or_404)
PRESENTER = Find("presenter", selectors.presenter_or_404)
REQUEST = Find("request", selectors.request_or_404)
MOTION = Find("motion", selectors.motion_or_404)
PROCEDURAL = Find("motion", selectors.procedural_or_404)
RECUSAL = Find("recusal", selectors.recusal_or_404)
