"""MPS and LP files of a stage, written by HiGHS, with readable names and a table of what they mean.

Values stay as they are in the programme to 15 digits.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any, Literal

import highspy
import numpy as np
import pandas as pd

from sim.errors import SolverLimitError
from sim.exchange.names import column_names, file_names
from sim.exchange.stages import StageProgramme
from sim.model import Programme
from sim.say.message import message

Format = Literal["mps", "lp"]
_LAST = {"mps": "ENDATA", "lp": "end"}
"""The last word of a whole file."""
PARTS = 5
"""Most parts of an index."""


def write_programme(programme: Programme, stage: StageProgramme, kind: Format) -> str:
    """Return the text of an MPS or LP file of a stage.

    Raises
    ------
    SolverLimitError
        HiGHS refuses the programme.
    OSError
        There is no room for the file in the folder for passing files.
    """
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("small_matrix_value", 1e-12)
    if highs.passModel(_make_lp(programme, stage)) == highspy.HighsStatus.kError:
        raise SolverLimitError(message("solver_model"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"programme.{kind}"
        if highs.writeModel(str(path)) == highspy.HighsStatus.kError:
            raise SolverLimitError(message("solver_model"))
        text = path.read_text(encoding="ascii") if path.exists() else ""
        if not text.rstrip().endswith(_LAST[kind]):  # HiGHS does not tell that a disk is full
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folder)
        return text


def names_table(programme: Programme, stage: StageProgramme) -> pd.DataFrame:
    """Return what each name of a file means: kind (column or row), name, component, index_1 … 5.

    Rows and columns stand in the order of the file, periods last in their index.
    """
    columns = column_names(programme)
    rows = []
    for kind, names in (("column", columns), ("row", stage.row_names)):
        for text, (component, index) in zip(file_names(names), names, strict=True):
            parts = [*map(str, index), *[""] * (PARTS - len(index))]
            rows.append((kind, text, component, *parts))
    indices = [f"index_{n + 1}" for n in range(PARTS)]
    return pd.DataFrame(rows, columns=["kind", "name", "component", *indices])


def _make_lp(programme: Programme, stage: StageProgramme) -> Any:
    names = column_names(programme)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(names), len(stage.row_names)
    lp.sense_ = highspy.ObjSense.kMaximize if stage.maximize else highspy.ObjSense.kMinimize
    lp.col_cost_, lp.offset_ = stage.costs.vector, stage.costs.offset
    lp.col_lower_ = np.zeros(len(names))
    lp.col_upper_ = np.full(len(names), highspy.kHighsInf)
    if programme.arrays.integer.any():
        kinds = highspy.HighsVarType
        whole = programme.arrays.integer
        lp.integrality_ = [kinds.kInteger if one else kinds.kContinuous for one in whole]
    lp.row_lower_, lp.row_upper_ = stage.lower, stage.upper
    matrix = stage.matrix.tocsc()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr
    lp.a_matrix_.index_ = matrix.indices
    lp.a_matrix_.value_ = matrix.data
    lp.col_names_, lp.row_names_ = file_names(names), file_names(stage.row_names)
    lp.model_name_ = file_names([(programme.network.scenario.name, ())])[0].rstrip(".")
    return lp
