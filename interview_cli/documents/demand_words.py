"""Words by which a sentence asks for something, wishes it or waives it; English, German, French, Spanish, Italian."""

from __future__ import annotations

import re
from typing import Final


def _alternatives(lines: str) -> str:
    """Lines of alternatives as one; a line that is indented more continues the one above."""
    return "|".join(map(str.strip, re.sub(r"\n {8,}", "", lines).strip().splitlines()))


def _any(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(filter(None, map(str.strip, words.splitlines())))})(?!\w)", re.IGNORECASE
    )


WAIVED: Final = _any(r"""
    (?:is |are |was )?(?:not|n['’]t) (?:\w+ )?(?:a )?(?:required?|requirement|necessary|needed|essential|must
        |mandatory)
    (?:do|does|need)(?: not|n['’]t) (?:need|have to|require|be)|no need (?:to|for)
    no \w+ (?:required|needed|necessary)
    (?:you can|we(?:['’]ll| will)) (?:learn|teach|train)|(?:can|will) (?:learn|be learned|be taught)
    kein(?:e)? (?:muss|voraussetzung|bedingung)|nicht (?:\w+ )?(?:erforderlich|notwendig|nötig|zwingend|vorausgesetzt)
    (?:pas|non) (?:\w+ )?(?:nécessaires?|exigée?s?|obligatoires?|requise?s?|indispensables?)
    no (?:es|son) (?:\w+ )?(?:necesari[oa]s?|imprescindibles?|obligatori[oa]s?|requerid[oa]s?)
    no (?:se requiere|hace falta)
    non è (?:necessari[oa]|richiest[oa]|obbligatori[oa])
""")
"""Said of what need not be there."""

WISHED: Final = _any(r"""
    nice[- ]to[- ]have|(?:an?|is|big|strong|huge) (?:big |strong |definite |real )?(?:plus|bonus|advantage|asset)
    advantageous|preferred|preferably|ideally|optional|desirable|desired|welcome|beneficial|bonus points
    (?:would|might|could) (?:also )?(?:be (?:\w+ )?(?:great|nice|good|helpful|useful|an? \w+)|help)
    helps(?=\s*(?:[,.;!]|$))|good to have
    von vorteil|vorteilhaft|wünschenswert|idealerweise|gerne?|ein plus|pluspunkte?|hilfreich
    (?:wäre|wären) (?:\w+ )?(?:schön|toll|gut|super|hilfreich|prima)
    (?:serait|est) (?:un (?:plus|atout)|appréciée?)|seraient (?:un plus|appréciée?s)|un atout|idéalement
    souhaitée?s?|appréciée?s?
    deseables?|valorables?|se valorar?á?n?|se valora|idealmente|un plus
    costituisce|gradit[aoi]|preferibil\w*|è un plus|een pré|pré is
""")
"""Said of what may be there."""

DEMANDED: Final = _any(r"""
    must|must[- ]haves?|required|requires?|requirements?|mandatory|essential|necessary|indispensable|compulsory
    needs?|needed|need to|you['’]ll need|(?:has|have) to|expect(?:ed)?|prerequisites?|minimum|at least
    zwingend|erforderlich|voraussetzung(?:en)?|vorausgesetzt|setzen voraus|mindestens|notwendig|nötig|unabdingbar
    unerlässlich|verpflichtend|pflicht|(?:ein )?muss|musst|müssen|benötig(?:st|en|t)|brauch(?:st|en|t)|erwarten
    erwartet
    doit|doivent|devez|devrez|dois|exigée?s?|requise?s?|obligatoires?|indispensables?|nécessaires?|impérati\w+|il faut
    debe[ns]?|deberás?|imprescindibles?|obligatori[oa]s?|necesari[oa]s?|requerid[oa]s?|se requieren?|hace falta
    exigimos|tiene que|tienes que|richiest[oaie]|indispensabil[ei]|necessari[oaie]|obbligatori[oaie]|deve|devi
    vereist|noodzakelijk|verplicht|moet
""")
"""Said of what has to be there, in any place of the sentence."""

EXPECTED: Final = _any(r"""
    you (?:have|bring|know)|you['’]ve|proven|should|strong (?:knowledge|experience|background)
    experience (?:with|in|of)|proficien\w*|expertise|fundierte|erfahrung (?:mit|in)|\w*kenntnisse|sie haben|du hast
    maîtrise|expérience|experiencia|conocimientos|esperienza|ervaring
""")
"""Said of what is expected; by itself it asks only for what is known to be a skill."""

