"""The few kinds of failure that a caller can act on."""


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
