"""The same build on many machines: Dask hands out the tasks, articles are read and triples written on the workers.

Every task is a function of bytes: records as `kg.pipeline.codec` packs them, several in one `bundle`. A task depends on
nothing else, so that Dask makes again what was on a worker that died.
"""

from kg.pipeline.cluster.run import build_on_cluster

__all__ = ["build_on_cluster"]
