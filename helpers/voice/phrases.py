"""Read the noun phrase that names a speaker, where it ends before a word of saying.

In: text and the words before a place. Out: (kind, name, phrase): kind is name, noun or pronoun, name the
offsets of the speaker, phrase those of the speaker with titles and appositions.
"""

import re

from helpers.voice import names, words

Phrase = tuple[str, tuple[int, int], tuple[int, int]]

_BEFORE_DETERMINER = words.THROUGH - {"on", "to"}
_NOBODY = {"no", "nobody", "none", "neither", "nothing"}
_NEVER_LAST = set("there this these those what that everyone people lot".split())
_COUNTS = {"two", "three", "four", "other", "few"}
_NOT_LAST = words.BARRIERS | words.THROUGH | _NEVER_LAST
_SMALL = words.THROUGH | words.DETERMINERS | words.PARTICLES
_NOT_BEFORE_THROUGH = words.BARRIERS | words.AUXILIARIES | words.THROUGH
_NEVER_NAME = words.DAYS | words.AUXILIARIES | words.BARRIERS | words.THROUGH | words.DETERMINERS
_SKIPPED = set("who which whose where when while of from aged now then with also".split())
_NOT_IN_ROLE = words.THROUGH | _SKIPPED
_OPENS_ASIDE = words.THROUGH | {"after", "by", "as", "under"}
_PLURAL = re.compile(r"(?:s|one|police|people|men|women)$")
_APPOSED = re.compile(r",? ?([A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}),")  # ', Nick Wells,'

# 'Asked about the talks, Mr Hunt, who arrived on Sunday, said': the subject is 'Mr Hunt'
_SUBJECT = re.compile(
    r"(?:(?:In|On|At|After|During|By|For|Earlier|Later|Asked|Pressed|Speaking|With|When|As|Last|Before|From|Under|"
    r"Despite|Following|While|Writing|Meanwhile|However)\b[^,]{0,120},\s*)?"
    r"(?P<np>(?:(?:The|the|An?|an?|His|Her|Its|Their|his|her|its|their|One|one|Two|two|Both|both)\s+)?"
    r"(?:[\w.’'&-]+\s+){0,7}?[\w.’'&-]+)(?:,\s+[A-Z][^,]{3,40})?,?\s+"
    r"(?:(?:has|have|had|is|was|were|are|also|will|would|today|yesterday|who)\b|[a-z]+(?:ed|s)\b|"
    r"(?:went|met|spoke|took|made|gave|came|sent|left|got|won|lost|held|set|put|hit|led|let|kept|saw|fell|rose|stood|"
    r"drew)\b)"
)


def ending(text: str, tokens: words.Tokens) -> Phrase | None:
    """Return the noun phrase that ends with these words, None where they end with none."""
    if not tokens:
        return None
    at, last = tokens[-1]
    end = at + len(last)
    if last.lower() in words.PRONOUNS and last not in ("IT", "US"):
        return "pronoun", (at, end), (at, end)
    plain = words.plain(last)
    if last == "10" and len(tokens) > 1 and tokens[-2][1].rstrip(".").lower() in ("no", "number"):
        return "name", (tokens[-2][0], end), (tokens[-2][0], end)  # Downing Street
    if last in words.PUNCTUATION or last[0].isdigit() or plain in _NOT_LAST:
        return None
    return named(text, tokens[_beginning(tokens) :], end)


def past_apposition(text: str, tokens: words.Tokens, start: int) -> Phrase | None:
    """Find the name before 'the deputy national security adviser,' or 'who voted for the war,'."""
    chunks = _chunks(tokens)
    fallback = None
    for number, chunk in reversed(list(enumerate(chunks))[-5:]):
        low = chunk[0][1].lower()
        if low in ("which", "what", "whom") and 1 < len(chunk) < 5 and names.is_name(chunk[-1][1]):
            chunk = chunk[1:]  # 'which Downing Street, after a night of doubt, said'
            low = chunk[0][1].lower()
        if _is_aside(chunk, low, first=number == 0):
            continue
        found = ending(text, chunk)
        if found and found[0] == "name" and (low not in words.DETERMINERS or " " in text[slice(*found[1])].strip()):
            role = ending(text, chunks[number - 1]) if number else None
            before = role and role[0] == "noun" and chunks[number - 1][0][1].lower() not in _NOT_IN_ROLE
            begin = chunks[number - 1][0][0] if before else found[2][0]  # 'Iran's foreign minister, Abbas Araghchi,'
            return found[0], found[1], (begin, start)
        if found and fallback is None:
            fallback = found
        elif found and found[0] == "pronoun":
            return found
    return fallback


def subject(text: str, left: int, start: int) -> Phrase | None:
    """Return the subject of the sentence, for a participle that has no other: '..., saying that'."""
    hit = _SUBJECT.match(text, left, start)
    if not hit:
        return None
    tokens = words.tokens(text, *hit.span("np"))
    if tokens and tokens[-1][1].lower() in ("he", "she", "they"):
        tokens = tokens[-1:]
    if tokens and tokens[0][1].lower() in words.PRONOUNS:
        tokens = tokens[:1]
    at = hit.end("np")
    apposed = _APPOSED.match(text[at:start])
    if apposed:
        return "name", (at + apposed.start(1), at + apposed.end(1)), (hit.start("np"), at + apposed.end(1))
    return ending(text, tokens)


