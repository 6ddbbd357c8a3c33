"""The form in which names are compared: simplified script without spaces and punctuation; well-known bodies by code."""

from kg.fold import converted
from kg.knowledge.organizations import body_codes

IGNORED = frozenset("·‧•・.，,「」『』《》“”\"'-－—")


def norm(text: str) -> str:
    """Comparison form of a name.

    >>> norm("安東尼‧布林肯")
    '安东尼布林肯'
    """
    return "".join(c for c in converted(text, "t2s") if not c.isspace() and c not in IGNORED)


def body(name: str) -> str:
    """The code of a well-known body (欧盟 -> EU), else the comparison form of its name."""
    plain = norm(name)
    return body_codes().get(plain, plain)


def is_code(key: str) -> bool:
    """Whether a key is the code of a well-known body."""
    return key in body_codes().values()
