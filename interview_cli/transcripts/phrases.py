"""The English phrases by which interviewers ask, acknowledge, make small talk, hand over and say goodbye.

One alternative per line, a regular expression over lower-case letters, with single blanks and no marks but
apostrophes and hyphens. Patterns to search for begin with the blank before their first word, so the text needs one at
its front.
"""

from __future__ import annotations

import re
from typing import Final


def _either(lines: str) -> str:
    """One group out of lines that are alternatives."""
    return "(?:" + "|".join(line.strip() for line in lines.strip().splitlines()) + ")"


def _search(lines: str) -> re.Pattern[str]:
    return re.compile(" " + _either(lines))


_LEAD_IN: Final = (
    "(?>(?:"
    + _either(r"""
    so|and|but|or|okay|ok|alright|all right|right|well|now|then|yeah|yes|great|good|perfect|cool|sure|um|uh|er|hmm
    also|maybe|perhaps|just|please|quickly|briefly|first|firstly|first off|first of all|next|lastly|finally|again
    to (?:start|begin)(?: off| with)?|instead|in that case|for example|actually|in your own words
    thanks|thank you|interesting|excellent|awesome|wonderful|fantastic|i see|got it|next question|moving on|let's see
    if you (?:could|can|would)|could you|can you|would you|will you|you can|why don't you|feel free to|go ahead and
    i'd like you to|i'd love for you to|i would like you to|i want you to|i'd ask you to
    """)
    + r"\s+)*)"
)
_TELL: Final = _either(r"""
    (?:tell|walk|give|teach|show|convince|sell) (?:me|us)
    talk (?:me|us|to (?:me|us))
    take (?:me|us) (?:through|back)
    help (?:me|us) understand
    """)
_COMMAND: Final = _either(rf"""
    {_TELL}
    (?:describe|explain|elaborate|expand on|consider|compare|contrast|define|discuss|introduce yourself|list|outline)
    (?:summari[sz]e|design|sketch|estimate|recall|think (?:of|about|back))
    talk (?:about|a (?:bit|little)|through)
    give (?:an?|some)
    share (?:an?|some|your|with|one|the)
    (?:imagine|suppose|assume|pretend|picture|say) (?:that |you|we|i|the|an?|there)
    name (?:a|an|one|two|three|some|your)
    (?:pick|choose|take) (?:an?|one|any|something|the)
    say (?:more|a bit|a little|something)
    """)
_IMPERATIVE: Final = _either(rf"""
    {_COMMAND}
    (?:let's|let us) (?:talk|discuss|start|begin|dive|dig|hear|go|turn|move|look|say|switch|take|do)
    (?:i'd|i would|we'd|we would) (?:also |really |just )?(?:love|like|be curious|be interested) (?:to|in)
    (?:i'm|i am|we're|we are) (?:also |really |just )?(?:curious|interested|wondering|keen to)
    (?:i|we) (?:also |just |really )?(?:want|wanted) to (?:hear|know|understand|ask|learn|talk|discuss|dig)
    (?:my|the|our) (?:next|first|second|third|last|final) question (?:is|would be)
    """)
_AUXILIARY: Final = _either(r"""
    is|are|was|were|am|do|does|did|have|has|had|can|could|would|will|should|shall|might|may
    (?:is|are|was|were|do|does|did|have|has|ca|could|would|wo|should)n't
    """)
_SUBJECT: Final = _either(r"""
    you|your|yours|we|they|he|she|it|there|that|this|these|those|the|any|anyone|an?|i|people|someone|one
    """)
_QUESTION_WORD: Final = "(?:what|which|how|whose|who|whom|why|when|where)"
_INVERTED: Final = _either(rf"""
    {_QUESTION_WORD}(?:'s|'re|'d|'ve)\s+(?!i\b|important\b|interesting\b)\w
    {_QUESTION_WORD}\s+(?:(?!{_SUBJECT}\b)[\w'-]+\s+){{0,4}}?{_AUXILIARY}\s+{_SUBJECT}\b
    {_AUXILIARY}\s+(?:you|your|we|they|there|that|it|the)\b
    (?:what|how) about\b
    (?:how|why) come\b
    why\s+(?:not|so|this|that|us|our|here)\b
    any (?:example|other|specific|lessons|regrets)\b
    """)

PROMPT: Final = re.compile(_LEAD_IN + _IMPERATIVE + r"\b")
"""A sentence that makes somebody speak without being a question: matched at its beginning."""

COMMAND: Final = re.compile(_LEAD_IN + _COMMAND + r"\b(?! (?:is|are|was|were|had|has|would|could|and|of)\b)")
"""A prompt in the imperative: matched where it begins."""

TELL: Final = re.compile(_LEAD_IN + _TELL + r"\b")
"""A command that names who is to be told: matched where it begins."""

