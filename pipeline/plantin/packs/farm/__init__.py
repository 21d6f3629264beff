"""Builds and checks on many machines: workers of Dask, and a store of editions that machines share."""
