"""Interviews in other languages: marks of questions, words that prompt, and what the two sides are called."""

import pytest

from interview_cli.transcripts.asking import act_of, sentences
from interview_cli.transcripts.labels import role_of_label
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.sentence_acts import Act


@pytest.mark.parametrize(
    "sentence",
    [
        *("لماذا نحن؟", "Γιατί εμείς;", "Γιατί εμείς\u037e", "为什么？", "Ինչո՞ւ մենք։", "ለምን፧", "¿Por qué nosotros"),
        *("経験はありますか。", "Warum wir?", "Erzählen Sie von sich.", "Parlez-moi de vous.", "Cuénteme de usted."),
        *("Mi parli di lei.", "Fale-me de você.", "Vertel iets over jezelf.", "Proszę opowiedzieć o sobie."),
        *("Расскажите о себе.", "Projenizi anlatın.", "حدثني عن مشروع.", "ספר לי על עצמך.", "请介绍一下自己。"),
        *("詳しく教えてください。", "경험을 말씀해 주세요.", "अपने बारे में बताइए।"),
    ],
)
def test_questions_and_prompts(sentence: str) -> None:
    assert act_of(sentence) is Act.QUESTION


@pytest.mark.parametrize(
    "sentence",
    [
        "我写编译器。",
        "Я пишу код; он мал.",
        "Wir bauen Lampen.",
        "Noemi war da.",
        "عملت هناك.",
        "لا أعرف۔",
        "I build lamps; many of them.",
    ],
)
def test_statements(sentence: str) -> None:
    assert act_of(sentence) is Act.STATEMENT


def test_sentences_end_at_marks_without_a_blank() -> None:
    assert list(sentences("你好。为什么？「因为。」好")) == ["你好。", "为什么？", "「因为。」", "好"]
    assert list(sentences("Γιατί; Έτσι. ለምን፧ Ja.")) == ["Γιατί\u037e", "Έτσι.", "ለምን፧", "Ja."]


@pytest.mark.parametrize(
    ("interviewer", "candidate"),
    [
        *(("المحاور", "المرشح"), ("מראיין", "מועמד"), ("Interviewerin", "Bewerber"), ("Recruteur", "Candidate")),
        *(("Entrevistador", "Candidato"), ("Recrutadora", "Candidata"), ("Intervistatore", "Candidato 1")),
        *(
            ("Interviewer", "Sollicitant"),
            ("Rekruter", "Kandydat"),
            ("ИНТЕРВЬЮЕР", "Кандидат"),
            ("Görüşmeci", "Aday"),
        ),
        *(("面试官", "候选人"), ("面接官", "応募者"), ("면접관", "지원자"), ("साक्षात्कारकर्ता", "उम्मीदवार")),
        ("Recruteuse", "Interviewe\u0301"),
    ],
)
def test_what_the_two_sides_are_called(interviewer: str, candidate: str) -> None:
    assert [role_of_label(interviewer).value, role_of_label(candidate).value] == ["interviewer", "candidate"]


@pytest.mark.parametrize(
    ("sides", "question", "answer"),
    [
        (("المحاور", "المرشح"), "حدثني عن مشروع صعب؟", "عملت على نظام دفع."),
        (("Fragesteller", "Bewerberin"), "Erzählen Sie von einem Fehler.", "Ich habe den Import zu spät geprüft."),
        (("Συνέντευξη", "Μαρία"), "Γιατί εμείς;", "Μου αρέσει το προϊόν."),
        (("面试官", "候选人"), "请介绍一下自己。", "我写了八年编译器。"),
        (("면접관", "지원자"), "왜 지원하셨나요?", "제품이 좋아서요."),
    ],
)
def test_an_interview_in_another_language(sides: tuple[str, str], question: str, answer: str) -> None:
    cues = [(sides[0], question), (sides[1], answer)] * 2
    blocks = [f"00:0{n}.000 --> 00:0{n}.900\n<v {who}>{said}\n" for n, (who, said) in enumerate(cues)]
    text = "WEBVTT\n\n" + "\n".join(blocks)
    (transcript,) = read_transcripts(text.encode(), "x.vtt")
    found = [(each.question, each.answer) for each in pair(assign_roles(transcript))]
    assert [(asked.replace("\u037e", ";"), said) for asked, said in found] == [(question, answer)] * 2


def test_a_magazine_in_japanese_names_nobody_before_a_comma() -> None:
    pairs = [
        ("仕事を始めたきっかけは何ですか。", "父が時計屋で、毎朝五時から店を手伝っていました。その音が好きでした。"),
        ("一番困ったことを教えてください。", "停電の冬です。ろうそくを並べて、三日間ずっと直していました。"),
        ("これからの夢はありますか。", "若い人に店を任せたいです。私は配達だけして、あとは釣りをします。"),
    ]
    said = "\n\n".join(f"――{asked}\n\n{answer}" for asked, answer in pairs)
    text = f"〈連載 町の人 第二回〉\n\n夜八時、駅前に小さな明かりがつく。\n\n{said}\n\n（聞き手・構成　編集部）\n"
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == pairs


@pytest.mark.parametrize("number", ["", "１", "1"])
@pytest.mark.parametrize("mark", ["．", "：", "）", ". "])
def test_questions_and_answers_marked_in_full_width_letters(mark: str, number: str) -> None:
    talk = [
        ("お仕事を教えてください。", "駅の時計を直しています。私は朝が好きです。"),
        ("忙しい日はいつですか？", "雨の日です。９時には三十人が並びます。"),
        ("休みの日は何をしますか？", "釣りに行きます。私は何も釣れません。"),
    ]
    text = "時計店　山本さん（三年目）\n\n" + "\n\n".join(
        f"Ｑ{chr(ord(number) + n) if number else ''}{mark}{asked}\nＡ{mark}{answered}"
        for n, (asked, answered) in enumerate(talk)
    )
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    decided = assign_roles(transcript)
    assert [(qa.question, qa.answer) for qa in pair(decided)] == talk
