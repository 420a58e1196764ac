"""What README says is what the data says, and what it tells to run is there."""

import re
import tomllib

from helpers import load, measure, paths, prose, style, validity

README = (paths.ROOT / "README.md").read_text(encoding="utf-8")


def said_in_readme(seeds, seeds_coded, adjudicated):
    """Return what README may say in numbers, put together from the data."""
    when = seeds.set_index("outlet")["published"].map(lambda day: f"{day.day} {day:%B %Y}")
    first, last = seeds["published"].min().year, seeds["published"].max().year
    texts, topics = prose.spelt(len(seeds)), prose.spelt(len(load.topics()))
    scores = validity.validate(seeds_coded, adjudicated)
    said = prose.pieces(
        seeds_coded,
        {
            "Daily Mail": ["actor_russia", "iran_frame=partner", "voice=iran"],
            "Press TV": ["us_uk_iran=diverge", "topic_espionage"],
            "The Diplomatic Insight": ["topic_ukraine", "iran_frame=threat"],
            "TRT World": ["actor_iran & actor_russia", "us_uk_iran=converge"],
        },
    )
    said += [f"In {when['Daily Mail'].split(' ', 1)[1]} Russia", f"In {when['Press TV'].split(' ', 1)[1]} Washington"]
    said += [f"In {when['The Diplomatic Insight'].split(' ', 1)[1]} the war", f"On {when['TRT World']} Iran and Russia"]
    said += [f"mean F1 over the topics with enough cases is {scores['f1'].mean():.2f}", f"{first} to {last}?"]
    lead = measure.shares(seeds_coded, "article_id").sort_values("n").drop_duplicates("article_id", keep="last")
    lead = lead.merge(seeds)["published"].dt.year.astype(str).groupby(lead["key"].to_numpy()).unique()
    led = {key: " and ".join(sorted(years)) for key, years in lead.items()}
    said += [f"the topics in {led['topic_middle_east']}", f"the war on Ukraine in {led['topic_ukraine']}"]
    said += [f"that of {first}", "Python 3.11", "November 2026"]
    said += [f"{texts} {noun}" for noun in ("news articles", "texts", "outlets")] + [f"{topics} topics"]
    return [*said, f"{prose.spelt(seeds['published'].nunique())} dates"]


def test_every_number_of_the_readme_is_that_of_the_data(seeds, seeds_coded, adjudicated):
    prose.check("README.md", said_in_readme(seeds, seeds_coded, adjudicated))


def test_every_link_of_the_readme_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links and all((paths.ROOT / link).exists() for link in links if "://" not in link)


def test_the_commands_of_the_readme_are_in_the_makefile():
    made = set(re.findall(r"^(\w+):", (paths.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", README)) <= made


def test_the_python_of_the_readme_runs():
    blocks = re.findall(r"(?:^    (?:from|import) .*\n(?:^    .*\n|\n(?=    ))+)", README, re.MULTILINE)
    assert len(blocks) == README.count("from helpers import"), "every example is found"
    for block in blocks:
        code = "\n".join(line.removeprefix("    ") for line in block.splitlines())
        exec(code.replace("path/to/folder", str(paths.SEEDS)), {})


def test_the_citation_names_the_version_and_the_dictionary():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Version {project['version']}, dictionary {style.dictionary_version()}." in README
