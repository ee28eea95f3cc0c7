from meetings.memo import read_once, remembered


class Meeting:
    asked = 0


@remembered
def question(meeting, what="present"):
    """How often."""
    meeting.asked += 1
    return f"{what} {meeting.asked}"


def test_without_a_memo_every_question_is_asked():
    meeting = Meeting()

    assert [question(meeting), question(meeting)] == ["present 1", "present 2"]


def test_with_a_memo_each_question_is_asked_once():
    meeting = Meeting()
    read_once(meeting)

    answers = [
        question(meeting),
        question(meeting, "present"),
        question(meeting, "open"),
        question(meeting, what="open"),
    ]

    assert answers == ["present 1", "present 1", "open 2", "open 2"]


def test_a_memo_belongs_to_one_object_and_begins_anew():
    one, other = Meeting(), Meeting()
    read_once(one)
    question(one)
    read_once(one)

    assert [question(one), question(other), question(other)] == ["present 2", "present 1", "present 2"]
