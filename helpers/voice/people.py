"""Tell what a text shows of its people: their gender, full names, and who is named first in a stretch of it.

In: the text of one article, names and offsets. Out: a name, 'he', 'she' or a boolean.
"""

import math
import re
from functools import lru_cache

from helpers.voice import names

# enough to tell 'he' from 'she' for the people of this news; unknown names fit both
_MALE = set(
    """mr sir lord king prince john david william james michael robert richard george donald barack joe boris tony
    jeremy dominic ben rishi antony mike jim tom thomas peter paul mark andrew philip simon nick keir alan bill jack
    jake sergei sergey vladimir dmitry hassan mohammad mohammed ali abbas javad hossein ebrahim qassem emmanuel benjamin
    charles henry edward steven stephen brian kevin gary martin chris christopher daniel matthew anthony ed ned jens
    volodymyr marco pete rex lloyd""".split()
)
_FEMALE = set(
    """mrs ms miss lady dame queen princess baroness theresa hillary angela elizabeth liz mary anne ann sarah emily jane
    priti susan margaret heather jen karine marie maria laura rachel kate catherine karen nancy linda amy julia anna
    helen emma victoria federica samantha wendy condoleezza kamala morgan yvette nazanin ursula michelle melania
    jennifer maryam fiona""".split()
)
GIVEN = _MALE | _FEMALE
# capitalised words in a row: up to six and the last, which may stand alone. The capital stands first so that the
# search skips to it
_RUN = re.compile(
    r"[A-Z](?:[\w’'-]*\.? (?:(?:of|for|van|de|al|bin) )?(?:[A-Z][\w’'-]*\.? (?:(?:of|for|van|de|al|bin) )?){0,5}"
    r"[A-Z][\w-]+|[\w-]+)"
)
_FORENAME = re.compile(r"(?:^|[\s(“\"])(?!The |In |On |At |But |And |For |As |When )[A-Z][\w.’'-]+ $")


@lru_cache(4096)
def gender(name: str) -> str:
    """Guess from title and given name: 'he', 'she' or '' where they do not tell."""
    words = {word.strip(".").lower() for word in name.split()}
    return "she" if words & _FEMALE else "he" if words & _MALE else ""


def first_person(text: str, begin: int, end: int, pronoun: str) -> str | None:
    """Return the first person named here: after a title, with a known given name, or named in full before."""
    for run in _RUN.findall(text, begin, end):
        person, known = _person(run)
        if person and not (pronoun and gender(run) not in ("", pronoun)) and (
            known or " " not in person and in_full(text, person, begin)):  # fmt: skip
            return person
    return None


@lru_cache(4096)
def _person(name: str) -> tuple[str, bool]:
    """Return a name without its titles, '' for a body, and whether title or given name show a person."""
    person = names.bare(name)
    if names.is_body(person):
        return "", False
    return person, bool(names.TITLED.match(name)) or person.split()[0].lower() in GIVEN


def in_full(text: str, surname: str, end: int) -> bool:
    """Tell whether a surname stood with a forename or a title in one of its first mentions."""
    return _in_full_at(text, surname) + len(surname) <= end


@lru_cache(256)
def _in_full_at(text: str, surname: str) -> float:
    """Return where a surname first stands with a forename or a title, among its first four mentions; inf if nowhere."""
    at = -1
    for _ in range(4):
        at = text.find(surname, at + 1)
        if at < 0:
            break
        before = text[at - 1 : at]
        if before == " " and _FORENAME.search(text, max(0, at - 25, text.rfind(" ", 0, at - 1)), at) or (
            before == "\n" and _FORENAME.search(text, max(0, at - 25), at)):  # fmt: skip
            return at
    return math.inf


@lru_cache(256)
def gender_at_first(text: str, surname: str) -> str:
    """Guess the gender of a surname from what stands before its first mention."""
    at = text.find(" " + surname)
    return gender(text[max(0, at - 25) : at].split("\n")[-1]) if at > 0 else ""
