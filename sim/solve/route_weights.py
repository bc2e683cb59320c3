"""Weights by names: what breaks ties, of routes whether they are written down or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model import Floats
from sim.network.large.candidates import Candidates

Words = NDArray[np.uint64]
_TURN = (np.uint64(30), np.uint64(27), np.uint64(31))
_NAMED = {"origin": "origin", "destination": "destination", "lot": "lot", "way": "mode"}
"""Column of routes -> what its names are hashed as."""
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def weight_of(name: object) -> float:
    """Return a weight in [1, 2) for anything with a name, from that alone."""
    digest = hashlib.blake2b(repr(name).encode(), digest_size=4).digest()
    return 1.0 + int.from_bytes(digest, "big") / 2**32


def route_weights(routes: pd.DataFrame, periods: Iterable[int]) -> Floats:
    """Return a weight in [1, 2) for each route and period, from its ends, lot and way alone."""
    whole = np.zeros(len(routes), dtype=np.uint64)
    for column, what in _NAMED.items():
        codes, names = pd.factorize(routes[column].to_numpy(object))
        whole = _mix(whole ^ _hash(names.tolist(), what)[codes])
    stamps = _hash([str(period) for period in periods], "period")
    return _weight(_mix(whole[:, None] ^ stamps[None, :])).ravel()


class NameWeights:
    """The same weights for candidates."""

    def __init__(self, candidates: Candidates, period: int) -> None:
        pools = candidates.pools
        self._origin = [_hash(s.pool.origins, "origin") for s in pools]
        self._destination = [_hash(s.pool.destinations, "destination") for s in pools]
        self._lot = [_hash([s.pool.lot], "lot")[0] for s in pools]
        self._mode = {m: _hash([m], "mode")[0] for m in candidates.hauls.modes}
        self._period = _hash([str(period)], "period")[0]

    def of(
        self, located: int, mode: str, origins: NDArray[np.int64], destinations: NDArray[np.intp]
    ) -> Floats:
        """Return the weights of routes by their positions in the pool of a pool."""
        whole = _mix(self._origin[located][origins])
        whole = _mix(whole ^ self._destination[located][destinations])
        whole = _mix(_mix(whole ^ self._lot[located]) ^ self._mode[mode])
        return _weight(_mix(whole ^ self._period))


def _hash(names: list[str], what: str) -> Words:
    digests = (hashlib.blake2b(f"{what}:{name}".encode(), digest_size=8).digest() for name in names)
    return np.array([int.from_bytes(d, "big") for d in digests], dtype=np.uint64)


def _mix(words: Words) -> Words:
    """Scramble words (the finish of splitmix64: Steele, Lea, Flood, OOPSLA 2014)."""
    words = (words ^ (words >> _TURN[0])) * _MIX[0]
    words = (words ^ (words >> _TURN[1])) * _MIX[1]
    mixed: Words = words ^ (words >> _TURN[2])
    return mixed


def _weight(words: Words) -> Floats:
    weights: Floats = 1.0 + (words >> np.uint64(11)).astype(np.float64) / 2.0**53
    return weights
