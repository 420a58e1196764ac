"""Helpers of the notebooks: articles in, coded sentences, measures and figures out."""
