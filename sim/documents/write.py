"""One document in the forms that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from sim.documents.document import Document
from sim.documents.forms import FORMS
from sim.documents.typesetting import typeset_document


def write_document(document: Document, folder: Path, stem: str, forms: tuple[str, ...]) -> None:
    """Write a document into a folder, once in each form.

    Raises
    ------
    InputError
        A form needs a font that is not on the machine.
    """
    typeset = typeset_document(document)
    for form in forms:
        _find_writer(form)(typeset, folder / f"{stem}.{form}")


def _find_writer(form: str) -> Callable[[Document, Path], None]:
    """Return the writer of a form; its library is loaded when it is used."""
    module, name = FORMS[form].split(":")
    writer: Callable[[Document, Path], None] = getattr(import_module(module), name)
    return writer
