"""The rules of the house: imports point one way, notebooks lean on nothing but helpers, prose holds to the data."""

import ast
import re

import nbformat
import pytest

from helpers import paths, prose, rerun

ORDER = [
    ["paths"], ["text.decoding", "text.folding"], ["dates", "text", "places"], ["patterns", "schemas", "duplicates"],
    ["sources.rows"], ["sources.delimited", "sources.jsonl", "sources.parquet", "sources.pages", "sources.articles"],
    ["sources"], ["sources.folders"], ["load.corpora"], ["load.tables"], ["load", "furniture", "stance"], ["segment"],
    ["coding.columns", "coding.matching"], ["coding"],
    ["voice.words", "voice.names", "voice.naming", "voice.pairs"],
    ["voice.people", "voice.phrases", "voice.texts", "voice.verbs"],
    ["voice.inversion", "voice.sides", "voice.speech"], ["voice.quotes"], ["voice.referents"], ["voice.speakers"],
    ["voice.attribution"], ["voice"],
    ["fast.characters"], ["fast.page", "fast.seeking", "fast.strings"], ["fast.matching", "fast.stops"], ["fast.lines"],
    ["fast.cutting", "fast.finding", "fast.flagging"], ["fast"],
    ["measure.counting"], ["measure.proportions"], ["measure.comparisons"], ["measure.limits"], ["measure.permutation"],
    ["pipeline", "measure"], ["sampling"], ["correction"], ["simulation"], ["evidence", "validity", "design", "names"],
    ["features", "findings", "recoding"], ["keyness.weighing"], ["keyness.phrases"], ["keyness", "robustness"],
    ["style"],
    ["methods", "samples", "plot.names", "plot.scores", "plot.variants", "plot.words"], ["plot.corpus", "plot.time"],
    ["plot.texts"], ["plot.whole"], ["plot", "show", "prose"], ["explore.choices", "rerun"], ["explore"],
    ["reading.pictures", "reading.tidy"], ["reading.article"], ["reading.front"], ["reading"], ["reading.__main__"],
    ["scale.counts", "scale.store"], ["scale.work"], ["scale.engines"], ["scale"], ["scale.__main__"],
]  # fmt: skip
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
HELPERS = paths.ROOT / "helpers"
MODULES = {
    ".".join(file.relative_to(HELPERS).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(HELPERS.rglob("*.py"))
    if file != HELPERS / "__init__.py"
}
NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
CHANGE = re.compile(r"\b(?:rose|fell|increased|declined|grew|trend upwards?|surged)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_left(name):
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "helpers":
            package = node.module.removeprefix("helpers").removeprefix(".")
            found = {f"{package}.{alias.name}".removeprefix(".") for alias in node.names}
            used |= found & set(RANK) or {package}
    assert all(RANK[other] < RANK[name] for other in used), f"{name} imports {used}"


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_say_what_they_do(name):
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    public = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and not n.name.startswith("_")]
    assert ast.get_docstring(tree) and all(ast.get_docstring(node) for node in public)


@pytest.mark.parametrize("name", MODULES)
def test_only_load_reads_and_only_style_writes(name):
    source = MODULES[name].read_text(encoding="utf-8")
    calls = set(re.findall(r"\.(write_text|write_bytes|to_parquet|read_bytes|read_csv|read_text)\(", source))
    allowed = {
        "sources": {"read_bytes"},
        "style": {"write_bytes", "read_bytes"},
        "prose": {"read_text"},
        "rerun": {"write_text"},
        "reading": {"read_bytes", "read_text"},
        "reading.pictures": {"read_bytes"},
        "reading.front": {"read_text"},
    }
    assert calls <= allowed.get(name, set())


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.stem)
def test_a_notebook_reads_as_it_should(file):
    cells = nbformat.read(file, as_version=4).cells
    first, answer, code = cells[0].source, cells[1], [c.source for c in cells if c.cell_type == "code"]
    assert first.startswith("# ") and first.endswith("?") and answer.source.startswith("**Answer:**")
    assert rerun.OWN in answer.metadata["tags"]  # it speaks of the project's own articles
    assert any("load.corpus()" in source for source in code) and any("assert " in source for source in code)
    assert not any(re.search(r"^\s*(?:def|class|for|while) |%run|^!", source, re.M) for source in code)
    assert not CHANGE.search(prose.text_of(file.stem))


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.stem)
def test_a_notebook_checks_the_numbers_of_its_prose(file):
    code = "\n".join(c.source for c in nbformat.read(file, as_version=4).cells if c.cell_type == "code")
    assert f'prose.check("{file.stem}"' in code


def test_a_changed_digit_in_prose_is_seen(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("It is named in 12 of the 38 sentences, and `code 99` is no prose.")
    prose.check("page.md", ["12 of the 38 sentences"])
    assert capsys.readouterr().out.endswith("\n12 of the 38 sentences\n")
    for wrong in ("13 of the 38 sentences", "12 of the 88 sentences"):
        page.write_text(f"It is named in {wrong}.")
        with pytest.raises(AssertionError, match="not in the prose"):
            prose.check("page.md", ["12 of the 38 sentences"])
    page.write_text("It is named in 12 of the 38 sentences, in 1 of 5 texts.")
    with pytest.raises(AssertionError, match="nothing checks"):
        prose.check("page.md", ["12 of the 38 sentences"])
