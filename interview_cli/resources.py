"""Finds the data that ships with the program: prompts, rubrics and question banks."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource_root(name: str) -> Traversable:
    """The folder `prompts` or `question_banks`, from the installed package or else from the checkout.

    Raises FileNotFoundError when the installation is incomplete.
    """
    packaged = files("interview_cli").joinpath("_data", name)
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parent.parent / name
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"the data folder {name!r} is missing from this installation")
