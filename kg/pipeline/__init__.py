"""The build: from files to outputs. The one place that knows the order of the stages.

read -> articles; process (nlp, link, extract) -> extractions; merge -> knowledge base; then the graph, the analysis
and the pages are written from these.
"""

from kg.pipeline.run import BuildResult, build

__all__ = ["BuildResult", "build"]
