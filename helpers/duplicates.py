"""Find articles that are nearly the same: agency copy, reprints, corrected versions.

In: articles (article_id, text; published if there). Out: pairs, one row two similar articles; or articles with a flag.
"""

import hashlib
import re
from functools import lru_cache

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH

from helpers import text

PAIRS = ["article_id", "twin", "similarity", "estimate"]
SHINGLE = 5  # words in a row: long enough that two reports of one event share few by chance
NEAR = 0.5  # of the shingles of two articles together, the part that both have: what an editor leaves of agency copy
PERMUTATIONS, SEED = 128, 2014
RECALL = (0.1, 0.9)  # a false candidate costs one exact comparison, a missed one is lost
TWINS = 10  # earlier articles that one article is paired with at most
_CHUNK = 2_048  # shingles hashed at a time: their 128 permutations stay in the processor's cache
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no place in a shingle is lost modulo 2**64


def near(articles: pd.DataFrame, threshold: float = NEAR) -> pd.DataFrame:
    """Return the pairs of articles that share `threshold` of their shingles or more.

    Columns PAIRS: twin is the earlier article (by published, then by article_id), similarity the Jaccard
    similarity of their 5-word shingles, estimate that of their MinHash signatures by which they were found
    (Broder 1997); an article has TWINS twins at most, the most similar. Seeded; time and memory grow with the
    number of words. Of the pairs that lie close to the threshold some are missed.
    """
    when = articles["published"] if "published" in articles else pd.Series(pd.NaT, index=articles.index)
    ordered = articles.assign(published=when).sort_values(["published", "article_id"], kind="stable")
    ids, texts = ordered["article_id"].tolist(), ordered["text"].tolist()
    index = MinHashLSH(threshold, PERMUTATIONS, weights=RECALL)
    empty = MinHash(PERMUTATIONS, seed=SEED, hashfunc=int, scheme="affine32")
    signatures, rows = [], []
    for number, words in enumerate(texts):
        signature = _signature(shingles(words), empty)
        found = sorted((-signature.jaccard(signatures[twin]), twin) for twin in index.query(signature))
        for distance, twin in found[:TWINS]:
            similarity = _jaccard(shingles(words), shingles(texts[twin]))
            if similarity >= threshold:
                rows.append((ids[number], ids[twin], similarity, -distance))
        index.insert(number, signature)
        signatures.append(signature)
    return pd.DataFrame(rows, columns=PAIRS)


def flagged(articles: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return articles with 'near-duplicate of <twin>' added to the flags of each that has a twin, the most similar."""
    nearest_last = pairs.sort_values("similarity", kind="stable")
    twins = dict(zip(nearest_last["article_id"], nearest_last["twin"], strict=True))
    flags = [
        ";".join(filter(None, [old, f"near-duplicate of {twins[article_id]}" if article_id in twins else ""]))
        for article_id, old in zip(articles["article_id"], articles["flags"], strict=True)
    ]
    return articles.assign(flags=flags)


def shingles(words: str) -> np.ndarray:
    """Return the distinct shingles of a text as sorted 64-bit numbers; of a shorter text the one that it is."""
    found = re.findall(r"\w+", text.lower(text.fold(words)[0]))
    numbers = np.fromiter(map(_number, found), dtype=np.uint64, count=len(found))
    size = min(SHINGLE, len(numbers))
    length = len(numbers) - size + 1
    rolled = np.zeros(length if size else 0, dtype=np.uint64)
    for place in range(size):
        rolled = rolled * _BASE + numbers[place : place + length]
    rolled.sort()
    return rolled[np.diff(rolled, prepend=~rolled[:1]) != 0]


@lru_cache(maxsize=1_000_000)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _signature(found: np.ndarray, empty: MinHash) -> MinHash:
    signature, high = empty.copy(), (found >> np.uint64(32)).tolist()
    for start in range(0, len(high), _CHUNK):
        signature.update_batch(high[start : start + _CHUNK])
    return signature


def _jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """Return the size of the intersection of two sorted sets over that of their union; 0 for two empty ones."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / max(1, len(one) + len(other) - both)
