"""One foreign file made into a piece of a pack: a plain PDF of its pages alone, each ready to be stamped.

What a piece looks like is said once, here: its catalog has `/RsStamps` (for each page the object in whose place its
stamp comes) and `/RsBoxes` (for each page what is seen of it: four corners and the rotation). Of the file itself only
pages, what is drawn on them, and links that lead to a page of it or to an address of the web are left: no script, no
action, no embedded file, no form, no properties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, BinaryIO

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
MOST_PAGES = 2_000
SMALLEST, LARGEST = 3.0, 14_400.0  # what readers show of a page (ISO 32000-1, Annex C)
A4 = (0.0, 0.0, 595.28, 841.89)
MOST_PIXELS = 60_000_000
WIDEST = 2_480  # pixels: A4 at 300 dots per inch
MARGIN = 30.0
KEPT = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit"}
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
DEEPEST = 60
STAMP = "/RsStamp"
WEB = ("http://", "https://", "mailto:")


class Unfit(Exception):
    """Why a file cannot be a piece, as one word; `pages` where that is known."""

    def __init__(self, word: str, pages: int = 0) -> None:
        super().__init__(word)
        self.word, self.pages = word, pages


def make_piece(source: str, target: str, media_type: str) -> tuple[int, bool]:
    """Write the piece of one file; how many pages it has, and whether the file was damaged and read all the same.

    Raises `Unfit`, and whatever a hostile file brings about: it is called in a process that may be lost.
    """
    if media_type == PDF:
        return _of_pdf(source, target)
    if media_type in {PNG, JPEG}:
        _of_picture(source, target)
        return 1, False
    raise Unfit("kind")


def _of_pdf(source: str, target: str) -> tuple[int, bool]:
    import pikepdf

    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            count = _count(pdf)
            damaged = any("reconstruct" in str(warning) for warning in pdf.get_warnings())
            prepare(pdf)
            save(pdf, target)
            return count, damaged
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    except pikepdf.PdfError:
        raise Unfit("broken") from None


def _count(pdf: Any) -> int:
    count = len(pdf.pages)
    if not count:
        raise Unfit("empty")
    if count > MOST_PAGES:
        raise Unfit("too_many_pages", count)
    return count


def prepare(pdf: Any) -> None:
    """Leave of the document what a piece is made of."""
    import pikepdf

    _flatten(pdf)
    pages = [page.obj for page in pdf.pages]
    names, own = _named_places(pdf), {page.objgen for page in pages}
    opening, endings, stamps, boxes = pdf.make_stream(b"q\n"), dict[str, Any](), [], list[float]()
    tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=len(pages)))
    for number, page in enumerate(pages):
        box = _clean(page, names, own)
        stamp = pdf.make_indirect(pikepdf.Dictionary({STAMP: number}))
        _wrap(pdf, page, stamp, opening, endings)
        page["/Parent"] = tree
        stamps.append(stamp)
        boxes.extend(box)
    tree["/Kids"] = pikepdf.Array(pages)
    pdf.trailer["/Root"] = pdf.make_indirect(
        pikepdf.Dictionary(
            {
                "/Type": pikepdf.Name.Catalog,
                "/Pages": tree,
                "/RsStamps": pikepdf.Array(stamps),
                "/RsBoxes": pikepdf.Array([round(edge, 3) for edge in boxes]),
            }
        )
    )
    for key in {"/Info", "/ID"} & set(pdf.trailer.keys()):
        del pdf.trailer[key]


def save(pdf: Any, target: str | BinaryIO) -> None:
    """Write it as `assembly` reads it: a plain table of objects, streams as they came."""
    from pikepdf import ObjectStreamMode, StreamDecodeLevel

    given: Any = target
    pdf.save(
        given,
        encryption=False,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.disable,
    )


def _flatten(pdf: Any) -> None:
    """Draw what stands in forms and notes onto the pages, where there is any."""
    if any(_kind(note) not in {"/Link", "/Popup"} for page in pdf.pages for note in _notes(page.obj)):
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")


def _notes(page: Any) -> Iterator[Any]:
    notes = page.get("/Annots")
    if _is_array(notes):
        yield from (note for note in notes if _is_dictionary(note))


def _kind(note: Any) -> str:
    return str(note.get("/Subtype"))


def _clean(page: Any, names: dict[str, Any], own: set[Any]) -> tuple[float, float, float, float, float]:
    """Keep what is drawn, and harmless links; answers what is seen of the page, and its rotation."""
    inherited = {key: value for key in INHERITED if (value := _inherited(page, key)) is not None}
    links = [link for note in _notes(page) if (link := _link(note, names, own)) is not None]
    for key in set(page.keys()) - KEPT:
        del page[key]
    for key, value in inherited.items():
        page[key] = value
    if links:
        import pikepdf

        page["/Annots"] = pikepdf.Array(links)
    return _seen(page)


def _inherited(page: Any, key: str) -> Any:
    node, depth = page, 0
    while _is_dictionary(node) and depth < DEEPEST:
        if key in node:
            return node[key]
        node, depth = node.get("/Parent"), depth + 1
    return None


def _seen(page: Any) -> tuple[float, float, float, float, float]:
    media = _corners(page.get("/MediaBox")) or A4
    page["/MediaBox"] = list(media)
    crop = _corners(page.get("/CropBox"))
    if "/CropBox" in page:
        del page["/CropBox"]
    seen = media
    if crop is not None:
        both = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
        if both[2] - both[0] >= SMALLEST and both[3] - both[1] >= SMALLEST:
            page["/CropBox"], seen = list(both), both
    for length in (media[2] - media[0], media[3] - media[1]):
        if not SMALLEST <= length <= LARGEST:
            raise Unfit("page_size")
    turned = page.get("/Rotate")
    rotation = float(int(turned) // 90 * 90 % 360) if isinstance(turned, int) else 0.0
    page["/Rotate"] = int(rotation)
    return (*seen, rotation)


def _corners(box: Any) -> tuple[float, float, float, float] | None:
    """A box with its corners in order; None for what is none."""
    try:
        left, low, right, high = (float(edge) for edge in box)
    except (TypeError, ValueError, OverflowError):
        return None
    if not all(map(math.isfinite, (left, low, right, high))):
        return None
    return min(left, right), min(low, high), max(left, right), max(low, high)


def _wrap(pdf: Any, page: Any, stamp: Any, opening: Any, endings: dict[str, Any]) -> None:
    """What is drawn on the page stands between q and Q, and its stamp behind it."""
    import pikepdf

    fresh = _copied(page.get("/Resources"))
    objects = _copied(fresh.get("/XObject"))
    name = STAMP
    while name in objects:
        name += "x"
    objects[name] = stamp
    fresh["/XObject"] = objects
    page["/Resources"] = fresh
    if name not in endings:
        endings[name] = pdf.make_stream(f"\nQ\nq {name} Do Q\n".encode())
    content = page.get("/Contents")
    streams = list(content) if _is_array(content) else [content]
    kept = [stream for stream in streams if isinstance(stream, pikepdf.Stream)]
    page["/Contents"] = pikepdf.Array([opening, *kept, endings[name]])


def _copied(dictionary: Any) -> Any:
    """Another dictionary with the same entries, for pages share theirs; an empty one for what is none."""
    import pikepdf

    return pikepdf.Dictionary(dict(dictionary.items()) if _is_dictionary(dictionary) else {})


def _named_places(pdf: Any) -> dict[str, Any]:
    """Where the named destinations of a file lead."""
    import pikepdf

    found: dict[str, Any] = {}
    try:
        old = pdf.Root.get("/Dests")
        if isinstance(old, pikepdf.Dictionary):
            found |= {key[1:]: value for key, value in old.items()}
        names = pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
        if isinstance(tree, pikepdf.Dictionary):
            found |= {str(key): value for key, value in pikepdf.NameTree(tree).items()}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        return found
    return found


def _link(note: Any, names: dict[str, Any], own: set[Any]) -> Any:
    """A link without anything but where it leads; None for what is no link, or leads elsewhere."""
    import pikepdf

    if _kind(note) != "/Link" or _corners(note.get("/Rect")) is None:
        return None
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=list(_corners(note["/Rect"]) or ()), Border=[0, 0, 0]
    )
    action = note.get("/A")
    if _is_dictionary(action) and str(action.get("/S")) == "/URI":
        address = str(action.get("/URI", ""))
        if not address.lower().startswith(WEB):
            return None
        made["/A"] = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address[:2000]))
        return made
    place = note.get("/Dest")
    if place is None and _is_dictionary(action) and str(action.get("/S")) == "/GoTo":
        place = action.get("/D")
    place = _place(place, names, own)
    if place is None:
        return None
    made["/Dest"] = place
    return made


def _place(place: Any, names: dict[str, Any], own: set[Any]) -> Any:
    import pikepdf

    if isinstance(place, pikepdf.String):
        place = names.get(str(place))
    elif isinstance(place, pikepdf.Name):
        place = names.get(str(place)[1:])
    if _is_dictionary(place):
        place = place.get("/D")
    if not _is_array(place) or not len(place) or getattr(place[0], "objgen", None) not in own:
        return None
    return pikepdf.Array([place[0], pikepdf.Name.Fit])


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _of_picture(source: str, target: str) -> None:
    """A picture on a page of A4, upright or across as it is itself, at most as fine as paper shows it."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(source, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit("too_large")
            picture.draft("RGB", (WIDEST, WIDEST))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((WIDEST, WIDEST))
            seen = _on_white(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Unfit("broken") from None
    except Image.DecompressionBombError:
        raise Unfit("too_large") from None
    _draw(seen, target)


def _on_white(picture: Any) -> Any:
    from PIL import Image

    if picture.mode not in {"RGBA", "LA", "PA", "P"}:
        return picture.convert("RGB")
    over = picture.convert("RGBA")
    sheet = Image.new("RGB", over.size, "white")
    sheet.paste(over, mask=over.getchannel("A"))
    return sheet


def _draw(picture: Any, target: str) -> None:
    import zlib

    import pikepdf

    across = picture.width > picture.height
    wide, high = (A4[3], A4[2]) if across else (A4[2], A4[3])
    scale = min((wide - 2 * MARGIN) / picture.width, (high - 2 * MARGIN) / picture.height, 1.0)
    shown = (picture.width * scale, picture.height * scale)
    pdf = pikepdf.new()
    image = pdf.make_stream(zlib.compress(picture.tobytes(), 6))
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )
    page = pdf.add_blank_page(page_size=(wide, high))
    place = ((wide - shown[0]) / 2, (high - shown[1]) / 2)
    drawing = f"q {shown[0]:.3f} 0 0 {shown[1]:.3f} {place[0]:.3f} {place[1]:.3f} cm /Picture Do Q"
    page.obj["/Contents"] = pdf.make_stream(drawing.encode())
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/Picture": image}))
    prepare(pdf)
    save(pdf, target)