QUESTION_ORDER: Final = re.compile(_LEAD_IN + _INVERTED)
"""A sentence with the words of a question in a question's order: matched at its beginning."""

QUESTION_INSIDE: Final = _search(rf"""
    {_QUESTION_WORD}\s+(?:[\w'-]+\s+){{0,2}}?{_AUXILIARY}\s+(?:you|your|the|that|it|there|we|they)\b
    (?:can|could|would|did|do|have|are|were) you\b
    tell (?:me|us)\b
    (?:walk|take|talk) (?:me|us) through\b
    """)
"""A question anywhere in speech that was written down without marks."""

ACKNOWLEDGEMENT: Final = re.compile(
    "(?>(?:"
    + _either(r"""
    m+(?:[ -]?h+m+)+|m{2,}|h+m+|u+h+[ -]?hu+h+|a+h+|o+h+|u+h+|u+m+|wow|ok|okay|k|right|sure|yes|yeah|yep|yup|no|nope
    alright|all right|great|good|perfect|excellent|nice|cool|awesome|fantastic|wonderful|brilliant|amazing|lovely
    super|fine|interesting|impressive|exactly|absolutely|definitely|totally|indeed|correct|true|understood
    agreed|gotcha|really|so|and|but|well|for|with|an?|the|very|much|all|that|this|it|one|example|answer
    story|point|question|overview|background|detail|explanation|insight|insights|context|lot|bit|quite
    pretty|there|then|now|just|too|also|me|us|my|next|noted|continue|please|carry on|keep going|moving on
    i see|i understand|i get it|got it|got you|makes (?:total |perfect |a lot of )?sense|fair (?:enough|point)?
    sounds (?:good|great|interesting|fair|like fun)|of course|no (?:problem|worries)|take your time|go (?:ahead|on)
    thanks|thank|you|i appreciate|appreciate|sharing|for (?:explaining|clarifying|telling (?:me|us))
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:great|good|helpful|interesting)
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:fair|impressive|cool|awesome)
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:right|true|fine|useful|nice)
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:amazing|fantastic|wonderful)
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:excellent|clear|perfect|tough)
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:hard|funny|detailed|thorough)
    (?:that|that's|it's) (?:(?:is|was|really|very|so|an?|quite|pretty|super|the) )*(?:solid|strong|fascinating)
    (?:i like|love) (?:that|it)|let me (?:just )?(?:write|note) (?:that|this) down|good to (?:know|hear)|glad to hear
    nice one|well done|bless you|sorry|excuse me|oh my|my goodness|no kidding|let's move on
    """)
    + r"(?:\s+|$))+)",
)
"""Nothing but signs of listening: matched against a whole sentence of few words."""

ASSENT: Final = re.compile(
    "(?>(?:"
    + _either(r"""
    m+(?:[ -]?h+m+)+|m{2,}|h+m+|u+h+[ -]?hu+h+|u+h+|u+m+|ok|okay|right|sure|yes|yeah|yep|yup|no|nope|alright|all right
    of course|absolutely|definitely|certainly|i see|got it|understood|great|good|perfect|sounds good|thanks|thank you
    so|well|let me think|let's see|(?:that's a )?(?:good|great) question|with pleasure|happy to|i can|i do|i have|i am
    """)
    + r"(?:\s+|$))+)",
)
"""Nothing but the candidate's signs that a question was understood: matched against a whole utterance."""

COMMENT: Final = re.compile(
    r"(?:(?:so|and|but|okay|ok|yeah|yes|right|well|hmm|no|really|great|nice) )*"
    r"(?:oh|wow|ah|ha|haha|that|this|it|they|we|i|he|she|a lot|sounds?|must|good|great|nice"
    r"|you (?:must|sound|are|were))\b"
)
"""How a remark on what was said begins: matched at the beginning."""

INVITATION: Final = _search(r"""
    (?:questions?|anything|something)\b.{0,60}\b(?:for|ask|of) (?:me|us|the (?:team|panel)|our side)\b
    (?:do|did) you have any (?:other |further |more )?questions\b(?! before| so far| about that)
    what (?:questions|would you like to (?:ask|know)|can (?:i|we) (?:answer|tell you))\b
    (?:your turn|over to you|turn it over|hand it over|time for your questions|leave (?:some )?time for)\b
    any (?:final |last |other |further )?questions (?:for|from|on) (?:me|us|you|your)\b
    anything (?:else )?(?:you'd|you would|you) (?:like|want) to (?:ask|know)\b
    """)
"""Hands the floor to the candidate's own questions."""

