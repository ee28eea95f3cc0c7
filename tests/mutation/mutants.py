"""Every way to break one source file in one place, as changes of its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}
SPARED = {"annotation", "returns", "decorator_list", "bases"}
"""What says nothing about the behaviour, or would break everything at once."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a node hangs in the tree: in a field of its parent, or in the list in that field."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, node: ast.AST) -> None:
        """Hang another node there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken version of a file."""

    number: int
    line: int
    function: tuple[int, int] | None
    """First and last line of the function it stands in; None for what runs at the import, such as a default value."""
    words: str


def mutants_of(source: str) -> list[Mutant]:
    """All mutants of a file, in the order in which `mutated` counts them."""
    tree = ast.parse(source)
    functions = _functions(tree)
    found = []
    for number, (site, broken) in enumerate(_changes(tree)):
        line = getattr(site.node, "lineno", 0)
        found.append(Mutant(number, line, _around(line, functions), f"{_words(site.node)}  ->  {_words(broken)}"))
    return found


def mutated(source: str, number: int) -> ast.Module:
    """The tree of the file with this one of its mutants in it."""
    tree = ast.parse(source)
    site, broken = next(change for place, change in enumerate(_changes(tree)) if place == number)
    site.put(ast.copy_location(broken, site.node))
    return ast.fix_missing_locations(tree)


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a file and the methods of its classes; what is inside of these belongs to them."""
    bodies = [*tree.body, *(inner for node in tree.body if isinstance(node, ast.ClassDef) for inner in node.body)]
    return [node for node in bodies if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _around(line: int, functions: list[ast.FunctionDef | ast.AsyncFunctionDef]) -> tuple[int, int] | None:
    for node in functions:
        if node.body[0].lineno <= line <= (node.end_lineno or line):
            return min([node.lineno, *(each.lineno for each in node.decorator_list)]), node.end_lineno or line
    return None


def _words(node: ast.AST) -> str:
    lines = ast.unparse(node).splitlines() or [""]
    return lines[0][:90] + (" ..." if len(lines) > 1 or len(lines[0]) > 90 else "")


def _sites(parent: ast.AST) -> Iterator[Site]:
    """Every node below, each before what is in it."""
    for field, value in ast.iter_fields(parent):
        if field in SPARED:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST):
                yield Site(parent, field, index, node)
                yield from _sites(node)


def _changes(tree: ast.Module) -> Iterator[tuple[Site, ast.AST]]:
    for site in list(_sites(tree)):
        for broken in _broken(site):
            yield site, broken


def _broken(site: Site) -> Iterator[ast.AST]:
    """What this node becomes, one after the other."""
    node = site.node
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        yield from _operators(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in CALLS:
        yield ast.Name(CALLS[node.id], ast.Load())
    if site.field == "test" or (site.field == "ifs" and not isinstance(node, ast.Compare)):
        yield from _conditions(node)


def _comparisons(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield ast.Compare(node.left, [*node.ops[:place], other(), *node.ops[place + 1 :]], node.comparators)


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + step) for step in (1, -1))


def _operators(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    other = OPERATORS.get(type(node.op))
    if other and isinstance(node, ast.BinOp):
        yield ast.BinOp(node.left, other(), node.right)
    elif other and isinstance(node, ast.AugAssign):
        yield ast.AugAssign(node.target, other(), node.value)


def _conditions(node: ast.AST) -> Iterator[ast.AST]:
    """A condition that is neither compared nor negated is negated; the others have their mutants already."""
    if isinstance(node, ast.expr) and not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
