"""A programme that could not be written whole is refused; the solver tells of no full disk."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.exchange.files import Format, write_programme
from sim.loader import load_case
from sim.studies.exchange import case_at_stage
from tests.study import write_study
from tests.test_terminal_links import LINK, NOWHERE

resource = pytest.importorskip("resource")
TABLES = {**NOWHERE, "links": LINK + "z,p,truck,5,,\n"}


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Let no file grow beyond 200 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


@pytest.mark.parametrize("kind", ["mps", "lp"])
def test_a_file_that_is_cut_off_is_not_handed_on(
    kind: Format, full_disk: None, tmp_path: Path
) -> None:
    """Whole without the limit; with it an error that says what is missing: room."""
    asked = case_at_stage(load_case(write_study(tmp_path, TABLES)), 1)
    assert write_programme(*asked, kind)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    with pytest.raises(OSError, match="No space left"):
        write_programme(*asked, kind)