FAREWELL: Final = _search(r"""
    (?:thanks|thank you)\b.{0,30}\bfor (?:your time|coming|speaking|talking|chatting|meeting|being|today)\b
    (?:thanks|thank you)\b.{0,30}\bfor taking the time\b
    (?:that's|that is|that was|those are) (?:all|everything|it)\b.{0,30}\b(?:from (?:my|our|me|us)|for today)\b
    (?:that's|that is|that was|those are) (?:all|everything)\b.{0,30}\b(?:i have|i had|we have|we had|questions)\b
    (?:we|i|you|hr|someone|the recruiter)(?:'ll| will)\b.{0,40}\b(?:be in touch|get back to you|let you know)\b
    (?:we|i|you|hr|someone)(?:'ll| will)\b.{0,40}\b(?:hear back|hear from us|reach out|follow up with you)\b
    have a (?:great|good|nice|wonderful|lovely) (?:day|one|rest|evening|afternoon|week|weekend|night|time)\b
    (?:good ?bye|bye|take care$|see you (?:soon|later|then|next)|talk soon|speak soon)\b
    (?:nice|great|good|lovely|pleasure) (?:talking|speaking|chatting|meeting) (?:to|with|you)\b
    (?:out of|short on) time\b
    wrap(?:s|ping)? (?:this |things |it )?up\b
    """)
"""Ends the interview or announces its end."""

SMALL_TALK: Final = _search(r"""
    how (?:are|r) (?:you|u|ya|things)(?: (?:doing|feeling|going|all|both|today|so far|this|morning|afternoon))*$
    how(?:'s| is| was| has) (?:it|everything|life|the (?:weather|traffic|trip|journey|drive|commute))\b
    how(?:'s| is| was| has) your (?:day|morning|week|weekend|afternoon|evening|trip|journey|flight|drive|commute)\b
    (?:can|could|do) you (?:hear|see)\b
    (?:hear|see) me\b
    you(?:'re| are) (?:on mute|muted|breaking up|frozen)\b
    (?:are|were) you able to (?:hear|join|connect|find)\b
    is my (?:audio|video|sound|mic|microphone|camera)\b
    (?:share your screen|(?:turn|switch) (?:on )?your (?:camera|video|mic))\b
    weather\b.{0,40}\b(?:there|today|like)\b
    (?:did|have) you (?:find|found) (?:us|the (?:place|office|building|link|room))\b
    (?:are you|shall we|should we|can we|are we) (?:all )?(?:ready|set|start|begin|get started|good to go)\b
    (?:shall we|should we|can we) (?:dive in|jump in|kick off)\b
    ready (?:to (?:start|begin|go)|when you are)\b
    is (?:now|this) (?:still )?(?:a )?(?:good|okay|ok) time\b
    (?:do|would) you mind if (?:i|we) (?:record|take)\b
    (?:okay|ok|all right|alright|fine|good) (?:if (?:i|we) record|with you\b.{0,20}record)
    (?:does|did) that (?:sound (?:good|okay|ok|fair)|work for you|answer (?:your|the) question|make sense|help)\b
    (?:sounds? (?:good|okay|ok|fair)|makes? sense)$
    (?:do you have )?any questions (?:for me |for us )?(?:before|so far|about that)\b
    (?:would|do) you (?:like|want|need) (?:some |a )?(?:water|coffee|tea|drink|break|glass|minute)\b
    where are you (?:calling|joining|dialing|dialling) (?:in )?from\b
    (?:nice|great|good|lovely|pleasure) to (?:meet|see|have|finally meet)\b
    welcome\b.{0,40}$
    i'm (?:doing |very )?(?:good|well|fine|great|okay)\b.{0,20}$
    (?:i|we) have (?:about |around |roughly )?[\w-]+ minutes\b
    (?:thanks|thank you) (?:so much |very much |again )?for (?:joining|coming|making|taking|being|your time)\b
    (?:my name is|i'm|i am) .{1,60}\b(?:manager|recruiter|lead|head|director|interviewer|hr)\b
    (?:let's|let us|we'll|we can|we will) (?:just )?(?:get started|(?:jump|dive) (?:right |straight )?in|kick off)$
    (?:let's (?:start|begin|go|get going|do it|do this)|first off)$
    (?:i'll|i will|i'm going to|we'll|we will) (?:be )?(?:record|tak(?:e|ing) notes|ask(?:ing)? you (?:a few|some))\b
    this (?:call|interview|session|meeting) (?:is|will be) (?:being )?record
    (?:let's|we can|we'll|i'd like to|let me) (?:now )?move on(?: to (?:the )?next.{0,20})?$
    (?:you there|still there|lost you|bad connection|say that again|repeat that|didn't catch)\b
    """)
GREETING: Final = re.compile(r"(?:hi|hello|hey|good (?:morning|afternoon|evening))\b(?! by ).{0,60}$")
"""A greeting and little else: matched at the beginning of a sentence."""
