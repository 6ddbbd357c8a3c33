"""The few kinds of failure that a caller can act on."""

LONGEST = 200  # characters of an error as a report tells it


class KgError(Exception):
    """Base of all errors that the library raises on purpose; its text is one clean line."""


class InputError(KgError):
    """Something given cannot be read (exit 2 for a whole input, counted for one article)."""


class UsageError(KgError):
    """Options or configuration that make no sense (exit 2)."""


class OutputError(KgError):
    """The outputs cannot be written (exit 2 before any work)."""


class DataError(KgError):
    """A file of ontology/ is broken."""


def in_words(error: Exception) -> str:
    """An unforeseen error as a report tells it: its kind and what it says, cut where that is long."""
    return f"{type(error).__name__}: {error}"[:LONGEST]
