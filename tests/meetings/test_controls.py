"""The markup that all rooms repeat: what comes out, and that a misspelt argument is found when a template is read."""

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError

from config.layout import INDENT
from config.lines import LONGEST, ROOMS, faults
from meetings.models import Person

pytestmark = pytest.mark.any_database


def drawn(source, **values):
    return Template("{% load controls i18n %}" + source).render(Context({"csrf_token": "secret", **values}))


TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="secret">'


def test_a_post_form_carries_its_token():
    found = drawn('{% post "meetings:desk" 7 css="tool-form" id="order" key=3 %} <p>{{ x }}</p> {% endpost %}', x="<b>")

    assert (
        found == f'<form method="post" action="/meetings/7/desk/" data-live class="tool-form" '
        f'id="order-3">{TOKEN}<p>&lt;b&gt;</p></form>'
    )


def test_a_post_form_to_an_address_given_leaves_the_page():
    found = drawn("{% post to=url live=False %}x{% endpost %}", url="/a?b=1&c=2")

    assert found == f'<form method="post" action="/a?b=1&amp;c=2">{TOKEN}x</form>'


def test_without_a_request_there_is_no_token():
    assert (
        drawn('{% post to="/a" %}x{% endpost %}', csrf_token="NOTPROVIDED")
        == '<form method="post" action="/a" data-live>x</form>'
    )


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ("primary", '<button class="kern-btn kern-btn--primary"><span class="kern-label">Go</span></button>'),
        ("mini", '<button class="mini-btn">Go</button>'),
        ("link", '<button class="link-btn">Go</button>'),
    ],
)
def test_looks_of_a_button(look, expected):
    assert drawn("{% button look %}\n  Go\n{% endbutton %}", look=look) == expected


def test_a_button_says_all_it_has_to():
    source = (
        '{% button "mini" id="up" key=4 name="place" value=0 to="/x" confirm=sure label="Up" title="up" '
        'shortcut="u" %}↑{% endbutton %}'
    )

    assert drawn(source, sure='"sure"?') == (
        '<button class="mini-btn" id="up-4" name="place" value="0" formaction="/x" data-confirm="&quot;sure&quot;?"'
        ' aria-label="Up" title="up" aria-keyshortcuts="u">↑</button>'
    )


def test_an_action_is_a_form_with_one_button():
    found = drawn(
        '{% action "meetings:desk" 7 look="mini" hidden="measure" value=5 confirm=_("Remove") %}Revoke{% endaction %}'
    )

    assert found == (
        f'<form method="post" action="/meetings/7/desk/" data-live>{TOKEN}<input type="hidden" '
        f'name="measure" value="5">'
        '<button class="mini-btn" data-confirm="Entfernen">Revoke</button></form>'
    )


def test_a_link_that_looks_like_a_button():
    found = drawn('{% linkbutton "meetings:desk" 7 look="tertiary" rel="next" %}On{% endlinkbutton %}')

    assert (
        found == '<a class="kern-btn kern-btn--tertiary" rel="next" href="/meetings/7/desk/"><span '
        'class="kern-label">On</span></a>'
    )


def test_a_field_has_its_label_and_the_place_of_a_refusal():
    found = drawn(
        '{% field why "ground" "annul" key=2 max=2000 required=True keep=True refusal="annul-refusal" %}',
        why="Why & how",
    )

    assert found == (
        '<label for="annul-2">Why &amp; how</label><input class="tool-form__text" id="annul-2" name="ground" '
        'maxlength="2000"'
        ' autocomplete="off" aria-describedby="annul-refusal-2" required data-keep>'
        '<p class="field-refusal" id="annul-refusal-2" data-refusal></p>'
    )


def test_a_plain_field_has_no_more_than_it_needs():
    assert drawn('{% field "Remark" "remark" "remark" %}') == (
        '<label for="remark">Remark</label><input class="tool-form__text" id="remark" name="remark" autocomplete="off">'
    )


