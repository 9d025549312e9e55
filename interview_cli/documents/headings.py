"""Headings of the sections of a CV, in English, German, French, Spanish, Italian, Dutch and Portuguese."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal

Kind = Literal[
    "work", "education", "skills", "projects", "certificates", "languages", "awards", "publications", "interests",
    "summary", "contact", "volunteer", "other",
]  # fmt: skip

_NAMES: Final[dict[Kind, str]] = {
    "work": """
        experience, work experience, professional experience, employment, employment history, work history, career,
        career history, professional background, relevant experience, positions, positions held, industry experience,
        internships, internship experience, job history, experience and leadership, research experience,
        teaching experience, academic experience, leadership experience, career summary,
        berufserfahrung, beruflicher werdegang, berufliche erfahrung, berufspraxis, praktische erfahrung,
        arbeitserfahrung, werdegang, praktika, berufliche stationen, beruf, karriere, berufstätigkeit,
        expérience, expériences, expérience professionnelle, expériences professionnelles, parcours professionnel,
        parcours, stages, emplois, experiencia, experiencia laboral, experiencia profesional, trayectoria profesional,
        historial laboral, prácticas, esperienza, esperienze, esperienza lavorativa, esperienze lavorative,
        esperienza professionale, esperienze professionali, werkervaring, ervaring, professionele ervaring, loopbaan,
        experiência, experiência profissional, experiência laboral
    """,
    "education": """
        education, academic background, educational background, academic history, education and training, studies,
        qualifications, academic qualifications, schooling, training, degrees, academics,
        ausbildung, bildung, bildungsweg, studium, schulbildung, akademische ausbildung, bildungsgang,
        akademischer werdegang, aus- und weiterbildung, hochschulbildung, schule, studium und ausbildung,
        ausbildung und studium, formation, formations, études, diplômes, scolarité, formation académique,
        parcours académique, cursus, formation et diplômes, diplômes et formations,
        educación, formación, formación académica, estudios, titulación, formación reglada,
        istruzione, formazione, istruzione e formazione, studi, titoli di studio, formazione accademica,
        opleiding, opleidingen, educação, formação, formação académica, formação acadêmica
    """,
    "skills": """
        skills, technical skills, key skills, core skills, core competencies, competencies, technologies, expertise,
        areas of expertise, tech stack, technical proficiencies, tools, tools and technologies, it skills,
        computer skills, software, skills and tools, professional skills, skill set, hard skills, soft skills,
        programming, programming languages, technical expertise, technical knowledge, strengths, skills and expertise,
        kenntnisse, fähigkeiten, kompetenzen, it-kenntnisse, edv-kenntnisse, fachkenntnisse, technische kenntnisse,
        fertigkeiten, technologien, kenntnisse und fähigkeiten, software-kenntnisse, qualifikationen, stärken,
        besondere kenntnisse, edv, it-kompetenzen, fachliche kompetenzen, technische fähigkeiten,
        compétences, compétences techniques, compétences clés, savoir-faire, outils, informatique,
        compétences informatiques, logiciels, atouts, compétences professionnelles,
        habilidades, competencias, conocimientos, aptitudes, habilidades técnicas, conocimientos técnicos,
        tecnologías, conocimientos informáticos, competencias técnicas, informática, herramientas, destrezas,
        competenze, capacità, abilità, conoscenze, competenze tecniche, competenze informatiche, competenze digitali,
        vaardigheden, competenties, technische vaardigheden, kennis, competências, habilidades técnicas
    """,
    "projects": """
        projects, personal projects, selected projects, side projects, key projects, academic projects, open source,
        open source projects, portfolio, research projects, project experience, software projects,
        projekte, ausgewählte projekte, eigene projekte, projekterfahrung, private projekte,
        projets, projets personnels, réalisations, proyectos, proyectos personales, proyectos destacados,
        progetti, progetti personali, projecten, projetos
    """,
    "certificates": """
        certificates, certifications, certification, licenses, licenses and certifications, courses,
        certifications and licenses, professional certifications, professional development,
        training and certifications,
        courses and certifications, online courses, certificates and courses,
        zertifikate, zertifizierungen, weiterbildung, weiterbildungen, fortbildung, fortbildungen, kurse, lehrgänge,
        certificats, certifications professionnelles, certificaciones, certificados, cursos, cursos y certificaciones,
        formación complementaria, certificazioni, corsi, certificati, corsi e certificazioni, certificaten, cursussen,
        certificações, certificados e cursos
    """,
    "languages": """
        languages, language skills, foreign languages, languages spoken, spoken languages,
        sprachen, sprachkenntnisse, fremdsprachen, langues, langues étrangères, compétences linguistiques,
        langues parlées, idiomas, lenguas, lingue, lingue straniere, competenze linguistiche, conoscenze linguistiche,
        talen, talenkennis, línguas
    """,
    "awards": """
        awards, honors, honours, awards and honors, honors and awards, achievements, accomplishments, scholarships,
        selected honors, awards and achievements, recognition, fellowships, prizes, grants, awards and scholarships,
        auszeichnungen, preise, stipendien, ehrungen, auszeichnungen und stipendien, erfolge,
        prix, distinctions, récompenses, bourses, prix et distinctions, premios, reconocimientos, becas, logros,
        premi, riconoscimenti, borse di studio, prijzen, onderscheidingen, prêmios
    """,
    "publications": """
        publications, selected publications, papers, research papers, articles, journal articles, conference papers,
        veröffentlichungen, publikationen, publicaciones, pubblicazioni, publicaties, publicações
    """,
    "interests": """
        interests, hobbies, hobbies and interests, personal interests, activities, extracurricular activities,
        interests and activities, interests and hobbies, other interests,
        interessen, hobbys, freizeit, interessen und hobbys, hobbys und interessen, persönliche interessen,
        centres d'intérêt, centres d'intérêts, loisirs, intérêts, intereses, aficiones, pasatiempos,
        intereses y aficiones, interessi, hobby, interesses, passatempos
    """,
    "summary": """
        summary, profile, about, about me, objective, career objective, professional summary, professional profile,
        executive summary, personal statement, personal profile, introduction, overview, bio, statement,
        profil, zusammenfassung, über mich, kurzprofil, persönliches profil, berufsziel, zur person,
        résumé, à propos, à propos de moi, objectif, profil professionnel, présentation, accroche,
        perfil, perfil profesional, resumen, sobre mí, objetivo, extracto, acerca de mí, resumen profesional,
        profilo, profilo professionale, sommario, chi sono, obiettivo, profiel, samenvatting, over mij,
        perfil profissional, resumo, sobre mim
    """,
    "contact": """
        contact, contact details, contact information, contact me, personal details, personal information,
        personal data, links, social, details, find me online, online profiles, address,
        kontakt, kontaktdaten, persönliche daten, persönliche angaben, angaben zur person, anschrift,
        coordonnées, informations personnelles, état civil, informations, contacto, datos personales,
        datos de contacto,
        información personal, contatti, dati personali, informazioni personali, persoonlijke gegevens, gegevens,
        contato,
        dados pessoais
    """,
    "volunteer": """
        volunteering, volunteer, volunteer experience, volunteer work, community service, community involvement,
        ehrenamt, ehrenamtliches engagement, ehrenamtliche tätigkeiten, engagement, soziales engagement,
        bénévolat, engagements, engagement associatif, voluntariado, volontariato, vrijwilligerswerk
    """,
    "other": """
        references, referees, additional information, miscellaneous, memberships, patents, invited talks, talks,
        presentations, conferences, appendix, signature, professional affiliations, affiliations, other, leadership,
        leadership and activities, additional, military service, hobbies and memberships, teaching, service,
        referenzen, sonstiges, weitere informationen, mitgliedschaften, patente, vorträge, führerschein, wehrdienst,
        weitere kenntnisse, références, divers, permis, brevets, conférences, referencias, otros, otros datos,
        información adicional, patentes, referenze, altro, ulteriori informazioni, patente, brevetti, referenties,
        overig
    """,
}
_LOOSE: Final[dict[Kind, str]] = {
    "work": "experience employment berufserfahrung werdegang expérience expériences experiencia esperienza "
    "esperienze werkervaring internships praktika",
    "education": "education ausbildung studium formation études educación formación istruzione opleiding academic",
    "skills": "skills kenntnisse competencies compétences habilidades competencias competenze vaardigheden "
    "technologies kompetenzen fähigkeiten proficiencies",
    "projects": "projects projekte projets proyectos progetti",
    "certificates": "certificates certifications zertifikate zertifizierungen certificaciones "
    "certificazioni licenses",
    "languages": "sprachen sprachkenntnisse langues idiomas lingue",
    "awards": "awards honors honours auszeichnungen distinctions premios scholarships",
    "publications": "publications publikationen veröffentlichungen publicaciones pubblicazioni",
    "interests": "interests hobbies hobbys interessen intereses loisirs",
    "volunteer": "volunteer volunteering ehrenamt bénévolat voluntariado",
}
"""Words that tell the kind of a longer heading ("Selected industry experience"); the first that is found decides."""

MAX_HEADING_WORDS: Final = 6
_JOINED: Final = re.compile(r"\s*(?:&|\+|/|,|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b)\s*")
_SPACED: Final = re.compile(r"\w(?:[ .]\w)+(?:(?:\s{2,}|\t)\w(?:[ .]\w)*)*")


def plain_heading(text: str) -> str:
    """A heading in lower case without numbering, decoration and spaced letters."""
    text = unicodedata.normalize("NFKC", text).strip(" \t*_#:.|-–—•·~=[]<>()")
    if has_spaced_letters(text):
        text = " ".join(re.sub(r"[ .]", "", word) for word in re.split(r"\s{2,}|\t", text))
    text = re.sub(r"^(?:\d{1,2}|[IVX]{1,4})[.)]?\s+", "", text)
    return re.sub(r"\s+", " ", text.replace("’", "'")).lower()


def has_spaced_letters(text: str) -> bool:
    """Whether a text is words of letters with a blank between each two."""
    return _SPACED.fullmatch(text) is not None


@cache
def _exact() -> dict[str, Kind]:
    return {_key(name): kind for kind, names in _NAMES.items() for name in names.split(",") if name.strip()}


@cache
def _run_together() -> dict[str, Kind]:
    """The names without blanks: spaced letters and narrow columns leave no trace of where words end."""
    named = ((name.strip(), kind) for kind, names in _NAMES.items() for name in names.split(",") if name.strip())
    return {_letters(spelled): kind for name, kind in named for spelled in (_key(name), name)}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _key(name: str) -> str:
    return _JOINED.sub("+", " ".join(name.split())).strip()


@cache
def _loose() -> dict[str, Kind]:
    return {word: kind for kind, words in _LOOSE.items() for word in words.split()}


def known_heading(text: str) -> tuple[Kind, bool] | None:
    """The kind of section a heading opens and whether all of it is a known name; None for any other text."""
    if len(text) > 80:
        return None
    plain = plain_heading(text)
    if not plain:
        return None
    exact = _exact()
    if kind := exact.get(_key(plain)) or _run_together().get(_letters(plain)):
        return kind, True
    pieces = [piece for piece in _JOINED.split(plain) if piece]
    kinds = [exact.get(piece) for piece in pieces]
    if len(pieces) > 1 and all(kinds):
        return kinds[0], True  # type: ignore[return-value]
    words = re.findall(r"[\w'-]+", plain)
    if len(words) <= MAX_HEADING_WORDS and not re.search(r"\d|[@.;!?]", plain):
        for word in reversed(words):
            if kind := _loose().get(word):
                return kind, False
    return None
