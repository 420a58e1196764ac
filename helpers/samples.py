"""Make small folders of articles to try the loading with: the same articles in five formats, and faulty files.

In: articles (article_id, outlet, published, headline, text). Out: {name of the file: its bytes}, for style.put.
"""

import io
import json
from html import escape

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

FORMATS = ["txt", "csv", "jsonl", "parquet", "html"]
TOLD = ["article_id", "outlet", "published", "headline"]
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{headline}</title>
<meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{published}">
<script>document.title = "not read"</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{headline}</h1>
{body}
</article><footer>Not read either</footer></body></html>
"""


def formats(articles: pd.DataFrame) -> dict[str, bytes]:
    """Return the articles in each of FORMATS: a folder each, with one file for all articles or one for each.

    A blank line parts the paragraphs in all of them, since web pages know no other way; txt has an
    articles.csv beside the texts. load.corpus reads equal id, outlet, date, headline and text from each.
    """
    rows = articles[[*TOLD, "text"]].assign(
        published=articles["published"].dt.strftime("%Y-%m-%d").fillna(""), text=articles["text"].map(_parted)
    )
    records = rows.to_dict("records")
    table = io.BytesIO()
    parquet.write_table(pa.Table.from_pandas(rows, preserve_index=False), table)
    about = rows[TOLD[1:]].assign(file=rows["article_id"] + ".txt")
    return {
        **{f"txt/{r['article_id']}.txt": r["text"].encode() for r in records},
        "txt/articles.csv": _csv(about),
        "csv/press.csv": _csv(rows),
        "jsonl/press.jsonl": "".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in records).encode(),
        "parquet/press.parquet": table.getvalue(),
        **{f"html/{r['article_id']}.html": _page(r).encode() for r in records},
    }


def faulty(articles: pd.DataFrame) -> dict[str, bytes]:
    """Return files that load.corpus refuses or flags beside the txt folder of `formats`.

    Refused are an empty file, noise, a PDF named .txt and the first article again; flagged are one in an old
    encoding and one that is not in English, both without date and outlet.
    """
    return {
        "empty.txt": b"",
        "noise.txt": bytes(range(256)) * 4,
        "report.txt": b"%PDF-1.7 a PDF that somebody named .txt",
        "copy.html": formats(articles.head(1))[f"html/{articles['article_id'].iloc[0]}.html"],
        "old.txt": "The minister said: ‘We shall see.’ Iran had not replied by the evening.".encode("cp1252"),
        "french.txt": b"Le ministre a dit que les deux capitales sont d'accord sur la Russie et sur l'Iran.",
    }


def _csv(rows: pd.DataFrame) -> bytes:
    return rows.to_csv(index=False, lineterminator="\n").encode()


def _page(row: dict[str, str]) -> str:
    lines = row["text"].split("\n\n")
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines[lines[0] == row["headline"] :])
    return PAGE.format(body=body, **{name: escape(row[name]) for name in TOLD})


def _parted(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())
