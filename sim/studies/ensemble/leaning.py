"""What a figure leans on: how much of its spread each subject explains, from the draws alone.

The figure is taken to be a sum of linear effects of independent standard normal variables, many
more of them than draws. The effects of one subject have a variance in common (variance components:
Patterson and Thompson, Biometrika 58, 1971; a Gaussian process with one linear kernel a subject).
Of a linear model these shares are its Sobol indices and its Shapley effects, which are the same
where inputs are independent. What is left over is not linear, or not told apart by so few draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST = 1000
"""Draws that are looked at; more say little more."""
_FREE = 100.0
"""Variance of the mean, the spread being 1: it is not known beforehand."""
_LEAST, _MOST_LOG = -14.0, 4.0
"""Logarithms that shares of the spread are looked for between."""


@dataclass(frozen=True)
class Leaning:
    """What explains the spread of a figure."""

    groups: tuple[str, ...]
    mean: float
    spread: float
    """Standard deviation of the draws."""
    shares: Floats
    """Of each group, in the variance."""
    errors: Floats
    """Standard errors of the shares."""
    explained: float
    """R² of a draw from all others: what the shares are worth. Below 0: nothing is explained."""
    effects: Floats
    """Of each variable: how much the figure moves with it, in its unit; shrunk towards nothing."""
    parts: Floats
    """Draws x groups: what each group adds to the mean, with the variance that it has."""


def explain_spread(
    values: Floats, variables: Floats, group_of: Sequence[int], groups: Sequence[str]
) -> Leaning:
    """Return what explains the draws of a figure.

    `variables` (draws x variables) are independent and standard normal; each is of one group.
    """
    from scipy.optimize import minimize

    values, variables = values[:MOST], variables[:MOST]
    of = np.asarray(group_of)
    spread = float(values.std())
    count = len(groups)
    if spread == 0.0 or len(values) < 3:
        nothing, none = np.zeros(count), np.zeros((len(values), count))
        mean = float(values.mean()) if len(values) else np.nan
        effects = np.zeros(variables.shape[1])
        return Leaning(tuple(groups), mean, 0.0, nothing, nothing, 0.0, effects, none)
    scaled = (values - values.mean()) / spread
    blocks = [variables[:, of == number] for number in range(count)]
    kernels = np.stack([*(b @ b.T / max(b.shape[1], 1) for b in blocks), np.eye(len(values))])
    start = np.full(count + 1, np.log(1.0 / (count + 1)))
    bounds = [(_LEAST, _MOST_LOG)] * (count + 1)
    found = minimize(_loss, start, (scaled, kernels), "L-BFGS-B", jac=True, bounds=bounds)
    sizes = np.exp(found.x)
    inverse = np.asarray(np.linalg.inv(_FREE + np.tensordot(sizes, kernels, 1)), dtype=float)
    weights = inverse @ scaled
    left = weights / np.diag(inverse)
    total = sizes.sum()
    return Leaning(
        tuple(groups),
        float(values.mean()),
        spread,
        sizes[:-1] / total,
        _errors(inverse, kernels)[:-1] / total,
        float(1.0 - (left**2).mean()),
        spread * _effects(sizes, variables, of, weights),
        _parts(sizes, kernels, weights, spread),
    )


def _loss(logs: Floats, values: Floats, kernels: Floats) -> tuple[float, Floats]:
    """Return the negative logarithm of the likelihood, and its slopes."""
    sizes = np.exp(logs)
    matrix = _FREE + np.tensordot(sizes, kernels, 1)
    inverse = np.linalg.inv(matrix)
    weights = inverse @ values
    loss = 0.5 * (np.linalg.slogdet(matrix)[1] + values @ weights)
    traces = (kernels * inverse).sum(axis=(1, 2))
    fits = np.einsum("i,gij,j->g", weights, kernels, weights)
    return float(loss), 0.5 * sizes * (traces - fits)


def _errors(inverse: Floats, kernels: Floats) -> Floats:
    """Return the standard errors of the sizes by the expected information."""
    turned = [inverse @ kernel for kernel in kernels]
    information = np.array([[0.5 * np.sum(a * b.T) for b in turned] for a in turned])
    found: Floats = np.sqrt(np.clip(np.diag(np.linalg.pinv(information)), 0.0, None))
    return found


def _effects(sizes: Floats, variables: Floats, of: NDArray[np.int64], weights: Floats) -> Floats:
    """Return the most likely effect of each variable, the spread being 1."""
    many = np.bincount(of, minlength=len(sizes))
    found: Floats = (sizes[of] / many[of]) * (variables.T @ weights)
    return found


def _parts(sizes: Floats, kernels: Floats, weights: Floats, spread: float) -> Floats:
    """Return what groups add: as predicted, and made as wide as their shares say."""
    columns = []
    for size, kernel in zip(sizes[:-1], kernels[:-1], strict=True):
        part = size * (kernel @ weights)
        part -= part.mean()
        width = part.std()
        wanted = np.sqrt(size / sizes.sum())
        columns.append(spread * part * (wanted / width if width > 0 else 0.0))
    found: Floats = np.column_stack(columns) if columns else np.zeros((len(weights), 0))
    return found
