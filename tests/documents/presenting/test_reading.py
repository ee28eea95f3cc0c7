"""Where somebody stopped reading is theirs alone."""

import pytest

from documents.presenting.models import ReadingPlace

pytestmark = pytest.mark.django_db


def page_for(browser, file):
    return browser.get(f"/files/{file.pk}/pages/").json()["page"]


def test_a_page_is_kept_for_each_reader_and_file(signed_in, actor, convened, shown, confidential):
    mira, sami = signed_in(actor("member").user), signed_in(actor("substitute").user)

    assert mira.post(f"/files/{shown.pk}/place/", {"page": 3}).status_code == 204
    assert mira.post(f"/files/{shown.pk}/place/", {"page": 2}).status_code == 204

    assert (page_for(mira, shown), page_for(mira, confidential), page_for(sami, shown)) == (2, 1, 1)
    assert ReadingPlace.objects.count() == 1


@pytest.mark.parametrize("page", ["0", "4", "x", "", "9" * 30])
def test_a_page_that_is_not_there(signed_in, actor, convened, shown, page):
    assert signed_in(actor("member").user).post(f"/files/{shown.pk}/place/", {"page": page}).status_code == 404
    assert not ReadingPlace.objects.exists()


def test_who_has_no_account_or_no_right_keeps_nothing(signed_in, actor, convened, shown, confidential):
    assert signed_in(None).post(f"/files/{shown.pk}/place/", {"page": 2}).status_code == 403
    administrator = signed_in(actor("administrator").user)
    assert administrator.post(f"/files/{confidential.pk}/place/", {"page": 2}).status_code == 404
    assert not ReadingPlace.objects.exists()
