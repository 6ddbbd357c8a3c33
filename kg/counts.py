"""How many of something, as a reader is told."""

PLURALS = {"person": "people"}


def counted(number: int, word: str) -> str:
    """A number with its noun, which takes the plural where it should.

    >>> counted(1, "person"), counted(3, "person"), counted(0, "article")
    ('1 person', '3 people', '0 articles')
    """
    return f"{number} {word if number == 1 else PLURALS.get(word, word + 's')}"
