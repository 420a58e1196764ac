"""Choose sentences by topic, actor, voice, article, period or words, and read them beside their counts.

In: coded, mentions, a Design, the labels of its groups. Out: the controls that choose, over the page that they choose.
"""

from html import escape

import ipywidgets as widgets
import pandas as pd

from helpers import plot, text
from helpers.design import Design
from helpers.explore.choices import PAGE, Choice, Corpus, count, page, pages, sentences, unfit

__all__ = ["LISTED", "PAGE", "Choice", "Corpus", "Explorer", "count", "page", "pages", "sentences", "unfit"]
LISTED = 1_000  # articles that the list offers; a period narrows it
VOICES = {"outlet": "the outlet itself", "joint": "US and UK together", "other": "others"}


class Explorer(widgets.VBox):
    """Controls for a Choice over the page that they choose.

    Every control is a field to type in, with a list that helps: JupyterLab takes the arrows and the letters that are
    pressed in a list alone for its own.
    """

    def __init__(self, coded: pd.DataFrame, mentions: pd.DataFrame, view: Design, names: pd.Series):
        """Take what Corpus takes."""
        self.corpus = corpus = Corpus(coded, mentions, view, names)
        actors = corpus.body[[c for c in coded if c.startswith("actor_")]].sum()
        actors = plot.actor_names(list(actors[actors > 0].sort_values(ascending=False, kind="stable").index))
        voices = sorted(corpus.body["voice"].unique())
        voices = pd.Series([VOICES.get(v, plot.actor_names([v])[v]) for v in voices], index=voices)
        periods = sorted(corpus.body[corpus.period].dropna().unique())
        self.listed = {"topic": plot.in_words(), "actor": actors, "voice": voices,
                       "period": pd.Series(periods, index=periods), "article": corpus.articles}  # fmt: skip
        self.fields = {
            name: widgets.Combobox(description=name.title(), placeholder="any", continuous_update=False)
            for name in self.listed
        }
        self.fields["period"].description = corpus.period.title()
        self.fields["words"] = widgets.Text(description="Words", placeholder="sanction*", continuous_update=False)
        self.number = widgets.BoundedIntText(description="Page", value=1, min=1, max=1)
        self.shown = widgets.HTML()
        self.fields["topic"].value = self.listed["topic"].iloc[0]
        for name, field in self.fields.items():
            self._offer(name)
            field.observe(lambda _: self._choose(), "value")
        self.number.observe(lambda _: self._show(), "value")
        self._choose()
        layout = widgets.Layout(grid_template_columns="repeat(auto-fill, 22em)")
        super().__init__([widgets.GridBox([*self.fields.values(), self.number], layout=layout), self.shown])

    @property
    def choice(self) -> Choice:
        """Return what the controls say. Raises ValueError, in words for the reader, where it cannot be asked."""
        said = {name: " ".join(field.value.split()) for name, field in self.fields.items()}
        for name in self.listed:
            said[name] = self._key(name, said[name]) if said[name] else ""
        if problem := unfit(said["words"]):
            raise ValueError(problem)
        return Choice(**said)

    def _key(self, name: str, label: str) -> str:
        """Return what a label stands for, or the only one that begins so; raise ValueError where there is none."""
        offered = self._offered(name)
        begins = offered[offered.str.lower().str.startswith(label.lower())]
        for found in (offered[offered == label], begins):
            if len(found) == 1:
                return found.index[0]
        raise ValueError(f"There is no {self.fields[name].description.lower()} {label!r} to choose here; "
                         "take one from the list, or clear the field for any")  # fmt: skip

    def _offered(self, name: str) -> pd.Series:
        """Return key -> label of what a field offers: of articles, those of the chosen period."""
        corpus, period = self.corpus, self.fields["period"].value
        if name != "article" or not period:
            return self.listed[name]
        own = corpus.body.loc[corpus.body[corpus.period].eq(period).fillna(False), "article_id"].unique()
        return corpus.articles[corpus.articles.index.isin(own)]

    def _offer(self, name: str) -> None:
        """List what a field offers, as much as a list can hold."""
        if name in self.listed:
            offered = self._offered(name)
            self.fields[name].options = tuple(offered.head(LISTED))
            if len(offered) > LISTED:
                self.fields[name].placeholder = f"any (listed: {LISTED} of {len(offered):,})"

    def _choose(self) -> None:
        """Show the first page of a new choice."""
        self._offer("article")
        try:
            choice = self.choice
            self.number.max = pages(count(self.corpus, choice)["n"])
            for name in self.listed:  # what was typed in part is written out
                self.fields[name].value = self.listed[name].get(getattr(choice, name), "")
        except ValueError:
            self.number.max = 1
        self.number.value = 1
        self._show()

    def _show(self) -> None:
        try:
            self.shown.value = page(self.corpus, self.choice, self.number.value)
        except ValueError as problem:
            self.shown.value = f'<p role="status">{escape(text.visible(str(problem)))}.</p>'

    def _repr_mimebundle_(self, **kwargs) -> dict:
        """Return the controls, and for readers without a kernel the page that they begin with."""
        bundle = super()._repr_mimebundle_(**kwargs)
        about = "The controls of this explorer are there once the notebook has been run."
        begins = f"<p>{about} What they show for the topic {escape(self.fields['topic'].value)}:</p>"
        return {**bundle, "text/html": begins + self.shown.value, "text/plain": about}
