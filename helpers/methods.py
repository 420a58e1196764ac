"""Put the method into words that a reader can paste into a paper, with the counts of the corpus at hand.

In: articles; coded (else made), readings and a summary of robustness where they are at hand. Out: text.
"""

from importlib import metadata

import pandas as pd

from helpers import coding, design, load, measure, pipeline, style, validity

# the packages on which a number depends, each pinned to one version for every machine
PACKAGES = ("pandas", "numpy", "scipy", "statsmodels", "krippendorff", "ahocorasick-rs")
REFERENCES = {
    "Wilson 1927": "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
    "Journal of the American Statistical Association, 22(158), 209-212.",
    "Holm 1979": "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of "
    "Statistics, 6(2), 65-70.",
    "Newcombe 1998": "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: "
    "comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.",
    "Kitagawa 1955": "Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American "
    "Statistical Association, 50(272), 1168-1194.",
    "Krippendorff 2004": "Krippendorff, K. (2004). Content analysis: An introduction to its methodology (2nd ed.). "
    "Sage.",
    "Benoit et al. 2009": "Benoit, K., Laver, M., & Mikhaylov, S. (2009). Treating words as data with error: "
    "Uncertainty in text statements of policy positions. American Journal of Political Science, 53(2), 495-513.",
    "Monroe et al. 2008": "Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin' words: Lexical feature "
    "selection and evaluation for identifying the content of political conflict. Political Analysis, 16(4), 372-403.",
    "Egami et al. 2023": "Egami, N., Hinck, M., Stewart, B. M., & Wei, H. (2023). Using imperfect surrogates for "
    "downstream inference: Design-based supervised learning for social science applications of large language "
    "models. Advances in Neural Information Processing Systems, 36.",
}
MODES = {
    "read": "can be read closely, text by text, and gives no estimate of more",
    "describe": "can be described, with intervals over its articles",
    "estimate": "can give estimates",
}
ALSO = {
    "differences": "Differences of two shares carry Newcombe's 95% interval (Newcombe 1998).",
    "resampled": f"Where sentences were drawn anew within each article (Benoit et al. 2009), {measure.RESAMPLES:,} "
    f"resamples with seed {measure.SEED} gave percentile intervals.",
    "split": "Differences were split into what the outlets changed and what their mix changed (Kitagawa 1955).",
    "keyness": "Words that set groups apart were found by log-odds with an informative Dirichlet prior "
    "(Monroe et al. 2008).",
    "corrected": "Shares were corrected by a coded random sample with known probabilities (Egami et al. 2023).",
}


def text(
    articles: pd.DataFrame,
    coded: pd.DataFrame | None = None,
    readings: pd.DataFrame | None = None,
    summary: pd.DataFrame | None = None,
    also: tuple[str, ...] = (),
    by: str = "year",
) -> str:
    """Return the method in a paragraph, and the works it cites, a line each.

    `readings` of these articles add validity and reliability (readers a, b and adjudicated), `summary` what
    robustness.summary counted, `also` the sentences of ALSO on what else was used; `by` is what the corpus is
    compared by. Raises KeyError for an unknown name in `also`.
    """
    coded = pipeline.code(articles) if coded is None else coded
    said = [_corpus(articles), _unit(coded), _dictionary(), _intervals(articles, coded, by)]
    said += [ALSO[name] for name in also]
    if readings is not None and readings["article_id"].isin(coded["article_id"]).any():
        said.append(_validity(coded, readings))
    if summary is not None and len(summary):
        said.append(_robustness(summary))
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    paragraph = " ".join([*said, f"Computed with Python and {versions}."])
    cited = [work for name, work in sorted(REFERENCES.items()) if name in paragraph]
    return "\n".join([paragraph, "", *cited])


def _corpus(articles: pd.DataFrame) -> str:
    dates = articles["published"].dropna()
    span = f", published between {_day(dates.min())} and {_day(dates.max())}" if len(dates) else ""
    undated = f" ({len(articles) - len(dates)} without a date)" if 0 < len(dates) < len(articles) else ""
    outlets = style.counted(articles["outlet"].nunique(), "outlet")
    return f"The corpus holds {style.counted(len(articles), 'article')} from {outlets}{span}{undated}."


def _unit(coded: pd.DataFrame) -> str:
    body = int((coded["kind"] == "body").sum())
    return (
        f"They were cut by rules into {len(coded):,} segments, without losing a character; the unit of analysis is the "
        f"sentence of the body ({body:,}), while headlines, standfirsts, captions and site furniture were set apart."
    )


def _dictionary() -> str:
    patterns = load.dictionary()["pattern"]
    topics = len(load.topics())
    return (
        f"Topics ({topics}), actors, the relation of the two capitals and the presentation of Iran and Russia were "
        f"coded by a dictionary of {len(patterns):,} rows (SHA-256 {style.dictionary_version()}…) of plain words with "
        "wildcards: whole words, the longest match wins, blocking rows remove second meanings; a sentence may take a "
        f"topic from one named up to {coding.REACH} sentences before. Speakers were found by rules on quotation "
        "marks and verbs of saying. A sentence may carry several topics or none."
    )


def _intervals(articles: pd.DataFrame, coded: pd.DataFrame, by: str) -> str:
    answer, shown = measure.attainable(articles, by, coded), design.of(articles)
    if shown.interval == "wilson":
        interval = (
            f"Wilson's {measure.LEVEL:.0%} interval (Wilson 1927), which lets the wording of these articles vary, not "
            "the articles"
        )
    else:
        interval = (
            f"a {measure.LEVEL:.0%} percentile interval of {measure.RESAMPLES:,} resamples of articles within outlet "
            f"and {shown.by} (seed {measure.SEED})"
        )
    tests = (
        f" Changes from the first {shown.by} to the last were tested by {measure.RESAMPLES:,} shuffles of articles "
        "within outlets, corrected for the number of shares compared (Holm 1979)."
    )
    return (
        f"Shares are given as n of total with {interval}.{tests if shown.mode == 'estimate' else ''} Compared by {by}, "
        f"this corpus {MODES[answer.mode]} ({answer.why})."
    )


def _validity(coded: pd.DataFrame, readings: pd.DataFrame) -> str:
    reading = readings[readings["reader"] == "adjudicated"]
    scores = validity.validate(coded, reading)["f1"].dropna()
    alphas = validity.reliability(readings).query("key.str.startswith('topic_')")["alpha"].dropna()
    return (
        f"{len(validity.read_as_coded(coded, reading)):,} of the segments were also coded by two language-model "
        "readers, not people, and their differences settled by a third. Against that reading the dictionary reaches a "
        f"mean F1 of {scores.mean():.2f} over the {len(scores)} topics with {validity.ENOUGH} cases or "
        "more (in-sample: these texts were seen while the dictionary was made); the two readers agree at "
        f"Krippendorff's alpha of {alphas.min():.2f} to {alphas.max():.2f} by topic (Krippendorff 2004)."
    )


def _robustness(summary: pd.DataFrame) -> str:
    whole = int((summary["n_kept"] == summary["n_variants"]).sum())
    return (
        "Each finding was judged again with every article, ownership and provenance left out, every pattern that "
        "hits dropped, without context, with headlines and standfirsts, counted in sentences, paragraphs and words, "
        f"and by the readers' codes where there are any: {whole} of {len(summary)} findings hold in every variant that "
        "changes what they count."
    )


def _day(when: pd.Timestamp) -> str:
    return f"{when.day} {when:%B %Y}"
