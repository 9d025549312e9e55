"""The words by which people in common languages call the two sides of an interview, and what is said in it.

Arabic, Chinese, Dutch, English, French, German, Hebrew, Hindi, Italian, Japanese, Korean, Polish, Portuguese,
Russian, Spanish and Turkish; all in lower case. A word that names either side, by country, is left out.
"""

from __future__ import annotations

from typing import Final

INTERVIEWER_WORDS: Final = frozenset(
    """
    interviewer interviewers recruiter recruiters moderator host panelist panellist hr assessor examiner screener
    headhunter
    interviewerin interviewerinnen recruiterin personaler personalerin personalerinnen fragesteller fragestellerin
    intervieweur intervieweuse recruteur recruteuse entrevistador entrevistadora reclutador reclutadora recrutador
    recrutadora intervistatore intervistatrice selezionatore selezionatrice esaminatore esaminatrice
    interviewster rekruter rekruterka ankieter prowadzący prowadząca
    интервьюер рекрутер рекрутёр собеседующий görüşmeci mülakatçı
    المحاور المحاورة محاور محاورة المقابل
    מראיין מראיינת המראיין המראיינת המראיינים מגייס מגייסת המגייס המגייסת
    面试官 面試官 招聘官 采访者 採訪者 面接官 採用担当 採用担当者 インタビュアー 試験官
    면접관 인터뷰어 채용담당자 साक्षात्कारकर्ता इंटरव्यूअर
    """.split()
)
CANDIDATE_WORDS: Final = frozenset(
    """
    candidate candidates applicant applicants interviewee interviewees respondent participant jobseeker examinee
    bewerber bewerberin kandidat kandidatin befragter befragte candidat candidata candidato postulant postulante
    interviewé interviewée entrevistado entrevistada aspirante intervistato intervistata
    kandidaat kandidate sollicitant geïnterviewde kandydat kandydatka
    кандидат кандидатка соискатель соискательница aday
    المرشح المرشحة مرشح مرشحة المتقدم المتقدمة
    מועמד מועמדת המועמד המועמדת מרואיין מרואיינת המרואיין המרואיינת
    候选人 候選人 应聘者 應聘者 求职者 求職者 候補者 応募者 志願者 受験者 지원자 후보자 구직자
    उम्मीदवार अभ्यर्थी आवेदक प्रत्याशी
    """.split()
)
QUESTION_WORDS: Final = frozenset(
    """
    question frage pregunta domanda pergunta vraag pytanie вопрос soru السؤال سؤال שאלה
    问 問 问题 問題 質問 질문 प्रश्न सवाल
    """.split()
)
ANSWER_WORDS: Final = frozenset(
    """
    answer antwort respuesta réponse reponse risposta resposta antwoord odpowiedź odpowiedz ответ cevap yanıt
    الجواب جواب الإجابة إجابة תשובה 答 回答 答案 答え 답변 대답 उत्तर जवाब
    """.split()
)
SPEAKER_WORDS: Final = frozenset(
    """
    sprecher sprecherin locuteur locutrice intervenant hablante orador oradora locutor falante parlante spreker mówca
    спикер говорящий konuşmacı المتحدث דובר 说话人 發言人 发言人 話者 発言者 화자 발언자 वक्ता
    """.split()
)
TEXT_WORDS: Final = frozenset(
    """
    texte texto testo tekst текст metin النص טקסט 文本 内容 內容 テキスト 発言 텍스트 내용 पाठ
    """.split()
)