OF_OTHERS: Final = _any(r"""
    (?:we|wir|nous|they) (?:\w+ )?(?:must|need to|have to|müssen|devons)
    (?:our|their|unsere|nos|nuestros) (?:\w+ )?\w+ (?:needs?|requires?|must|expects?|brauchen|erwarten)
    (?:clients|customers|patients|guests|kunden) (?:needs?|requires?|must|expects?|brauchen|erwarten)
    what (?:they|you) need to
""")
"""Need that is not of the person sought: "We need to move", "our customers require"."""

_FRAMES: Final = r"""
    (?:things? |all |what )?(?:that )?(?:you|we|he|she|they|sie|du|ihr|vous|tu|usted|applicants?|candidates?
        |bewerber\w*|der bewerber
        |the (?:person|candidate|holder)(?: appointed)?|nous|wir)(?:['’](?:ll|ve|re|d))?
    will|should|would|do|does|also
    (?:must|has|have|need|needs|needed|require|requires|required|expect|expects|bring|brings|know|knows|hold|holds|own
        |possess|want)(?: (?:to|also|been|had|the following))?
    (?:be |being |is |are |was |were |as is |so is |and so is |as are |it is |it['’]s |there is )(?=\S)
    (?:able|used) to |familiar(?:ity)? with|comfortable (?:with|in|using)|confident (?:with|in|using)|skilled in
    competent (?:in|with)|good at|at ease with|fluen(?:t|cy)(?: in)?|proficien(?:t|cy) (?:in|with|at)|proficient
    qualified in|trained in|certified in|registered with|versed in|worked (?:with|in|as)|experienced (?:in|with)
    (?:is |are |wird |werden |ist |sind |est |sont |es |son |è |sono )?(?:(?:also|absolutely|strictly
        |zwingend|unbedingt) )?
        (?:an? )?(?:must|must[- ]haves?|required|mandatory|essential|necessary|needed|indispensable|compulsory
        |expected
        |prerequisite|requirement|erforderlich|voraussetzung|vorausgesetzt|notwendig|nötig|unabdingbar|unerlässlich
        |verpflichtend|pflicht|muss|exigée?s?|requise?s?|obligatoires?|indispensables?|nécessaires?|impérati\w+
        |imprescindibles?|obligatori[oa]s?|necesari[oa]s?|requerid[oa]s?|richiest[oaie]|obbligatori[oaie]|preferred
        |desirable
        |welcome|optional|von vorteil|wünschenswert|gewünscht|nice(?:[- ]to[- ]have)?|souhaitée?s?|appréciée?s?
        |un plus|un atout
        |an? (?:big |strong |definite |real )?(?:plus|bonus|advantage|asset)|beneficial|helpful|useful|hilfreich
        |ein plus)
    requirements?|must[- ]haves?|anforderungen|voraussetzungen|prérequis|exigences|requisitos|requisiti
    (?:would|wäre|wären|serait|seraient|sería)(?: also)?(?: be)?(?: an? \w+)?|helps?|schön|toll|gut(?= |$)
    erwarten wir|ebenfalls|auch
    (?:musst|müssen|sollten|solltest) (?:du|sie)(?: mitbringen| haben)?
    (?:musst|müssen|bringst|bringen|mitbringen|hast|haben
        |brauchst|brauchen|benötigst|benötigen|verfügen|verfügst|erwarten|setzen)(?: voraus| über)?|setzen wir voraus
    (?:devez|doit|doivent|devrez|avoir|posséder|maîtriser|maîtrisez|justifier d[e'’]|il faut
        |être titulaire d['’e]u?n?e?)
    (?:debe[ns]?|deberás?|tener|tienes?|poseer|se requieren?|se valorar?á?n?|se valora|dominar|exigimos|hace falta)
    (?:from day one|for (?:this|the) (?:role|post|position|job)|to apply|ideally|idealerweise|preferably|idéalement
        |idealmente|please|bitte|minimum|at least|mindestens|au moins|al menos|mínimo|required|gerne?|such as|like)
    (?:more than |over |mehr als |plus de |más de )?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|ein
        |eine|zwei|drei
        |vier|fünf|un|une|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|several|mehrere|many|some)\s*\+?(?:\s*(?:-|–
        |to|bis|à|a)
        \s*\d{1,2}\s*\+?)?\s*(?:years?|yrs?|jahre?n?|ans?|années?|años?|ann[io])['’]?
    (?:an? |the )?(?:\w+ )?(?:(?:grasp|command|mastery|proof|evidence|level) of
        |(?:understanding|knowledge|background|track record)(?: (?:of|in|with|at))?)
    (?:berufs)?erfahrung(?:en)?(?: (?:mit|in|im|als|bei|an))?|kenntnisse(?: (?:in|im|von|der|des|mit|über))?
    (?:sicherer |sicherem )?umgang mit|beherrschung (?:von|der|des)|sicheres?|verhandlungssicheres?|fließendes?
    (?:(?:work(?:ing)?|professional|previous|prior|practical|proven|relevant|first|erste) )*
        experience(?: (?:with|in|of|as|using|working (?:with|in|as)|at))?
    (?:bonne |solide |première )?(?:expérience|connaissances?|maîtrise|pratique)(?: (?:en|de|du|des|d['’]|dans|avec
        |avec les))?
    (?:buena |buen )?(?:experiencia|conocimientos?|manejo|dominio|nivel)(?: (?:en|de|del|con|como))?
    (?:esperienza|conoscenza)(?: (?:in|di|con|del|della))?
    (?:an? |the )?(?:\w+ )?(?:skills?|abilities)(?: (?:in|with))?
    (?:valid|current|full|clean|recent|recognised|recognized|accredited|relevant|good|very|excellent|strong|solid
        |deep|proven
        |(?:advanced|basic)(?! (?-i:[A-Z]\w+ [A-Z]))
        |sound|extensive|significant|previous|knowing|sehr|gute[rns]?|fundierte|langjährige
        |abgeschlossene[sn]?|gültige[rn]?|anerkannte[rn]?|einschlägige|bon(?:ne)?s?|solides?|excellente?s?)(?=\s)
    (?:an?|the|some|any|your|eine?[rns]?|der|die|das|une?|le|la|les|el|los|las|una|il|lo|gli|and|und|et|y|e|or|oder
        |of|in|with|mit|in der|im|en|de|du|des|del|as|als|at|on|that|for|es|is|are|ist|sind|we|from|also|both)(?=\s|$)
    (?:l|d)['’](?=\w)
    (?:,? ?(?:or|and|ou|oder|o) (?:an? )?(?:equivalent|similar|higher|above|better|équivalente?|vergleichbar\w*
        |similar(?:es)?
        |höher\w*|more))|(?:qualifications?|kenntnisse|knowledge|experience|skills|erfahrung|qualifikationen)
"""
_FRAME: Final = rf"(?<!\w)(?:{_alternatives(_FRAMES)})(?:(?<!\w)|(?!\w))"
FRAME_BEFORE: Final = re.compile(_FRAME, re.IGNORECASE)
FRAME_BEHIND: Final = re.compile(rf"{_FRAME}$", re.IGNORECASE)
"""What surrounds the thing that is asked for: who must, "is required", how well, for how long."""

