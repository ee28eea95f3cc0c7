import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.numbering import LETTERS, Node, number_items

pytestmark = pytest.mark.any_database


@st.composite
def trees(draw):
    """A tree of up to 25 items: each stands at the top or below an earlier one, in its part."""
    nodes = []
    for key in range(1, draw(st.integers(0, 25)) + 1):
        parent = draw(st.sampled_from([None, *nodes]))
        part = parent.part if parent else draw(st.sampled_from(sorted(LETTERS)))
        nodes.append(Node(key, parent.key if parent else None, part, draw(st.integers(0, 3))))
    return nodes


def test_number_items_counts_each_part_and_level():
    nodes = [
        Node(1, None, "public", 0),
        Node(2, None, "public", 1),
        Node(3, 2, "public", 0),
        Node(4, 2, "public", 1),
        Node(5, 4, "public", 0),
        Node(6, None, "non_public", 0),
    ]

    assert [tuple(line) for line in number_items(nodes)] == [
        (1, "Ö 1", 0),
        (2, "Ö 2", 0),
        (3, "Ö 2.1", 1),
        (4, "Ö 2.2", 1),
        (5, "Ö 2.2.1", 2),
        (6, "N 1", 0),
    ]


@given(trees())
def test_number_items_gives_everybody_one_number_of_its_own(nodes):
    lines = number_items(nodes)

    assert sorted(line.key for line in lines) == sorted(node.key for node in nodes)
    assert len({line.number for line in lines}) == len(nodes)


@given(trees())
def test_number_items_builds_a_number_on_the_parents(nodes):
    lines = {line.key: line for line in number_items(nodes)}

    for node in nodes:
        line = lines[node.key]
        if node.parent is None:
            assert (line.number.split(" ")[0], line.depth) == (LETTERS[node.part], 0)
        else:
            above = lines[node.parent]
            assert (line.number.rpartition(".")[0], line.depth) == (above.number, above.depth + 1)


@given(trees())
def test_number_items_leaves_no_gap_and_follows_the_positions(nodes):
    lines = {line.key: line for line in number_items(nodes)}
    groups: dict = {}
    for node in sorted(nodes, key=lambda node: (node.position, node.key)):
        groups.setdefault((node.parent, node.part), []).append(
            int(lines[node.key].number.replace(".", " ").split()[-1])
        )

    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in groups.values())


@given(trees(), st.randoms())
def test_number_items_does_not_depend_on_the_order_of_reading(nodes, random):
    shuffled = random.sample(nodes, len(nodes))

    assert number_items(shuffled) == number_items(nodes)


def test_number_items_survives_a_very_deep_tree():
    nodes = [Node(key, key - 1 or None, "public", 0) for key in range(1, 3001)]

    assert number_items(nodes)[-1].depth == 2999
