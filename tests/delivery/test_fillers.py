"""Fillers told from the same words used with meaning. Expected fillers stand in square brackets."""

from __future__ import annotations

import re

import pytest

from interview_cli.delivery.fillers import find_fillers
from interview_cli.text.words import split_words

SENTENCES = [
    # Filled pauses.
    "[Um], I started in support.",
    "We moved to, [uh], a new data centre.",
    "It took, [er], about a month.",
    "[Erm], let me think about that.",
    "[Hmm], that is a good question.",
    "[Mm], I would say no.",
    "[Ah], the second project was harder.",
    "[Ummm] we [uhh] deployed on Friday",
    "[Uhm], it was [uh] [um] a long night.",
    "[UM], the pager went off.",
    # Sounds that are answers, units, names or endings.
    "Uh-huh, that is right.",
    "Mm-hm, we did.",
    "uh huh we agreed on it",
    "Oh, I forgot to mention the budget.",
    "Huh, nobody had asked that before.",
    "The gap was 5 mm wide.",
    "My first job was in the ER of a hospital.",
    "The drummer hummed under an umbrella.",
    # You know.
    "It was, [you know], slow.",
    "We had no tests, [you know].",
    "[You know], my manager left that week.",
    "And [you know], nobody noticed.",
    "They just wanted it done, [you know] they never read the report.",
    "You know the answer.",
    "I think you know the answer already.",
    "Well-prepared candidates know that you know it.",
    "Do you know how a hash map works?",
    "Did you know about the outage?",
    "As you know, the release slipped.",
    "If you know what the user needs, you save time.",
    "You know what I mean.",
    "I will let you know by Monday.",
    "They asked me how you know when to stop.",
    "It depends on whether you know them.",
    "We learned what you know about caching.",
    "You know a lot about databases.",
    "I should have known.",
    # I mean.
    "[I mean], it was slow.",
    "It was slow, [I mean], really slow.",
    "But [I mean] we shipped it.",
    "That is what I mean.",
    "What I mean is that we lacked time.",
    "I mean to apply next year.",
    "By latency I mean by far the slowest percentile.",
    "The mean was three seconds.",
    # Well.
    "[Well], we tried.",
    "[Well], [um], it depends.",
    "Oh [well], we had a rollback.",
    "He said [well] you should ask the client.",
    "The launch went well.",
    "It works well, so we kept it.",
    "I also wrote the tests as well.",
    "She is a well-known engineer.",
    "We did well in the audit.",
    "The team was very well prepared.",
    "I was well aware of the risk.",
    "Everyone knows how well it scaled.",
    "Pretty well everybody agreed.",
    # Like.
    "It was, [like], slow.",
    "We had [like] three days left.",
    "It took [like] two weeks.",
    "I was there for, [like], a year.",
    "And [like], nobody was in charge.",
    "It ran for [like] an hour.",
    "[Um], [like], the build kept failing.",
    "There were [like] 20 services.",
    "It was [like] really hard.",
    "[Like], we had no plan.",
    "I like Python.",
    "I would like to lead a team.",
    "We really like the new process.",
    "They don't like meetings.",
    "It looks like rain.",
    "It felt like a promotion.",
    "I have never seen something like that.",
    "I worked with tools like Docker and Git.",
    "It behaves just like a queue.",
    "Like I said, we were late.",
    "It is like a cache in front of the database.",
    "What was it like to work there?",
    "I used to like frontend work.",
    "Things like this happen.",
    "I trained as a mechanic, like my father.",
    "She is a nurse, like everyone in my family.",
    "I take one in the middle like fifteen.",
    "When it is bad, like in the December rush, I ask early.",
    "It broke, [like] the whole thing just fell over that night.",
    "Now I work in Graz.",
    "[Now] I think it was the heat.",
    "She acted like a mentor.",
    "The two systems are very much alike.",
    # So.
    "[So], what would you change?",
    "[So] how did we fix it?",
    "[So] anyway, the client signed.",
    "I wrote it down so that nobody forgets.",
    "The server crashed, so we restarted it.",
    "It was so slow that users left.",
    "I think so.",
    "We had so many alerts.",
    "So far nothing has broken.",
    "I learned so much.",
    "And so we moved on.",
    # Now.
    "[Now], that is the hard part.",
    "[Now], I was new to the team.",
    "[Now] what did we do?",
    "Right now I lead a small team.",
    "We do it differently now.",
    "It is now in production.",
    "From now on we test first.",
    "Every now and then it fails.",
    # Actually.
    "[Actually], I left before the launch.",
    "It was, [actually], my idea.",
    "[Well], [actually] I wrote the parser.",
    "I actually enjoyed the review.",
    "What actually happened was a race condition.",
    "Nobody had actually read the contract.",
    "[So], is that a problem?",
    "So, we left.",
    "fine [So] how do you test",
    # Okay, basically, right.
    "We shipped it and, [okay], [um], it broke.",
    "That is okay.",
    "The results were okay, but not great.",
    "It was, [basically], a spreadsheet.",
    "It is basically done.",
    "The code is basically a loop.",
    "We had one server, [right], so I added another.",
    "That was the right answer.",
    "Turn right at the office.",
    "Yes, that's right, we lost.",
    "All right, here is the story.",
    "I handed in my notice right away.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_fillers_are_distinguished_from_meaningful_words(marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    found = find_fillers(split_words(text))
    assert [filler.text for filler in found] == re.findall(r"\[([^\]]+)\]", marked)


def test_the_table_shows_every_marker_both_ways() -> None:
    for marker in ("you know", "I mean", "well", "like", "so", "now", "actually", "okay", "basically", "right"):
        pattern = re.compile(rf"(\[)?\b{marker}\b", re.IGNORECASE)
        uses = [match[1] is not None for sentence in SENTENCES for match in pattern.finditer(sentence)]
        assert set(uses) == {True, False}, marker


def test_kinds_and_offsets() -> None:
    text = "Well, I was, um, you know, late."
    found = find_fillers(split_words(text))
    assert [(f.text, f.kind, f.start, f.end) for f in found] == [
        ("Well", "discourse_marker", 0, 4),
        ("um", "filled_pause", 13, 15),
        ("you know", "discourse_marker", 17, 25),
    ]


def test_case_and_typographic_apostrophes_do_not_matter() -> None:
    plain = "um, that's what i mean, you know, it's like ten"
    curly = "UM, THAT’S WHAT I MEAN, YOU KNOW, IT’S LIKE TEN"
    starts = [filler.start for filler in find_fillers(split_words(plain))]
    assert starts == [filler.start for filler in find_fillers(split_words(curly))]
    assert len(starts) == 3


def test_long_speech_without_punctuation_is_read_without_it() -> None:
    text = (
        "so my first project was a search page and you know the customer wanted it fast and uh we had two weeks you"
        " know it was hard because nobody had done it before and the data was all over the place"
    )
    found = [filler.text for filler in find_fillers(split_words(text))]
    assert found == ["you know", "uh", "you know"]


def test_short_or_punctuated_text_is_read_strictly() -> None:
    text = "the client was new and you know it takes time to learn what they need"
    assert [filler.text for filler in find_fillers(split_words(text))] == ["you know"]
    assert find_fillers(split_words(f"{text}.")) == []


@pytest.mark.parametrize(
    ("words", "fillers"),
    [("the client was new and you know it takes", 0), ("now the client was new and you know it takes", 1)],
    ids=["nine words", "ten words"],
)
def test_ten_words_are_long_enough_to_have_punctuation(words: str, fillers: int) -> None:
    assert len(find_fillers(split_words(words))) == fillers
