"""Texts with several interviews, and texts with one in sections, as people write them: `write(kind, variant)`.

`FITTED` kinds give the weights of `interview_cli/transcripts/divisions.py`; `KEPT` kinds only measure them.
"""

# ruff: noqa: E501 - what is said is easier to compare on one line

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.talks import TALKS

Pairs = tuple[tuple[str, str], ...]

LANGUAGES: Final = {
    **TALKS,
    "pl": (
        ("Proszę opowiedzieć o projekcie, z którego jest pan dumny?", "W Korbowie przeniosłem rezerwacje do kolejki. Podzieliłem pracę na cztery kroki i błędy spadły z dziewięciu do dwóch procent."),
        ("Co zrobiłby pan dzisiaj inaczej?", "Najpierw napisałbym test obciążenia. Blokadę znaleźliśmy dopiero w trzecim tygodniu."),
        ("Jak informował pan drugi zespół?", "W każdy piątek wysyłałem krótką notatkę i prowadziłem stronę z ryzykami."),
        ("Dlaczego chce pan zmienić pracę?", "Sklep zamyka się w maju, a ja nie chcę się przeprowadzać."),
        ("Jakie są pana oczekiwania finansowe?", "Około stu tysięcy rocznie, zależnie od zmian."),
        ("Jak radzi pan sobie z krytyką?", "Słucham i proszę o przykład. Potem śpię z tym jedną noc."),
    ),
    "ja": (
        ("これまでで一番誇りに思う仕事は何ですか？", "予約の仕組みを作り直したことです。作業を四つに分けて、失敗を九パーセントから二パーセントに減らしました。"),
        ("今なら何を変えますか？", "最初に負荷の試験を書きます。原因が分かったのは三週目でした。"),
        ("隣のチームにはどう伝えましたか？", "毎週金曜日に短い報告を送り、心配な点を一枚にまとめていました。"),
        ("なぜ転職したいのですか？", "五月に店が閉まります。引っ越しはしたくありません。"),
        ("希望の給料はいくらですか？", "年に四百万円くらいを考えています。"),
        ("怒っているお客様にはどう対応しますか？", "まず最後まで聞きます。それから自分にできることを伝えます。"),
    ),
}  # fmt: skip

_PEOPLE: Final = (
    "Marta Kowal,Idris Bello,Sunniva Dahl,Tom Oyelaran,Greta Lindahl,Peter Storm,Lea Vogt,Ana Prieto,Noor Haddad,"
    "Jean Morel,Inés Duarte,Otto Brandt"
).split(",")
_PEOPLE_IN_JAPAN: Final = "宮田 明,佐藤 花子,高橋 健,鈴木 葵,田中 実,伊藤 文".split(",")
_JOBS: Final = {
    "en": "night nurse,tram driver,baker,clerk",
    "de": "Krankenschwester,Fahrer,Bäckerin,Buchhalter",
    "fr": "aide-soignante,retraité,boulanger,comptable",
    "es": "enfermera,conductor,panadera,contable",
    "pl": "pielęgniarka,motorniczy,piekarz,księgowa",
    "ja": "看護師,運転士,パン職人,会計",
}
_WORDS: Final = {
    "en": ("Interview", "Participant", "Candidate", "Date", "Part", "Question", "Page", "I", "R"),
    "de": ("Interview", "Teilnehmerin", "Bewerber", "Datum", "Teil", "Frage", "Seite", "I", "B"),
    "fr": ("Entretien", "Participant", "Candidat", "Date", "Partie", "Question", "Page", "E", "R"),
    "es": ("Entrevista", "Participante", "Candidato", "Fecha", "Parte", "Pregunta", "Página", "E", "R"),
    "pl": ("Wywiad", "Uczestnik", "Kandydat", "Data", "Część", "Pytanie", "Strona", "P", "O"),
    "ja": ("インタビュー", "参加者", "候補者", "日付", "第", "質問", "頁", "問", "答"),
}
_TOPICS: Final = {
    "en": "Background,Technical questions,Teamwork,Closing",
    "de": "Werdegang,Fachliche Fragen,Zusammenarbeit,Abschluss",
    "fr": "Parcours,Questions techniques,Travail en équipe,Conclusion",
    "es": "Trayectoria,Preguntas técnicas,Trabajo en equipo,Cierre",
    "pl": "Doświadczenie,Pytania techniczne,Praca w zespole,Zakończenie",
    "ja": "経歴,技術,チーム,最後に",
}
_COMPANIES: Final = ("Larkfield Logistics", "Corby Foods", "Harbour Trust", "Nordlicht Energie")


