"""The tree of a system, for those who draw and print it; it lives in :mod:`zhunsheng.core.system.tree`."""

from zhunsheng.core.system.tree import SystemTree

__all__ = ["SystemTree"]
