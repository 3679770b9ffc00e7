"""Sets that are joined and never divided (union-find)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class DisjointSets(Generic[Node]):
    """A partition of some nodes, each alone at first.

    >>> sets = DisjointSets("abcd")
    >>> sets.join("d", "b")
    >>> [sorted(one) for one in sets.members()]
    [['a'], ['b', 'd'], ['c']]
    """

    __slots__ = ("_parent",)

    def __init__(self, nodes: Iterable[Node]) -> None:
        # The rank of a node is its place: a set is named after its first node.
        self._parent = {node: node for node in nodes}

    def find(self, node: Node) -> Node:
        """The node that stands for the set of this one; the same for all of a set until it is joined."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    def join(self, one: Node, other: Node) -> None:
        """Make one set of two."""
        self._parent[self.find(other)] = self.find(one)

    def members(self) -> list[list[Node]]:
        """All sets, in the order of their first node; the nodes of each in the order in which they came."""
        sets: dict[Node, list[Node]] = {}
        for node in self._parent:
            sets.setdefault(self.find(node), []).append(node)
        return list(sets.values())