TRAITS: Final = _any(r"""
    someone|somebody|anyone|anybody|reliab\w+|friendly|flexib\w+|motivat\w+|motivier\w+|team|teams|teamwork|communicat\w+|interpersonal|kind
    kindness|humou?r
    enthusias\w+|passion\w*|attitude|proactiv\w+|self|independen\w+|organi[sz]ed|detail|willing\w*|eager|curious
    curiosity
    positive|punctual\w*|patience|empath\w+|creativity|eye for|sense of|head for|love|care about|enjoy|ability
    energy|calm
    mindset|ambitio\w*|fit|honest\w*|hard[- ]working|stamina|responsib\w+|confiden\w+|people|personality|ideas
    \w*bereitschaft|team\w*|zuverlässig\w*|belastbar\w*|selbst?st?ändig\w*|freude|spaß|lust|leidenschaft|engagiert\w*
    sorgfältig\w*|freundlich\w*|verantwortung\w*|einsatz\w*|kommunika\w+|sens d\w|rigueur|rigoureu\w+|autonom\w+
    dynami\w+|esprit
    capacité|goût|organisée?|ganas|compromiso|responsab\w+|proactiv\w+|trato|vocación|persona
    shifts?|weekends?|nights?|availab\w+|verfügbar\w*|disponib\w*|travel|right to work|eligible|relocat\w+|hours|start
""")
"""What is asked of a person's character or time: no CV can show it, so it is no gate."""

PARTS: Final = _any(r"""
    (?:\w+ )?of (?:which|them|these)|davon|dont|de los cuales|including|inklusive|n(?:o|ot) more than|maximum
    höchstens|within (?:the )?(?:\w+ ){1,4}(?:days|weeks|months|years?)(?:\W|$)|innerhalb (?:von )?\w+ \w+
""")
"""A clause that begins so narrows another."""
