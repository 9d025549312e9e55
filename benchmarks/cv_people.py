"""People who do not exist, with what their CVs say: made from lists in five languages, the same for the same number."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True)
class Job:
    """A position; dates are (year, month), the end None while it lasts."""

    title: str
    company: str
    place: str
    start: tuple[int, int]
    end: tuple[int, int] | None
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """A course of study."""

    degree: str
    area: str
    school: str
    place: str
    start: int
    end: int


@dataclass(frozen=True)
class Person:
    """Everything a CV says."""

    language: str
    name: str
    label: str
    email: str
    phone: str
    place: str
    linkedin: str
    summary: str
    jobs: tuple[Job, ...]
    studies: tuple[Study, ...]
    skills: tuple[tuple[str, tuple[str, ...]], ...]
    tongues: tuple[tuple[str, str], ...]
    dates: int

    def heading(self, name: str) -> str:
        """A section's heading in the person's language."""
        return HEADINGS[self.language][name]

    def span(self, start: tuple[int, int], end: tuple[int, int] | None) -> str:
        """A range of months as the person writes it."""
        last = PRESENT[self.language] if end is None else self._month(*end)
        return f"{self._month(*start)} {'–' if self.dates != 1 else '-'} {last}"

    def _month(self, year: int, month: int) -> str:
        if self.dates == 0:
            return f"{MONTHS[self.language][month - 1]} {year}"
        return f"{month:02}/{year}" if self.dates == 1 else f"{_short(MONTHS[self.language][month - 1])} {year}"


def _short(month: str) -> str:
    return month if len(month) < 5 else "juil." if month == "juillet" else month[:3]


HEADINGS: Final = {
    "en": {"summary": "Profile", "work": "Work Experience", "education": "Education", "skills": "Technical Skills", "languages": "Languages", "contact": "Contact"},
    "de": {"summary": "Kurzprofil", "work": "Berufserfahrung", "education": "Ausbildung", "skills": "Kenntnisse", "languages": "Sprachen", "contact": "Kontakt"},
    "fr": {"summary": "Profil", "work": "Expérience professionnelle", "education": "Formation", "skills": "Compétences", "languages": "Langues", "contact": "Coordonnées"},
    "es": {"summary": "Perfil", "work": "Experiencia laboral", "education": "Formación académica", "skills": "Habilidades", "languages": "Idiomas", "contact": "Contacto"},
    "it": {"summary": "Profilo", "work": "Esperienze professionali", "education": "Istruzione", "skills": "Competenze", "languages": "Lingue", "contact": "Contatti"},
}  # fmt: skip
PRESENT: Final = {"en": "Present", "de": "heute", "fr": "aujourd'hui", "es": "actualidad", "it": "oggi"}
MONTHS: Final = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
}
_NAMES: Final = {
    "en": ["Grace Okafor", "Tom Whitfield", "Priya Raman", "Daniel O'Connor", "Mei Lin Chen", "Sarah-Jane Potts"],
    "de": ["Jonas Weber", "Annika Schäfer", "Lukas von Berg", "Fatma Yıldız", "Käthe Großmann", "Moritz Lehmann"],
    "fr": ["Camille Lefèvre", "Hugo Martin", "Chloé Dubois", "Théo Garnier", "Aïcha Benali", "Jean-Luc Moreau"],
    "es": ["Lucía Fernández Gómez", "Álvaro Ruiz", "Marta Ibáñez", "Diego Santamaría", "Nuria Peña", "Javier Ortega"],
    "it": ["Giulia Rinaldi", "Marco De Luca", "Elena Bianchi", "Paolo Ferrero", "Chiara Conti", "Davide Gallo"],
}
_TITLES: Final = {
    "en": ["Senior Software Engineer", "Marketing Manager", "Data Analyst", "Registered Nurse", "Product Designer", "Growth Hacker", "Site Reliability Engineer", "Financial Controller", "Community Builder", "Sous Chef", "Head of Customer Success", "Web Developer"],
    "de": ["Softwareentwicklerin", "Projektleiter", "Vertriebsmitarbeiter", "Fachinformatiker", "Werkstudent Controlling", "Teamleiter Logistik", "Data Engineer", "Gesundheits- und Krankenpflegerin", "Bauingenieur", "Personalreferentin", "IT-Consultant"],
    "fr": ["Développeuse web", "Chef de projet digital", "Responsable marketing", "Ingénieur DevOps", "Chargée de communication", "Comptable", "Infirmière", "Acheteur", "Data analyst", "Conseiller clientèle"],
    "es": ["Desarrolladora backend", "Jefe de proyecto", "Responsable de ventas", "Ingeniero de datos", "Enfermera", "Contable", "Técnico de sistemas", "Diseñadora gráfica", "Analista financiero", "Camarero"],
    "it": ["Sviluppatore software", "Responsabile marketing", "Ingegnere meccanico", "Contabile", "Infermiera", "Project manager", "Addetto alle vendite", "Analista dati", "Grafica", "Tecnico informatico"],
}  # fmt: skip
_COMPANIES: Final = {
    "en": ["Brightwater Ltd", "Nimbus Analytics", "St. Mary's Hospital", "Cobalt & Finch", "Northgate Bank", "Orchard", "Helix Health Inc.", "Redwood Foods", "Zephyr", "Hartley Consulting Group"],
    "de": ["Nordlicht GmbH", "Weber & Söhne KG", "Stadtwerke Musterstadt", "Klinikum am See", "Alpenbau AG", "Datenwerk", "Rheinlogistik GmbH & Co. KG", "Blaupause", "Kühn Maschinenbau GmbH"],
    "fr": ["Lumière SAS", "Banque du Sud", "Atelier Numérique", "Groupe Valmont", "CHU de Nantes", "Pixelis", "Transports Girard", "Studio Opale", "Maison Lenoir"],
    "es": ["Soluciones Ibéricas S.L.", "Grupo Alborada", "Hospital La Luz", "Mercanorte", "Datalia", "Banco del Tajo", "Estudio Faro", "Logística Sur S.A."],
    "it": ["Officine Rossi S.p.A.", "Studio Verdi", "Banca Adriatica", "Nuvola Digitale", "Ospedale San Luca", "Gruppo Marenco", "Tecnosoft S.r.l.", "Pastificio Alba"],
}  # fmt: skip
_PLACES: Final = {
    "en": ["London, UK", "Austin, TX", "Dublin, Ireland", "Toronto, Canada", "Leeds, UK"],
    "de": ["Berlin", "München", "Hamburg", "Wien, Österreich", "Köln"],
    "fr": ["Paris", "Lyon", "Nantes", "Lille", "Bruxelles, Belgique"],
    "es": ["Madrid", "Barcelona", "Valencia", "Sevilla", "Bilbao, España"],
    "it": ["Milano", "Torino", "Roma", "Bologna", "Napoli"],
}
_DEGREES: Final = {
    "en": ["BSc", "Master of Science", "MBA", "Bachelor of Arts", "PhD"],
    "de": ["Bachelor of Science", "M.Sc.", "Diplom", "Abitur", "Master of Arts"],
    "fr": ["Master", "Licence", "BTS", "Diplôme d'ingénieur", "DUT"],
    "es": ["Grado", "Máster", "Licenciatura", "Bachillerato", "Doctorado"],
    "it": ["Laurea magistrale", "Laurea triennale", "Dottorato", "Master", "Diploma"],
}
_AREAS: Final = {
    "en": ["Computer Science", "Business Administration", "Nursing", "Economics", "Graphic Design"],
    "de": ["Informatik", "Betriebswirtschaftslehre", "Maschinenbau", "Wirtschaftsinformatik", "Pflegewissenschaft"],
    "fr": ["Informatique", "Gestion", "Marketing", "Génie civil", "Communication"],
    "es": ["Informática", "Administración de Empresas", "Enfermería", "Economía", "Diseño"],
    "it": ["Informatica", "Economia", "Ingegneria gestionale", "Scienze della comunicazione", "Design"],
}
_SCHOOLS: Final = {
    "en": ["University of Leeds", "Trinity College Dublin", "University of Texas at Austin", "King's College London", "Imperial College"],
    "de": ["Technische Universität München", "Universität Hamburg", "Hochschule Karlsruhe", "Goethe-Gymnasium", "FH Aachen"],
    "fr": ["Université de Nantes", "École Centrale de Lyon", "IUT de Lille", "Sorbonne Université", "INSA Toulouse"],
    "es": ["Universidad Complutense de Madrid", "Universidad de Sevilla", "IE Business School", "Universitat de València", "IES Cervantes"],
    "it": ["Università di Bologna", "Politecnico di Milano", "Università degli Studi di Torino", "Liceo Galileo Galilei", "LUISS"],
}  # fmt: skip
_SKILLS: Final = ["Python", "Java", "SQL", "Docker", "Kubernetes", "Excel", "React", "Go", "AWS", "Jira", "Figma", "Terraform", "Power BI", "SAP", "Git", "TypeScript", "PostgreSQL", "Scrum", "Tableau", "Salesforce", "C++", "R", "Linux", "Airflow", "Zoho Books", "Grasshopper", "Camunda"]  # fmt: skip
_GROUPS: Final = {
    "en": ["Core", "Tools"],
    "de": ["Fachlich", "Werkzeuge"],
    "fr": ["Techniques", "Outils"],
    "es": ["Técnicas", "Herramientas"],
    "it": ["Tecniche", "Strumenti"],
}
_TONGUES: Final = {
    "en": [("English", "native"), ("French", "B2"), ("Hindi", "conversational")],
    "de": [("Deutsch", "Muttersprache"), ("Englisch", "verhandlungssicher"), ("Spanisch", "A2")],
    "fr": [("Français", "langue maternelle"), ("Anglais", "courant"), ("Allemand", "B1")],
    "es": [("Español", "nativo"), ("Inglés", "C1"), ("Catalán", "avanzado")],
    "it": [("Italiano", "madrelingua"), ("Inglese", "fluente"), ("Tedesco", "base")],
}
_BULLETS: Final = {
    "en": ["Cut the monthly reporting time from five days to one by rebuilding the pipeline and training six colleagues in its use across two offices", "Led a team of eight people through the 2019 merger", "Answered 40 requests a day", "Introduced code reviews and a shared style guide, which halved the number of production incidents within a year", "Negotiated supplier contracts worth £1.2m"],
    "de": ["Einführung eines neuen Warenwirtschaftssystems für 120 Anwender an drei Standorten, pünktlich und unter dem geplanten Budget", "Betreuung von 35 Bestandskunden", "Leitung eines Teams von sieben Personen", "Senkung der Durchlaufzeit um 30 % durch neue Abläufe in der Fertigung und eine engere Abstimmung mit dem Einkauf", "Schulung neuer Mitarbeitender"],
    "fr": ["Mise en place d'un nouvel outil de suivi des commandes utilisé par 60 personnes dans quatre agences de la région", "Gestion d'un budget annuel de 200 000 euros", "Encadrement de trois stagiaires", "Réduction de 25 % des délais de livraison grâce à une meilleure coordination avec les fournisseurs et les transporteurs"],
    "es": ["Implantación de un nuevo sistema de facturación para 80 usuarios en tres sedes, con una reducción del 20 % en los errores mensuales", "Atención diaria a más de 50 clientes", "Coordinación de un equipo de seis personas", "Preparación de informes para la dirección"],
    "it": ["Introduzione di un nuovo sistema di gestione degli ordini utilizzato da 90 persone in tre sedi, con una riduzione degli errori del 15 %", "Gestione di un portafoglio di 40 clienti", "Coordinamento di un gruppo di cinque persone", "Preparazione dei bilanci mensili"],
}  # fmt: skip
_SUMMARY: Final = {
    "en": "Reliable and curious professional with a record of shipping things that last. I like clear writing, small teams and hard questions, and I am looking for a place where all three are wanted.",
    "de": "Zuverlässig, neugierig und gründlich. Ich arbeite gern in kleinen Teams an Aufgaben, deren Ergebnis man am Ende des Tages sehen und messen kann.",
    "fr": "Professionnelle rigoureuse et curieuse, à l'aise dans les petites équipes comme dans les grands projets, avec le goût du travail bien fait et des échanges clairs.",
    "es": "Profesional constante y curiosa, con gusto por el trabajo bien hecho, los equipos pequeños y los problemas que obligan a pensar antes de actuar.",
    "it": "Professionista affidabile e curiosa, abituata a lavorare in piccoli gruppi su progetti concreti, con attenzione ai dettagli e ai tempi di consegna.",
}  # fmt: skip
_PHONES: Final = {
    "en": "+44 20 7946 0{:03}", "de": "+49 151 234 56{:03}", "fr": "06 12 34 5{:01} {:02}", "es": "+34 612 345 {:03}", "it": "+39 347 123 4{:03}",
}  # fmt: skip


def person(number: int) -> Person:
    """The person of a number; languages take turns."""
    random = Random(number)
    language = list(HEADINGS)[number % len(HEADINGS)]
    name = _NAMES[language][number // len(HEADINGS) % len(_NAMES[language])]
    handle = "".join(
        character for character in name.lower() if character.isascii() and (character.isalpha() or character == " ")
    ).replace(" ", ".")
    year, month = 2026, random.randint(1, 9)
    jobs = []
    end: tuple[int, int] | None = None
    titles, companies = random.sample(_TITLES[language], 4), random.sample(_COMPANIES[language], 4)
    for index in range(random.randint(2, 4)):
        months = random.randint(8, 50)
        start_month = year * 12 + month - months
        start = ((start_month - 1) // 12, (start_month - 1) % 12 + 1)
        bullets = tuple(random.sample(_BULLETS[language], random.randint(1, 3)))
        jobs.append(Job(titles[index], companies[index], random.choice(_PLACES[language]), start, end, bullets))
        finish = start_month - random.randint(1, 6)
        end = ((finish - 1) // 12, (finish - 1) % 12 + 1)
        year, month = end
    studies = []
    last = year
    schools, areas = random.sample(_SCHOOLS[language], 2), random.sample(_AREAS[language], 2)
    degrees = random.sample(_DEGREES[language], 2)
    for index in range(random.randint(1, 2)):
        years = random.randint(2, 4)
        studies.append(
            Study(degrees[index], areas[index], schools[index], random.choice(_PLACES[language]), last - years, last)
        )
        last -= years
    skills = random.sample(_SKILLS, 9)
    groups = _GROUPS[language]
    return Person(
        language=language,
        name=name,
        label=titles[0],
        email=f"{handle}@example.{random.choice(['com', 'org', 'net'])}",
        phone=_PHONES[language].format(number % 10, 10 + number % 90),
        place=random.choice(_PLACES[language]),
        linkedin=f"linkedin.com/in/{handle.replace('.', '-')}",
        summary=_SUMMARY[language],
        jobs=tuple(jobs),
        studies=tuple(studies),
        skills=((groups[0], tuple(skills[:5])), (groups[1], tuple(skills[5:]))),
        tongues=tuple(_TONGUES[language]),
        dates=number // len(HEADINGS) % 3,
    )
