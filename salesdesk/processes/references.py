"""Checks what the parts of a process say about each other: every key must lead somewhere.

Called by ``processes.check`` on the nodes, so that it works beside mistakes of shape too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from salesdesk.domain import facts
from salesdesk.processes.faults import Fault, unknown
from salesdesk.processes.limits import guardrail_faults
from salesdesk.processes.source import Node
from salesdesk.support.i18n import _

LISTS = (
    "stages", "topics", "questions", "categories", "plays", "handoff", "reasons", "frameworks",
    "red_flags", "research", "guardrails",
)  # fmt: skip
"""The lists of a process whose items have keys."""

RESERVED = frozenset({"research", "red_flags"})
"""Keys under which the store keeps what is no framework; see ``domain.qualification``."""


def reference_faults(root: Node) -> list[Fault]:
    """Every key below `root` that stands twice or leads nowhere, and every gate left open."""
    return _References(root).check()


@dataclass(slots=True)
class _References:
    """One pass over a process; the known keys are gathered first."""

    root: Node
    faults: list[Fault] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)
    elements: dict[str, set[str]] = field(default_factory=dict)
    """Elements by framework."""

    def check(self) -> list[Fault]:
        for name in LISTS:
            self.keys[name] = {item.text("key") for item in self._list(name)} - {""}
        self.keys["handoff items"] = {
            item.text("key") for section in self._list("handoff") for item in _of(section, "items")
        } - {""}
        self.keys["signals"] = {
            signal.text("key") for stage in self._list("stages") for signal in _of(stage, "signals")
        } - {""}
        self.elements = self._elements()
        self._duplicates()
        for stage in self._list("stages"):
            self._stage(stage)
        for question in self._list("questions"):
            self._question(question)
        for play in self._list("plays"):
            where = f"plays › {play.text('key')}"
            self._key(play, "category", self.keys["categories"], _("objection category"), where)
            self._words(play, "personas", facts.PERSONAS, _("persona"), where, listed=True)
        for framework in self._list("frameworks"):
            self._framework(framework)
        for flag in self._list("red_flags"):
            self._rule(flag, f"red_flags › {flag.text('key')}")
        for guardrail in self._list("guardrails"):
            self.faults += guardrail_faults(guardrail)
        for section in self._list("handoff"):
            for item in _of(section, "items"):
                self._rule(item, f"handoff › {section.text('key')} › {item.text('key')}")
        return self.faults

    def _list(self, name: str) -> list[Node]:
        return _of(self.root, name)

    def _duplicates(self) -> None:
        """Keys that stand twice: in a list, among all criteria, signals and handoff items."""
        for name in LISTS:
            self._unique(self._list(name), name)
        stages, sections = self._list("stages"), self._list("handoff")
        self._unique((item for s in stages for item in _of(s, "criteria")), "criteria")
        for stage in stages:
            self._unique(_of(stage, "signals"), f"stages › {stage.text('key')} › signals")
        self._unique((item for s in sections for item in _of(s, "items")), "handoff")

    def _unique(self, items: Iterable[Node], where: str) -> None:
        first: dict[str, Node] = {}
        for item in items:
            key = item.text("key")
            if not key:
                continue
            if key in first:
                earlier = first[key]
                message = _("the key “{key}” stands twice; first in {file}, line {line}.")
                at = item.fields["key"]
                self.faults.append(
                    at.fault(where, message.format(key=key, file=earlier.file, line=earlier.line))
                )
            first.setdefault(key, item)

    def _stage(self, stage: Node) -> None:
        where = f"stages › {stage.text('key')}"
        criteria = _of(stage, "criteria")
        if stage.text("place") == "board" and not criteria:
            at = stage.fields.get("criteria", stage)
            self.faults.append(
                at.fault(where, _("a stage on the board needs at least one exit criterion."))
            )
        self._words(stage, "topics", self.keys["topics"], _("question topic"), where)
        self._words(stage, "objections", self.keys["plays"], _("objection play"), where)
        self._words(stage, "templates", facts.TEMPLATES, _("message template"), where, listed=True)
        for criterion in criteria:
            inside = f"{where} › criteria › {criterion.text('key')}"
            self._key(criterion, "ask", self.keys["questions"], _("question"), inside)
            self._rule(criterion, inside)

    def _question(self, question: Node) -> None:
        where = f"questions › {question.text('key')}"
        self._key(question, "topic", self.keys["topics"], _("question topic"), where)
        self._key(question, "marks", facts.FACT_KINDS, _("kind of fact"), where, listed=True)
        self._words(question, "personas", facts.PERSONAS, _("persona"), where, listed=True)
        for word, node in question.words("fills"):
            self._fills(word, node, where)

    def _framework(self, framework: Node) -> None:
        """Its elements: a rubric for each level of the scale, and what feeds them."""
        where = f"frameworks › {framework.text('key')}"
        if framework.text("key") in RESERVED:
            message = _("“{key}” is kept for other things; choose another key.")
            at = framework.fields["key"]
            self.faults.append(at.fault(where, message.format(key=framework.text("key"))))
        elements = _of(framework, "elements")
        self._unique(elements, f"{where} › elements")
        scale = framework.fields.get("scale")
        for element in elements:
            inside = f"{where} › elements › {element.text('key')}"
            levels = element.fields.get("levels")
            if scale and levels and scale.items and len(levels.items) != len(scale.items):
                message = _("found {found} levels; the scale has {expected}.")
                found, expected = len(levels.items), len(scale.items)
                text = message.format(found=found, expected=expected)
                self.faults.append(levels.fault(inside, text))
            self._words(element, "facts", facts.FACT_KINDS, _("kind of fact"), inside, listed=True)
            self._words(element, "roles", facts.ROLES, _("role"), inside, listed=True)
            for word, node in element.words("fed_by"):
                self._fills(word, node, inside)

    def _elements(self) -> dict[str, set[str]]:
        """The elements by framework: those we know, and those of this process."""
        known = {name: set(words) for name, words in facts.FRAMEWORK_ELEMENTS.items()}
        for framework in self._list("frameworks"):
            keys = {element.text("key") for element in _of(framework, "elements")} - {""}
            known.setdefault(framework.text("key"), set()).update(keys)
        known.pop("", None)
        return known

    def _fills(self, word: str, node: Node, where: str) -> None:
        """``framework.element``, both known."""
        framework, _dot, element = word.partition(".")
        known = self.elements
        elements = known.get(framework)
        if elements is None:
            message = unknown(_("framework"), framework, known, listed=True)
            self.faults.append(node.fault(where, message))
        elif element not in elements:
            what = _("element of {framework}").format(framework=framework)
            message = unknown(what, element, elements, listed=True)
            self.faults.append(node.fault(where, message))

    def _rule(self, owner: Node, where: str) -> None:
        """What the rule of a criterion or a handoff item looks at must exist."""
        rule = owner.fields.get("rule")
        if rule is None:
            return
        test = rule.text("test")
        for word, node in rule.words("of"):
            self._rule_word(test, word, node, where)
        needs_some = ("fact", "person", "field", "answered", "objections")
        if test in needs_some and not list(rule.words("of")):
            message = _("the rule “{test}” must say what it looks at, in “of”.")
            self.faults.append(rule.fault(where, message.format(test=test)))
        for word, node in _unused(rule, test):
            message = _("the rule “{test}” does not use “{name}”.")
            self.faults.append(node.fault(where, message.format(test=test, name=word)))

    def _rule_word(self, test: str, word: str, node: Node, where: str) -> None:
        vocabulary: dict[str, tuple[Collection[str], str]] = {
            "fact": (facts.FACT_KINDS, _("kind of fact")),
            "person": (facts.ROLES, _("role")),
            "field": (facts.FIELDS, _("field")),
            "objections": (facts.OBJECTIONS_STATES, _("state of objections")),
            "signal": (self.keys["signals"], _("buyer signal")),
            "answered": (self.keys["questions"], _("question")),
            "text": (self.keys["handoff items"], _("handoff item")),
        }
        if test not in vocabulary:
            return
        known, what = vocabulary[test]
        found = word
        if test == "answered" and word.startswith("topic:"):
            known, what, found = self.keys["topics"], _("question topic"), word[6:]
        if found not in known:
            listed = test not in ("signal", "answered", "text")
            self.faults.append(node.fault(where, unknown(what, found, known, listed=listed)))

    def _key(
        self,
        owner: Node,
        name: str,
        known: Collection[str],
        what: str,
        where: str,
        *,
        listed: bool = False,
    ) -> None:
        """The text in field `name`, when there is one, must be known."""
        word = owner.text(name)
        if word and word not in known:
            message = unknown(what, word, known, listed=listed)
            self.faults.append(owner.fields[name].fault(where, message))

    def _words(
        self,
        owner: Node,
        name: str,
        known: Collection[str],
        what: str,
        where: str,
        *,
        listed: bool = False,
    ) -> None:
        """Every text in the list `name` must be known and stand there once."""
        seen: set[str] = set()
        for word, node in owner.words(name):
            if word not in known:
                self.faults.append(node.fault(where, unknown(what, word, known, listed=listed)))
            elif word in seen:
                message = _("“{word}” stands twice in “{name}”.").format(word=word, name=name)
                self.faults.append(node.fault(where, message))
            seen.add(word)


def _of(node: Node, name: str) -> list[Node]:
    """The items of the list `name`, as far as they are mappings."""
    found = node.fields.get(name)
    return [item for item in found.items if item.fields] if found is not None else []


_USES: dict[str, tuple[str, ...]] = {
    "fact": ("of", "at_least", "confirmed", "needs"),
    "person": ("of", "at_least"),
    "people": ("at_least",),
    "field": ("of",),
    "next_step": (),
    "answered": ("of", "at_least"),
    "signal": ("of", "at_least"),
    "objections": ("of", "at_least"),
    "line_items": ("at_least",),
    "text": ("of",),
    "note": ("at_least",),
}
"""The fields that each test looks at; another one would be silently without effect."""


def _unused(rule: Node, test: str) -> Iterator[tuple[str, Node]]:
    """The fields of a rule that its test does not look at, with their nodes."""
    uses = _USES.get(test)
    for name in ("of", "at_least", "confirmed", "needs"):
        if uses is not None and name in rule.fields and name not in uses:
            yield name, rule.fields[name]
