"""diplokg: a knowledge graph of Chinese-language diplomatic news."""

__version__ = "0.1.0"