def _beginning(tokens: words.Tokens) -> int:
    """Walk back from the last word of a noun phrase; return the index of its first."""
    written = [word for _, word in tokens]
    first = i = len(written) - 1
    while i >= 0 and len(written) - i <= 14:
        word, before = written[i], written[i - 1] if i else ""
        low, is_name = words.plain(word), names.is_name(word)
        joins = low == "and" and 0 < i < len(written) - 1 and names.is_name(written[i + 1]) and names.is_name(before)
        if word in words.PUNCTUATION or low in words.BARRIERS and not joins:
            break
        if is_name or joins:
            if is_name and (low in words.THROUGH or low == "but"):
                break
            first = i
            if is_name and low in ("the", "a", "an"):
                break
        elif low in words.DETERMINERS:
            first = i
            if before == "and" and i > 1 and names.is_name(written[i - 2]) and names.is_name(written[-1]) and (
                all(names.is_name(w) or w.lower() in words.PARTICLES for w in written[: i - 1])):  # fmt: skip
                return 0  # 'The United States and the United Kingdom have urged'
            if low in _COUNTS and before.lower() in ("the", "all", "both", "these", "some", "many", "several"):
                i -= 1
                continue
            head = written[i - 2] if i > 1 else ""
            if before not in _BEFORE_DETERMINER or not head[:1].isalpha() or head.lower() in words.BARRIERS or (
                head.endswith("ed")):  # fmt: skip
                break
            i -= 1  # 'a spokesman for the ministry'
        elif low in words.THROUGH:
            if not before[:1].isalpha() or before.lower() in _NOT_BEFORE_THROUGH or (
                before.islower() and before.endswith("ed")):  # fmt: skip
                break
        else:
            named = first < len(written) - 1 and names.is_name(written[first])
            if named and low.endswith(("ed", "ing")) and "-" not in low:
                break
            first = i
        i -= 1
    return first


def named(text: str, tokens: words.Tokens, end: int) -> Phrase | None:
    """Choose the name within a noun phrase: after its titles, or the head with what stands before it."""
    if not tokens:
        return None
    begin = tokens[0][0]
    written = [word for _, word in tokens]
    if written[0].lower() in _NOBODY:
        return None
    if written[0].lower() in words.PRONOUNS and written[-1].islower():  # 'He took pains to add'
        place = (begin, begin + len(written[0]))
        return "pronoun", place, place
    run = _name_run(written)
    cut = len(written)
    if not words.THROUGH.isdisjoint(written):
        through = (k for k, word in enumerate(written) if k and word in words.THROUGH and not _within_name(written, k))
        cut = next(through, cut)
    if cut < run < len(written) - 1:
        plain = written[run - 1].islower() and written[run - 1] not in _SMALL
        if plain or names.BODY_THEN_NAME.search(text[tokens[run][0] : end]):
            cut = len(written)  # 'on the eve of the trip Vladimir Putin', 'head of the Energy Agency Ali Salehi'
    if run < len(written) == cut:
        left = tokens[run][0]
        left += names.titles(text[left:end])
        name = text[left:end]
        if name.endswith(("’s", "'s")) or left == begin and words.plain(name) in _NEVER_NAME:
            return None
        return "name", (left, end), (begin, end)
    head = written[:cut]
    stop = tokens[cut - 1][0] + len(head[-1])
    whole = text[begin:stop]
    strip = head[0].lower() == "the" and cut > 1 and not names.LATER.match(whole) and not names.TWO.match(whole)
    # a bare lower-case noun must be a plural or stand with a determiner
    bare_noun = cut == 1 and head[0].islower() and head[0] not in words.DETERMINERS
    if bare_noun and not _PLURAL.search(head[0]):
        return None
    if not any(word[0].isalpha() for word in head):
        return None
    return "noun", (tokens[1][0] if strip else begin, stop), (begin, end)


def _name_run(written: list[str]) -> int:
    """Return the index at which the capitalised words at the end begin."""
    run = len(written)
    while run:
        word, before = written[run - 1], written[run - 2] if run > 1 else ""
        joins = run < len(written) and word.lower() in words.PARTICLES and before and (
            names.is_name(before) or written[run - 2 : run] == ["and", "the"])  # fmt: skip
        if not names.is_name(word) and not joins:
            break
        run -= 1
    return run


def _within_name(written: list[str], k: int) -> bool:
    """Tell whether a preposition belongs to a name: 'Bank of England'."""
    after = written[k + 1] if k + 1 < len(written) else ""
    return written[k] in ("of", "for") and names.is_name(written[k - 1]) and (names.is_name(after) or after == "the")


def _chunks(tokens: words.Tokens) -> list[words.Tokens]:
    """Cut words at commas and dashes; what stands in brackets is left out."""
    chunks, depth = [[]], 0
    for token in tokens:
        depth += token[1] == "("
        if token[1] in (",", "—", "–"):
            chunks.append([])
        elif not depth:
            chunks[-1].append(token)
        depth -= token[1] == ")"
    return [chunk for chunk in chunks if chunk]


def _is_aside(chunk: words.Tokens, low: str, first: bool) -> bool:
    """Tell whether words between commas cannot hold the speaker: 'who is 54', 'in a statement', '54'."""
    word = chunk[0][1]
    if low in _SKIPPED or word[0].isdigit() and len(chunk) < 3 or word.startswith(("R-", "D-")):
        return True
    full = len(chunk) > 1 and names.is_name(chunk[-2][1]) and names.is_name(chunk[-1][1])
    if word.islower() and low not in words.DETERMINERS and not first and not full:
        return True
    return word.islower() and (low in _OPENS_ASIDE or low.endswith(("ing", "ed")))
