"""What made-up interviews say, who speaks, and when: what `reading_kinds` and `invented_data` write down."""

# ruff: noqa: E501 - what is said is easier to compare on one line

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

TALKS: Final = {
    "en": (
        ("Can you walk me through a project you are proud of?", "At Corby I moved the bookings to a queue. I split the work into four steps, and failures fell from nine percent to two."),
        ("What would you do differently today?", "I would write the load test first. We found the slow lock only in week three, and it cost us two weekends."),
        ("How did you keep the other team informed?", "I sent a short note every Friday and I kept a page with open risks, so nobody was surprised at the release."),
        ("Tell me about a time you disagreed with your manager.", "She wanted to buy a tool and I wanted to build one: we tried both for a week. The bought one won, and I said so in front of everybody."),
        ("Why do you want to leave your job?", "The shop closes in May. I could move to Leeds with them, but my children go to school here."),
        ("Describe a mistake you made.", "I sold the same table twice. I called both families the same evening, gave one a discount, and since then I write every order down at once."),
        ("How do you handle an angry customer?", "I let them finish first - that alone takes half of it away. Then I repeat what I heard and tell them what I can do by when."),
        ("What are your salary expectations?", "Between forty and forty-five thousand, depending on the shifts."),
        ("Walk me through how you would design a booking system.", "First: who books, and how often? I would start with one table for rooms and one for bookings. Then I would lock by room and day, because two people must never get the same one."),
        ("Where do you see yourself in five years?", "Running a small kitchen of my own. Not far from here, I hope."),
    ),
    "de": (
        ("Erzählen Sie bitte von einem Projekt, auf das Sie stolz sind.", "Bei Korbach habe ich die Buchungen umgestellt. Ich habe die Arbeit in vier Schritte geteilt, und die Fehler sind von neun auf zwei Prozent gefallen."),
        ("Was würden Sie heute anders machen?", "Ich würde zuerst den Lasttest schreiben. Wir haben die Sperre erst in der dritten Woche gefunden."),
        ("Wie haben Sie das andere Team informiert?", "Jeden Freitag habe ich eine kurze Nachricht geschickt, und auf einer Seite standen alle Risiken."),
        ("Warum möchten Sie wechseln?", "Der Laden schließt im Mai. Nach Leipzig wollte ich nicht, weil meine Kinder hier zur Schule gehen."),
        ("Nennen Sie mir eine Schwäche.", "Ich sage zu oft ja: dann sitze ich abends noch da. Inzwischen führe ich eine Liste."),
        ("Wie gehen Sie mit Kritik um?", "Ich höre zu und frage nach einem Beispiel. Danach schlafe ich eine Nacht darüber."),
        ("Welche Gehaltsvorstellung haben Sie?", "Etwa fünfzigtausend im Jahr."),
    ),
    "fr": (
        ("Pouvez-vous me parler d'un projet dont vous êtes fier ?", "Chez Corbier, j'ai déplacé les réservations vers une file. J'ai découpé le travail en quatre étapes et les erreurs sont passées de neuf à deux pour cent."),
        ("Que feriez-vous autrement aujourd'hui ?", "J'écrirais d'abord le test de charge. Nous avons trouvé le verrou seulement la troisième semaine."),
        ("Comment avez-vous informé l'autre équipe ?", "J'envoyais une note chaque vendredi et je tenais une page avec les risques."),
        ("Parlez-moi d'un désaccord avec votre responsable.", "Elle voulait acheter un outil, moi je voulais le faire : nous avons essayé les deux pendant une semaine."),
        ("Pourquoi voulez-vous partir ?", "Le magasin ferme en mai et je ne veux pas déménager."),
        ("Quelles sont vos prétentions salariales ?", "Environ quarante mille par an."),
    ),
    "es": (
        ("¿Puede contarme un proyecto del que esté orgulloso?", "En Corbera pasé las reservas a una cola. Dividí el trabajo en cuatro pasos y los fallos bajaron del nueve al dos por ciento."),
        ("¿Qué haría hoy de otra manera?", "Escribiría primero la prueba de carga. Encontramos el bloqueo en la tercera semana."),
        ("¿Cómo mantuvo informado al otro equipo?", "Enviaba una nota cada viernes y tenía una página con los riesgos."),
        ("Hábleme de un desacuerdo con su jefe.", "Ella quería comprar una herramienta y yo quería hacerla: probamos las dos durante una semana."),
        ("¿Por qué quiere cambiar de trabajo?", "La tienda cierra en mayo y no quiero mudarme."),
        ("¿Cuáles son sus expectativas salariales?", "Unos cuarenta mil al año."),
    ),
}  # fmt: skip
SHORT: Final = (
    ("Why us?", "I like it."),
    ("How?", "So: with a queue."),
    ("Why did you leave?", "The office moved."),
    ("What did you build there?", "A queue: small, but [mostly] safe."),
    ("Tell me more.", "There is no more."),
    ("Where to?", "Far - too far."),
    ("Is that so?", "It is."),
    ("Say more.", "I led it: a team of 5. We met at 10:30 each day."),
)
"""What is said in the shortest texts."""

