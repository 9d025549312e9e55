"""What kind of thing a short text names: a position, an employer, a school, a degree, a place.

Word lists in English, German, French, Spanish, Italian and Dutch; each function says how much speaks for it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

TITLE_WORDS: Final = (
    r"(?<!\w)(?:engineers?|developers?|programmers?|managers?|analysts?|architects?|controllers?|hackers?|"
    r"builders?|consultants?|designers?|"
    r"administrators?|"
    r"directors?|heads?|leads?|scientists?|researchers?|assistants?|associates?|specialists?|coordinators?|"
    r"technicians?|"
    r"interns?|internship|trainees?|apprentices?|officers?|executives?|accountants?|auditors?|nurses?|teachers?|"
    r"tutors?|"
    r"lecturers?|professors?|fellows?|instructors?|representatives?|supervisors?|president|founders?|"
    r"co-founders?|owners?|"
    r"partners?|advis[eo]rs?|clerks?|cashiers?|chefs?|cooks?|waiters?|waitress|drivers?|operators?|mechanics?|"
    r"electricians?|"
    r"editors?|writers?|journalists?|translators?|strategists?|planners?|buyers?|recruiters?|sales(?:man|woman|"
    r"person)|testers?|"
    r"testing|freelancer?|contractors?|volunteers?|ceo|cto|cfo|coo|cio|vp|sre|devops|dba|qa|physicians?|"
    r"doctors?|pharmacists?|"
    r"therapists?|lawyers?|attorneys?|paralegals?|secretary|receptionists?|librarians?|economists?|statisticians?|"
    r"biologists?|chemists?|physicists?|photographers?|producers?|barista|bartender|caregiver|principal|scrum master|"
    r"product owner|teaching assistant|research assistant|"
    r"\w*entwickler(?:in)?|\w*ingenieur(?:in)?|\w*leiter(?:in)?|\w*berater(?:in)?|\w*assisten[tz](?:in)?|"
    r"\w*praktikant(?:in)?|"
    r"\w*praktikum|werkstudent(?:in)?|\w*sachbearbeiter(?:in)?|\w*kauf(?:mann|frau)|\w*kraft|\w*pfleger(?:in)?|"
    r"\w*techniker(?:in)?|\w*lehrer(?:in)?|\w*architekt(?:in)?|\w*designer(?:in)?|\w*manager(?:in)?|"
    r"\w*referent(?:in)?|"
    r"\w*mitarbeiter(?:in)?|\w*analyst(?:in)?|\w*forscher(?:in)?|\w*wissenschaftler(?:in)?|\w*verkäufer(?:in)?|"
    r"auszubildende[r]?|geschäftsführer(?:in)?|\w*administrator(?:in)?|\w*koch|\w*elektroniker(?:in)?|"
    r"\w*mechaniker(?:in)?|"
    r"développeu(?:r|se)|ingénieure?|chef(?:fe)? de projet|responsable|directeur|directrice|consultante?|analyste|"
    r"stagiaire|stage|alternant[e]?|apprenti[e]?|technicien(?:ne)?|comptable|infirmi(?:er|ère)|enseignante?|"
    r"professeure?|"
    r"chargée? d|vendeu(?:r|se)|conseill(?:er|ère)|assistante?|gestionnaire|chercheu(?:r|se)|concepteur|architecte|"
    r"rédact(?:eur|rice)|secrétaire|cuisini(?:er|ère)|data scientist|"
    r"desarrollador[a]?|ingenier[oa]|programador[a]?|gerente|jef[ea]|responsable|consultor[a]?|analista|director[a]?|"
    r"becari[oa]|prácticas|técnic[oa]|contable|enfermer[oa]|profesor[a]?|docente|vendedor[a]?|asistente|auxiliar|"
    r"coordinador[a]?|investigador[a]?|diseñador[a]?|administrativ[oa]|encargad[oa]|dependient[ea]|camarer[oa]|"
    r"cociner[oa]|"
    r"sviluppat(?:ore|rice)|ingegnere|responsabile|consulente|tirocin(?:ante|io)|stagista|tecnico|contabile|"
    r"infermier[ea]|insegnante|addett[oa]|impiegat[oa]|diret(?:tore|trice)|progettista|ricercat(?:ore|rice)|"
    r"ontwikkelaar|medewerker|beheerder|adviseur|stagiair[e]?|docent|verpleegkundige|projectleider)(?!\w)"
)
_TITLE: Final = re.compile(TITLE_WORDS, re.IGNORECASE)
_RANK: Final = re.compile(
    r"(?<!\w)(?:senior|sr|junior|jr|chief|lead|head of|deputy|vice|staff|principal|graduate|leitende[r]?|"
    r"stellv\w*|intern)(?!\w)",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"(?<!\w)(?:inc|incorporated|llc|llp|ltd|limited|plc|corp(?:oration)?|company|co|group|holdings?|gmbh|ag|kg|"
    r"ohg|ug|se|e\.?v|mbh|"
    r"s\.?a\.?s?|sarl|s\.?r\.?l|s\.?p\.?a|s\.?l\.?u?|b\.?v|n\.?v|bank|banque|banco|banca|labs?|laborator(?:y|"
    r"ies)|studios?|agency|agentur|agence|"
    r"solutions|systems?|technolog(?:y|ies)|software|services|consulting|partners|ventures|capital|insurance|"
    r"versicherung\w*|"
    r"hospital|clinic|klinik\w*|klinikum|krankenhaus|hôpital|clinique|clínica|ospedale|university|universität|"
    r"université|"
    r"universidad|università|institute?|institut|school|college|foundation|stiftung|fondation|council|ministry|"
    r"ministerium|"
    r"department of|airlines?|motors?|energy|pharma\w*|logistics|logistik|industries|werke|hotel|restaurant|"
    r"café|museum|"
    r"society|association|charity|trust|club|verein|asociación|associazione|fundación|fondazione|red cross|"
    r"media|verlag|press|networks?|digital|analytics|robotics|health|healthcare|financial|retail|stores?|"
    r"research|corp)(?![\w-])",
    re.IGNORECASE,
)  # fmt: skip
_SCHOOL: Final = re.compile(
    r"(?<!\w)(?:universit\w+|univ|college|school|institute?|instituto|istituto|institut|academy|akademie|"
    r"académie|academia|accademia|"
    r"\w*hochschule\w*|\w*schule|gymnasium|\w*gymnasium|lycée|école|ecole|iut|insa|faculté|facultad|facoltà|"
    r"universidade|"
    r"escuela|colegio|liceo|scuola|politecnico|politécnica|polytechnic\w*|polytechnique|eth|epfl|mit|tu|lmu|"
    r"rwth|kit|ucla|"
    r"caltech|stanford|harvard|princeton|oxford|cambridge|hec|bootcamp|conservator\w+|seminary|centro de formación|"
    r"berufskolleg|bildungszentrum|ihk|fh|th|ies|htl|bfh|hs|universitat|universiteit|school of)(?!\w)",
    re.IGNORECASE,
)
DEGREE: Final = re.compile(
    r"(?<![\w.])(?:ph\.?\s?d\.?|doctora\w+|dr\.|doctor of \w+|dphil|promotion|doktor\w*|"
    r"m\.?\s?b\.?\s?a\.?|executive mba|m\.?\s?sc\.?|b\.?\s?sc\.?(?: ?\(hons\))?|m\.?\s?eng\.?|b\.?\s?eng\.?|"
    r"m\.?\s?phil|ll\.?\s?[mb]\.?|"
    r"b\.?\s?tech\.?|m\.?\s?tech\.?|b\.?\s?com\.?|b\.?ed\.?|m\.?ed\.?|b\.?f\.?a\.?|m\.?f\.?a\.?|b\.a\.|m\.a\.|"
    r"b\.s\.|m\.s\.|ba|bs|ma|ms|aa|as|mph|msw|md|jd|edd|"
    r"bachelors?(?:['’]s)?(?: degree)?(?: of (?:science|arts|engineering|business administration|technology|"
    r"laws|commerce|education|fine arts|music|nursing))?|"
    r"masters?(?:['’]s)?(?: degree)?(?: of (?:science|arts|engineering|business administration|technology|laws|"
    r"public health|education|fine arts|philosophy|research))?|"
    r"associate(?:['’]s)?(?: degree| of \w+)|diplom(?:a|-\w+)?|diplôme(?: d['’]ingénieur)?|magister|"
    r"staatsexamen|abitur|fachabitur|"
    r"(?:allgemeine |fach)?hochschulreife|ausbildung|mittlere reife|"
    r"baccalauréat|bac(?:\s?\+\s?\d)?|licence(?: professionnelle)?|bts|dut|but|cap|bep|maîtrise|dea|dess|mastère|"
    r"licenciatura|licenciad[oa]|grado|máster(?: universitario)?|bachillerato|diplomatura|ingeniería técnica|"
    r"técnico superior|doctorado|"
    r"laurea(?: (?:triennale|magistrale|specialistica))?|dottorato(?: di ricerca)?|diploma di maturità|maturità|"
    r"high school diploma|ged|a-levels?|gcses?|certificate|certificat|zertifikat|minor|major)(?![\w])",
    re.IGNORECASE,
)  # fmt: skip
_COUNTRIES: Final = (
    "usa|u\\.s\\.a?\\.?|us|uk|united states(?: of america)?|united kingdom|england|scotland|wales|ireland|"
    "germany|deutschland|austria|österreich|switzerland|"
    "schweiz|suisse|svizzera|france|frankreich|spain|españa|italy|italia|italien|netherlands|nederland|belgium|"
    "belgique|belgien|"
    "luxembourg|portugal|denmark|sweden|norway|finland|poland|polska|czechia|czech republic|hungary|romania|"
    "greece|turkey|"
    "türkiye|russia|ukraine|india|china|japan|south korea|korea|singapore|malaysia|indonesia|vietnam|thailand|"
    "philippines|"
    "pakistan|bangladesh|australia|new zealand|canada|mexico|méxico|brazil|brasil|argentina|chile|colombia|peru|"
    "perú|egypt|morocco|"
    "nigeria|kenya|south africa|ghana|israel|uae|united arab emirates|saudi arabia|qatar|lebanon|iran|hong kong|"
    "taiwan|estonia|"
    "latvia|lithuania|croatia|serbia|bulgaria|slovakia|slovenia|iceland|malta|cyprus"
)
_STATES: Final = (
    "A[LKZR]|C[AOT]|DE|DC|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|"
    "N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|ON|BC|QC|AB"
)
_CITIES: Final = (
    "berlin|munich|münchen|hamburg|cologne|köln|frankfurt(?: am main)?|stuttgart|düsseldorf|dusseldorf|leipzig|"
    "dresden|hannover|nürnberg|nuremberg|bremen|"
    "karlsruhe|aachen|bonn|heidelberg|freiburg|essen|dortmund|vienna|wien|graz|linz|salzburg|zurich|zürich|"
    "geneva|genève|basel|bern|lausanne|paris|lyon|marseille|toulouse|"
    "bordeaux|lille|nantes|nice|strasbourg|rennes|grenoble|montpellier|madrid|barcelona|valencia|sevilla|"
    "seville|bilbao|málaga|zaragoza|granada|rome|roma|milan|milano|turin|torino|"
    "bologna|naples|napoli|florence|firenze|genova|padova|venezia|london|manchester|birmingham|edinburgh|"
    "glasgow|bristol|leeds|liverpool|cambridge|oxford|dublin|belfast|cardiff|"
    "amsterdam|rotterdam|utrecht|eindhoven|brussels|bruxelles|antwerp|lisbon|lisboa|porto|copenhagen|stockholm|"
    "oslo|helsinki|warsaw|krakow|prague|"
    "budapest|bucharest|athens|istanbul|ankara|moscow|kyiv|new york(?: city)?|nyc|san francisco|los angeles|"
    "chicago|boston|seattle|austin|denver|"
    "houston|dallas|atlanta|miami|philadelphia|phoenix|san diego|san jose|portland|washington(?:,? d\\.?c\\.?)?|"
    "toronto|vancouver|montreal|montréal|ottawa|"
    "sydney|melbourne|brisbane|auckland|tokyo|osaka|seoul|beijing|shanghai|shenzhen|hong kong|singapore|mumbai|"
    "delhi|new delhi|bangalore|bengaluru|hyderabad|"
    "chennai|pune|kolkata|karachi|lahore|dhaka|dubai|abu dhabi|tel aviv|cairo|lagos|nairobi|cape town|"
    "johannesburg|mexico city|ciudad de méxico|são paulo|"
    "rio de janeiro|buenos aires|bogotá|santiago|lima|remote|hybrid|home ?office|télétravail|remoto"
)
_NAME: Final = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
_PLACE: Final = re.compile(
    rf"(?:\d{{4,5}} )?(?:{_NAME}, ?(?:(?-i:{_STATES})|{_COUNTRIES})"
    rf"(?:,? \d{{5}})?(?:, ?(?:{_COUNTRIES}))?|{_CITIES}|{_COUNTRIES})"
    r"(?: ?\((?:remote|hybrid|on-?site)\)|,? (?:remote|area|bay area))?",
    re.IGNORECASE,
)  # fmt: skip


@lru_cache(maxsize=4_096)
def title_score(text: str) -> float:
    """How much a text looks like a position: words for professions, ranks; length speaks against it."""
    words = len(text.split())
    score = 2.0 * bool(_TITLE.search(text)) + 0.5 * bool(_RANK.search(text))
    return score - 0.5 * max(0, words - 7)


@lru_cache(maxsize=4_096)
def company_score(text: str) -> float:
    """How much a text looks like an employer: legal forms and words that are in names of companies."""
    return 1.5 * bool(_COMPANY.search(text)) + 0.3 * bool(re.search(r"\.(?:com|io|ai|de|org)\b|&", text))


@lru_cache(maxsize=4_096)
def school_score(text: str) -> float:
    """How much a text looks like a school."""
    return 2.0 * bool(_SCHOOL.search(text))


@lru_cache(maxsize=4_096)
def is_place(text: str) -> bool:
    """Whether a text is a place: a known city or country, or a name before a country or state."""
    text = text.strip(" ,.()")
    return _PLACE.fullmatch(text) is not None and not company_score(text.partition(",")[0])
