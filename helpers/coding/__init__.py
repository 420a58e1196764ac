"""Find the dictionary's patterns in the sentences, and turn them into one boolean column a topic and actor.

In: segments, dictionary, articles. Out: mentions, one row a dictionary hit; coded, segments with
the article's outlet, outlet_country, ownership, published and published_precision and the columns topic_* and actor_*.
"""

from helpers.coding.columns import ABOUT_ARTICLE, FOCUS, REACH, actors, coded, kwic
from helpers.coding.matching import BETWEEN, MENTIONS, hits, longest, mentions, search

__all__ = [
    "ABOUT_ARTICLE", "BETWEEN", "FOCUS", "MENTIONS", "REACH", "actors", "coded", "hits", "kwic", "longest",
    "mentions", "search",
]  # fmt: skip