NAMES: Final = (
    ("Dana Brook", "Miro Lind"),
    ("Ann", "Bo"),
    ("Dr. Ute Weiß", "Jörg Kranz"),
    ("Marie-Claire Dupont", "Ana de la Cruz"),
    ("JANE DOE", "TOM FOX"),
    ("R. Okafor", "Siobhán O'Neil"),
    ("Priya", "Chen Wei"),
    ("Speaker 1", "Speaker 2"),
    ("SPEAKER_00", "SPEAKER_01"),
    ("dana", "miro"),
    ("Host", "Guest"),
    ("Interviewer", "Candidate"),
    ("Interviewer", "Miro Lind"),
    ("Recruiter (Acme)", "Applicant"),
    ("Hiring Manager", "Candidate"),
    ("HR", "Ana Ruiz"),
)
ROLES: Final = {
    "en": (("Interviewer", "Candidate"), ("Recruiter", "Applicant"), ("Q", "A"), ("Interviewer", "Interviewee")),
    "de": (("Interviewer", "Bewerber"), ("Frage", "Antwort"), ("Interviewerin", "Kandidat")),
    "fr": (("Recruteur", "Candidat"), ("Question", "Réponse"), ("Intervieweuse", "Candidate")),
    "es": (("Entrevistador", "Candidata"), ("Pregunta", "Respuesta"), ("Reclutadora", "Candidato")),
}
ACKNOWLEDGEMENTS: Final = {
    "en": ("Okay.", "Mm-hmm.", "Great, thanks.", "I see."),
    "de": ("Okay.", "Mhm.", "Gut, danke.", "Verstehe."),
    "fr": ("D'accord.", "Mmh.", "Très bien, merci.", "Je vois."),
    "es": ("De acuerdo.", "Ajá.", "Muy bien, gracias.", "Entiendo."),
}


QUESTIONS: Final = (
    *("What did you do when the harbour crane stopped?", "How did you tell the crew about the delay?"),
    *("Why did you leave your last job?", "Which part of the work do you like least?"),
    *("Can you describe a time when you disagreed with a colleague?", "How do you decide what to do first?"),
    *("Tell me about a project you are proud of.", "What would your manager say about you?"),
    *("How did you find out that the import was broken?", "Where do you want to be in three years?"),
    *("Describe a mistake and what you changed afterwards.", "How do you keep a team informed?"),
    *("What did the customer say in the end?", "How would you test a change like that?"),
    *("Warum haben Sie sich bei uns beworben?", "Wie gehen Sie mit einem Fehler um?"),
    *("Pourquoi avez-vous choisi ce métier?", "¿Cómo resolvió usted el problema?"),
)
STATEMENTS: Final = (
    *(
        "I moved the invoices to a queue and cut failures from nine percent to two.",
        "We found the slow lock in week three.",
    ),
    *("I sent a short note every Friday, so nobody was surprised at the release.", "It took about nine days in all."),
    *(
        "First I read the log, and then I called the supplier myself.",
        "My manager asked me to write it down for others.",
    ),
    *("I asked each of them alone, because the room was tense.", "In the end we agreed on a smaller step."),
    *("The old script had no tests, so I wrote twelve before I touched it.", "I would do that part earlier today."),
    *("I trained two new colleagues in that quarter.", "That saved the night shift roughly an hour a day."),
    *("I measured it for a week, and the numbers were clear.", "Nobody had owned that part before me."),
    *(
        "Ich habe den Ablauf neu geordnet und mit dem Team besprochen.",
        "Nous avons livré en mai, avec un mois d'avance.",
    ),
    *("Hablé con el cliente y cambiamos el plan juntos.", "I kept a page with open risks and went through it daily."),
)
PEOPLE: Final = (
    "Runa Vik",
    "Teo Marsh",
    "Ines Duarte",
    "Jonas Keller",
    "Amara Obi",
    "Lin Zhao",
    "Paul Novak",
    "Mia Roth",
)


@dataclass(frozen=True, slots=True)
class Talk:
    """An interview: who asks, who answers, in which language, and what."""

    asker: str
    answerer: str
    language: str
    pairs: tuple[tuple[str, str], ...]
    random: random.Random

    def lines(self) -> list[tuple[str, str, int]]:
        """Who says what and when, in seconds."""
        at, lines = self.random.randint(0, 9), []
        for asked, answered in self.pairs:
            lines.append((self.asker, asked, at))
            at += self.random.randint(3, 12)
            lines.append((self.answerer, answered, at))
            at += self.random.randint(9, 90)
        return lines
