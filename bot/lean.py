"""Keeps TensorFlow out of the serving process, where nothing of it is used.

Rasa 3.6 imports TensorFlow at start through its default components, whatever the model contains: 20
seconds and half a gigabyte for classes that our model never makes. Here inert stand-ins take the place
of those modules before Rasa is imported. Nothing in them works; whatever would truly use TensorFlow
fails loudly at its first call. `ECM_RASA_FULL=1` turns this off; a test shows that both answer alike.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Sequence
from typing import Any, ClassVar

# TensorFlow and its kin; then what other default components and stores of Rasa's import at start.
_STAND_INS = frozenset(
    ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
    + (
        "sklearn",
        "sklearn_crfsuite",
        "skops",
        "matplotlib",
        "pymongo",
        "boto3",
        "botocore",
        "aio_pika",
    )
)


class _Meta(type):
    """Gives a stand-in class every attribute, each a stand-in itself."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn

    def __getitem__(cls, _key: object) -> Any:
        return cls


class _StandIn(metaclass=_Meta):
    """Can be named, subclassed and used as a decorator; cannot do anything."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType):
            return args[0]
        if cls is _StandIn:
            return lambda wrapped=None: wrapped
        raise RuntimeError(f"{cls.__name__} needs TensorFlow: start with ECM_RASA_FULL=1")


class _StandInModule(types.ModuleType):
    """A module that has every name."""

    __path__: ClassVar[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the stand-ins before Python finds the real packages."""

    def __init__(self, kept_out: frozenset[str]) -> None:
        self._kept_out = kept_out

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return a spec for a module that is kept out, None for every other."""
        if fullname.partition(".")[0] in self._kept_out:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return the stand-in for a module."""
        return _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Fill in nothing: names appear when they are asked for."""


def keep_out_tensorflow(keep: Sequence[str] = ()) -> bool:
    """Put the stand-ins in place; return whether that was done.

    Must run before anything of Rasa is imported.

    Args:
        keep: packages that are to be the real ones after all.
    """
    if os.environ.get("ECM_RASA_FULL") == "1" or "tensorflow" in sys.modules:
        return False
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder(_STAND_INS - frozenset(keep)))
    return True