@dataclass(frozen=True, slots=True)
class Several:
    """A text and the pairs of each interview in it."""

    kind: str
    text: str
    interviews: tuple[Pairs, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one interview or section is written from. `n` counts up; `who` answers; `words` are of the language."""

    n: int
    who: str
    asker: str
    pairs: Pairs
    words: tuple[str, ...]
    topic: str
    job: str
    company: str
    chance: random.Random

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.who.split())

    def lines(self, asker: str, answerer: str, between: str = "\n") -> str:
        return between.join(f"{asker}: {asked}{between}{answerer}: {said}" for asked, said in self.pairs) + "\n"

    def by_name(self, between: str = "\n") -> str:
        return self.lines(self.asker, self.who, between)

    def by_letter(self, between: str = "\n") -> str:
        return self.lines(self.words[7], self.words[8], between)

    def in_bold(self) -> str:
        return "\n\n".join(f"**{asked}**\n\n{said}" for asked, said in self.pairs) + "\n"

    def day(self) -> str:
        return f"{self.words[3]}: {9 + self.n}.3.2026"


def _box(part: Part) -> str:
    rule, first = "=" * 40 + "\n", part.asker.split()[0]
    return (
        f"{rule}{part.words[2]}:  {part.who} ({part.initials})\n{part.day()}\nStudio:  {part.n}\n{rule}\n"
        + part.lines(first[:2].upper(), part.initials, "\n\n")
    )


_Write = Callable[[Part], str]

_SEVERAL: Final[dict[str, _Write]] = {
    "number, letters": lambda p: f"# {p.words[0]} {p.n}\n\n{p.by_letter()}\n",
    "number and job": lambda p: f"{p.words[0]} n° {p.n} – {p.job}, {30 + p.n}\n{p.day()}\n{p.by_letter()}\n",
    "portraits": lambda p: f"## {p.who}, {30 + 7 * p.n}, {p.job}\n\n{p.in_bold()}\n",
    "box": lambda p: _box(p) + "\n",
    "candidate entry": lambda p: f"{p.words[2]}: {p.who}\n{p.day()}\n\n{p.by_letter()}\n",
    "page per person": lambda p: f"\f{p.by_name()}",
    "participants": lambda p: f"{p.words[1]} {p.n + 2} (P{p.n + 2})\n{p.job}\n{p.lines('M', f'P{p.n + 2}')}\n",
    "name heading": lambda p: f"## {p.who}\n\n{p.by_name(chr(10) * 2)}\n",
    "capitals": lambda p: f"{p.words[0].upper()} {p.n} - {p.who.upper()}\n\n{p.by_letter()}\n\n",
    "number first": lambda p: f"{p.n}. {p.words[0]}: {p.who}\n\n{p.by_letter()}\n",
    "rule, other people": lambda p: f"{p.by_name()}\n---\n\n",
    "bold name": lambda p: f"**{p.who}, {p.job}**\n\n{p.by_letter()}\n",
    "name and date": lambda p: f"Name: {p.who}\n{p.day()}\nOrt: Raum {p.n}\n\n{p.by_letter()}\n",
    "equals": lambda p: f"=== {p.who} ===\n\n{p.by_name()}\n",
    "session id": lambda p: f"## Session 4f1c-00{90 + p.n}\n\n{p.lines('bot', p.who.split()[0].lower() + '@mail.example')}\n",
    "with somebody": lambda p: f"{p.words[0]} – {p.who}\n\n{p.by_letter()}\n",
    "roman": lambda p: f"{p.words[0]} {'I' * min(p.n, 3) if p.n < 4 else 'IV'}\n{p.day()}\n\n{p.by_letter()}\n",
    "protocol": lambda p: f"\f{p.words[1]}: {p.initials}{p.n}\n{p.day()}\n{p.lines('I', f'{p.initials}{p.n}')}",
}  # fmt: skip

_SECTIONS: Final[dict[str, _Write]] = {
    "topics, names": lambda p: f"## {p.topic}\n\n{p.by_name()}\n",
    "topics, letters": lambda p: f"## {p.topic}\n\n{p.by_letter()}\n",
    "questions": lambda p: f"{p.words[5]} {p.n}\n\n{p.by_letter()}\n",
    "parts": lambda p: f"{p.words[4]} {p.n}: {p.topic}\n{p.by_letter()}\n",
    "pages": lambda p: f"\f{p.words[6]} {p.n}\n{p.by_name()}",
    "tapes": lambda p: f"[{p.words[6]} {p.n}]\n{p.by_name()}",
    "topic entry": lambda p: f"Topic: {p.topic}\n\n{p.by_name()}\n",
    "topics in bold, unnamed": lambda p: f"**{p.topic}**\n\n{p.in_bold()}\n",
    "chapters": lambda p: f"### {p.n}. {p.topic}\n\n{p.by_letter()}\n",
    "topics in capitals": lambda p: f"{p.topic.upper()}\n\n{p.by_name()}\n",
    "rules": lambda p: f"{p.by_letter()}\n---\n\n",
    "rules, names": lambda p: f"{p.by_name()}\n***\n\n",
    "panel": lambda p: f"## {p.topic} ({p.company})\n\n{p.lines(p.company.split()[0] + ' Vik', p.who)}\n",
    "stations": lambda p: f"## {p.company}\n\n{p.by_name()}\n",
    "topics, unnamed": lambda p: f"## {p.topic}\n\n{p.in_bold()}\n",
    "times": lambda p: f"## {p.n}0:00\n\n{p.by_name()}\n",
    "notes between": lambda p: f"Notiz: {p.topic}, {p.n}\n{p.by_letter()}\n",
}
KINDS: Final = tuple(_SEVERAL) + tuple(_SECTIONS)
KEPT: Final = tuple(_SEVERAL)[1::2] + tuple(_SECTIONS)[1::2]
"""Kinds that no weight has seen."""
FITTED: Final = tuple(kind for kind in KINDS if kind not in KEPT)
FITTED_LANGUAGES: Final = ("en", "fr", "pl")
KEPT_LANGUAGES: Final = ("de", "es", "ja")


def is_several(kind: str) -> bool:
    """Whether texts of a kind hold several interviews."""
    return kind in _SEVERAL


def write(kind: str, language: str, variant: int) -> Several:
    """A text of a kind. Its interviews have a guide in common in half of the variants."""
    chance = random.Random(f"{kind} {language} {variant}")
    talks = LANGUAGES[language]
    people = chance.sample(_PEOPLE_IN_JAPAN if language == "ja" else _PEOPLE, 5)
    topics = _TOPICS[language].split(",")
    jobs = _JOBS[language].split(",")
    count = chance.choice((2, 2, 3))
    several = is_several(kind)
    if several and variant % 2:
        guide = chance.sample([asked for asked, _ in talks], 3)
        said = [answer for _, answer in talks]
        chosen = [tuple(zip(guide, chance.sample(said, 3), strict=True)) for _ in range(count)]
    else:
        count = min(count, 2 if len(talks) < 9 else 3)
        drawn = chance.sample(talks, 3 * count)
        chosen = [tuple(drawn[3 * at : 3 * at + 3]) for at in range(count)]
    writes: _Write = (_SEVERAL | _SECTIONS)[kind]
    parts: Sequence[Part] = [
        Part(n, people[n] if several else people[1], people[0], pairs, _WORDS[language], topics[n - 1], jobs[n - 1],
             _COMPANIES[n - 1], chance)
        for n, pairs in enumerate(chosen, 1)
    ]  # fmt: skip
    text = "".join(map(writes, parts)).lstrip("\f")
    interviews = tuple(chosen) if several else (tuple(pair for pairs in chosen for pair in pairs),)
    return Several(kind, chance.choice(("", "", "Notes, spring 2026\n\n")) + text, interviews)
