"""One panel of about 1 KB, as an agenda is pushed, and the same bytes as a ready frame."""

import json

PANEL = "agenda"
ROW = (
    '<li class="agenda__item" id="item-{0}"><span class="agenda__number">Ö {0}</span> '
    '<a href="/items/{0}/">Bericht über den Sachstand {0}</a></li>'
)
HTML = f'<ol class="agenda">{"".join(ROW.format(number) for number in range(1, 8))}</ol>'


def frame_text(seq: int) -> str:
    """The frame that the program makes of this panel."""
    frame = {"seq": seq, "type": "panels", "audience": "public", "panels": {PANEL: HTML}}
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
