"""What interviews talk about: families of words that belong to the same subject, as roots."""

from __future__ import annotations

from interview_cli.scoring.text import root

_FAMILIES = {
    "conflict": """disagree disagreed disagreement conflict argue argued argument dispute clash tension
        friction opposed objected pushback resist resistance difficult convinced compromise complained angry
        sceptical skeptical contradict confront rival quarrel worried settle resolve opinion""",
    "pressure": """deadline late tight pressure stress stressful urgent rush rushed overtime weekend hurry
        schedule due crunch busy overload demand""",
    "priority": """prioritise prioritize priority priorities important urgent first drop dropped cut postpone
        postponed scope chose decide list""",
    "mistake": """mistake error wrong fail failed failure bug broke forgot missed overlooked misread regret
        apologise apologised apologize apologized fault blame sorry incident setback lost misjudged incorrect
        oversight accident proud""",
    "leadership": """lead led leader leadership manage managed manager mentor mentored coach coached delegate
        delegated delegating supervise supervised team motivate motivated report responsible vision hire hired
        onboard""",
    "team": """team teammate colleague coworker together collaborate collaboration cooperate individuals pair
        paired joint partner peers members helped support supported departments""",
    "learning": """learn learned learning taught teach course study studied training read book curious
        curiosity practice tutorial discover discovered explore knowledge skill skills""",
    "feedback": """feedback criticism criticised criticized critique review reviewed comment advice said
        appraisal remark""",
    "customer": """customer client user users patient guest buyer shopper complaint complained satisfied
        stakeholder visitor passenger student caller donor""",
    "change": """change adapt adapted switch switched reorganised reorganized merger transition pivot shift
        replaced migration unexpected flexible""",
    "influence": """convince convinced persuade persuaded influence influenced buy-in agree agreed approval
        proposal proposed pitch pitched argued presented stakeholder authority sold support""",
    "initiative": """initiative idea suggested suggest started proposed volunteered improve improved automated
        proactive created founded offered ownership owned""",
    "decision": """decide decided decision chose choice option options weigh weighed risk judgment judgement
        uncertain alternative criteria trade""",
    "innovation": """idea creative creativity invent invented original innovative experiment tried prototype
        imagination limit budget borrowed""",
    "integrity": """honest honesty truth truthful ethic ethical wrong refuse refused report reported trust
        confidential rule rules fair unfair principle value integrity admitted transparent lie hide""",
    "improvement": """improve improved improvement faster cheaper safer process routine automate automated
        measure measured efficient efficiency reduced reduce waste simplify simplified optimise optimised
        optimize optimized quality better easier""",
    "problem": """problem problems issue cause root debug debugged investigate investigated analyse analysed
        analyze analyzed stuck solve solved solution fix fixed found diagnose trace""",
    "communication": """explain explained presented presentation write wrote message email talk talked meeting
        listen listened audience language understand understood communicate communication conversation""",
    "motivation": """motivation motivate motivated interest interested role join team product mission excited
        attract attracted draws drew drawn passion passionate challenge opportunity grow enjoy love field""",
    "salary": """salary pay paid money compensation earn range expect expectation budget euros dollars pounds
        offer bonus benefits gross thousand negotiable package equity pension""",
    "availability": """start notice period available availability month months begin immediately september
        january february april june july august october november december leave contract date soon""",
    "location": """relocate relocation move remote office commute city travel home hybrid location abroad
        country live visa permit""",
    "background": """job currently current role responsible daily experience years degree studied position
        company team background career worked monday tasks duties cv""",
    "strengths": """strength strengths strong weakness weaknesses weak improve skill skills proud struggle
        harder colleagues""",
    "goals": """goal goals future years become career next develop growth plan aim hope ambition direction
        learn""",
    "leaving": """leave leaving left gap quit redundancy redundant laid contract ended pattern stay stayed
        moves break closed""",
    "conditions": """culture environment manager values prefer need important flexible flexibility schedule
        shift training atmosphere benefit benefits learning vacation holiday""",
    "references": """reference references manager former contact recommend""",
    "diversity": """inclusion inclusive background perspective included excluded belong accessible voice heard
        quiet contradict admit safe""",
    "growth": """grow grew growth develop developed potential promoted mentor mentored trained junior teach
        taught coach feedback""",
    "planning": """plan planned planning milestone schedule estimate estimated organise organised organize
        organized roadmap project step coordinate coordinated timeline track""",
    "delivery": """deliver delivered finish finished ship shipped launch launched release released complete
        completed done result results""",
    "strategy": """strategy strategic vision market goal goals direction roadmap competitor invest business""",
    "reliability": """reliability outage down fail failed failure timeout incident crashed crash broke
        unavailable recovered damage dependency library vendor service fallback retry rollback alert
        monitoring production error bug""",
    "architecture": """architecture design designed component service database api module interface queue
        cache schema layer server client backend frontend pipeline model integrate integration migrate
        migration""",
    "testing": """test tests tested testing quality coverage regression bug review verify verified validated
        check checks""",
    "performance": """performance slow fast latency throughput load scale scaled scaling memory profile
        profiled cache index optimised optimized seconds milliseconds tenfold""",
    "resilience": """setback recover recovered rejection rejected difficult tough failure again lost
        disappointed disappointing exhausted""",
}

_INTENTS = {
    "motivation": """posting post advert ad advertised listing vacancy linkedin newsletter website page referral
        referred recommended forwarded told friend colleague former recruiter role position team company apply applied
        saw read found line sentence paragraph stopped caught exactly already mission product customers""",
    "salary": """range expect expectation between euros dollars pounds gross net bonus package market""",
    "negotiation": """range offer flexible bonus package training remote vacation""",
    "notice_period": """weeks month months notice available start employer contract earliest handover""",
    "availability": """weeks month months notice available start employer contract earliest handover""",
    "logistics": """office remote home commute train travel move relocate visa permit days weeks hours start
        available interview""",
    "background": """job role position company team years degree duties customers responsible employer""",
    "career_goals": """years role lead expert grow learn responsibility team become""",
    "strengths": """colleagues manager strength good tend praised known role team example""",
    "self_awareness": """colleagues manager weakness tend improve working harder feedback""",
    "culture": """team company manager meetings feedback values decisions remote office trust""",
    "work_style": """team office home morning meetings calendar focus tasks manager alone""",
    "questions_for_us": """team role company product onboarding manager success roadmap you your""",
    "preparation": """read website product company posting notes looked tried interview""",
}

SUBJECTS: dict[str, frozenset[str]] = {
    name: frozenset(root(word) for word in words.split()) for name, words in _FAMILIES.items()
}
"""Subject -> roots of the words that belong to it. A word may belong to several."""

INTENTS: dict[str, frozenset[str]] = {
    name: frozenset(root(word) for word in words.split()) for name, words in _INTENTS.items()
}
"""Competency of a screening question -> roots of the words its answers are made of, which the question rarely uses:
to "How did you find us?" people speak of a posting or a colleague."""