def test_a_choice_among_persons():
    people = [Person(pk=3, family_name="Öz & Co", given_name="Ada"), Person(pk=1, family_name="Abel", given_name="Bo")]

    found = drawn(
        '{% personselect "Who" people "who" empty="–" css="tool-form__select" required=True %}', people=people
    )

    assert found == (
        '<label for="who">Who</label><select id="who" name="person" class="tool-form__select" '
        'required><option value="">–</option>'
        '<option value="3">Öz &amp; Co, Ada</option><option value="1">Abel, Bo</option></select>'
    )


@pytest.mark.parametrize(
    "source",
    [
        '{% post "meetings:desk" 7 clas="x" %}x{% endpost %}',
        '{% button "mini" confrim="x" %}x{% endbutton %}',
        '{% button "mini" "name" %}x{% endbutton %}',
        '{% action "meetings:desk" 7 field="x" look="mini" %}x{% endaction %}',
        '{% action look="mini" %}x{% endaction %}',
        '{% linkbutton "meetings:desk" 7 href="/" %}x{% endlinkbutton %}',
        '{% field "Why" "ground" "why" maxlength=3 %}',
        '{% field "Why" "ground" %}',
        '{% personselect "Who" people "who" multiple=True %}',
        "{% joined tightly %}x{% endjoined %}",
        '{% post "meetings:desk" 7 %}x',
    ],
)
def test_an_argument_that_is_not_declared_is_found_when_the_template_is_read(source):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load controls %}" + source)


def test_a_button_that_looks_like_nothing_known():
    with pytest.raises(TemplateSyntaxError, match="secundary"):
        drawn('{% button "secundary" %}x{% endbutton %}')


def test_joined_lines_make_no_spaces():
    source = (
        '{% joined %}\n  <b>a</b>\n  {% if x %} <i>b</i>{% endif %}\n  ,\n  <s>{{ " " }}\n  c</s> d\n{% endjoined %}'
    )

    assert drawn(source, x=True) == "<b>a</b> <i>b</i>,<s> c</s> d"


def test_between_attributes_a_joined_line_break_is_a_space():
    assert (
        drawn('{% joined %}<a href="{{ x }}"\n   id="y">\n  z\n</a>{% endjoined %}', x="/?a>b")
        == '<a href="/?a&gt;b" id="y">z</a>'
    )


def test_joined_reaches_into_what_other_tags_enclose():
    many = "{% for one in x %}\n    {{ one }}\n  {% empty %}\n    -\n  {% endfor %}"
    source = f'{{% joined %}}{{% button "mini" %}}a\n  {many}\nb{{% endbutton %}}{{% endjoined %}}'

    assert drawn(source, x="12") == '<button class="mini-btn">a12b</button>'
    assert drawn(source, x="") == '<button class="mini-btn">a-b</button>'


def test_joined_leaves_alone_what_values_and_translations_bring():
    assert (
        drawn("{% joined %}{{ x }}\n{% blocktranslate %}one\n two{% endblocktranslate %}{% endjoined %}", x="a\n b")
        == "a\n bone\n two"
    )


def test_what_was_typed_keeps_its_first_line_break():
    assert drawn("<textarea>{{ x|typed }}</textarea>", x="\n<b>") == "<textarea>\n\n&lt;b&gt;</textarea>"


def test_indentation_of_our_templates_is_not_sent():
    engine = Engine.get_default()

    ours, theirs = (engine.get_template(name).source for name in ("base.html", "account/base_entrance.html"))

    assert INDENT.search(ours) is None
    assert "<main" in ours
    assert engine.get_template("meetings/mail/invitation.txt").source
    assert theirs


def test_no_line_is_too_long_and_each_rule_has_its_own():
    assert list(faults()) == []


def test_a_long_line_is_found(tmp_path, monkeypatch):
    folder = tmp_path / ROOMS[0] / "templates"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text("x" * LONGEST + "\n" + "x" * (LONGEST + 1), encoding="utf-8")
    (folder / "a.css").write_text("a { b: c; } d { e: f; }\n@media print {\n  a { b: c; }\n}\n", encoding="utf-8")
    monkeypatch.setattr("config.lines.ROOT", tmp_path)

    assert list(faults()) == [
        f"{ROOMS[0]}/templates/a.css:1: more than one rule",
        f"{ROOMS[0]}/templates/a.html:2: {LONGEST + 1} characters, at most {LONGEST}",
    ]
