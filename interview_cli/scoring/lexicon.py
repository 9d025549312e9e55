"""The words that give away what a stretch of an answer is doing. Plain data: a kind of cue and its phrases.

A phrase matches whole words, lower case, in a row. Kinds:
situation, time, task, result (a result is announced), change (something moved), vague_result, learning, reason,
mechanism, tradeoff, example, order (signposts), vague (empty words), unknown (says it is not known), work.
"""

from __future__ import annotations

_CUES: dict[str, str] = {
    "situation": """when i was; while i was; when we were; i was working; i was leading; i was part of;
        i was on; i worked on; i worked at; i worked as; i worked for; at my; in my last; in my previous;
        in my current; in my first; in my role; at the company; my last company; my previous company;
        my last job; my previous job; my first job; my internship; my team; our team; my manager; my company;
        we were building; we were working; we had a; we had an; there was a; there was an; there were;
        the context; the situation; the background; a client; a customer; a colleague; a teammate; a coworker;
        our client; our customer; the project was; on a project; a project; my project; at university;
        in college; at school; during my; we were; our company; our startup; our department; joined; as a;
        when i; i was a; i was an; i was the; at a; at an; took over; in our; in my; i led; i ran; i managed;
        i joined; on the night shift; one of our; the team at; my colleague; my coworker; my teammate; my boss""",
    "time": """last year; last month; last week; last quarter; last summer; last winter; last spring;
        last fall; last autumn; this year; years ago; year ago; months ago; month ago; weeks ago; week ago;
        days ago; at the time; back then; back when; early in; january; february; march of; april; june; july;
        august; september; october; november; december; monday; tuesday; wednesday; thursday; friday;
        saturday; sunday; in spring; in summer; in autumn; in winter; the first quarter; the second quarter;
        the third quarter; the fourth quarter; q1; q2; q3; q4; yesterday; quarter; christmas; black friday;
        overnight""",
    "task": """i had to; i needed to; i was asked to; i was asked; i was tasked; tasked with; my task;
        the task; my job was; my role was; my responsibility; i was responsible; responsible for;
        in charge of; i was supposed; my goal; the goal; our goal; the aim; the objective; we had to;
        we needed to; the challenge; the problem was; the problem; the issue was; asked me to; wanted me to;
        expected me to; needed me to; it was my; it was up to me; had until; the deadline; was due;
        i was meant to; i owned; i wanted to; the requirement; at stake; supposed to; the risk was;
        put in charge; my part was; i volunteered; had to; needed to; depended on; our target; the target;
        the plan was; to decide; i hoped to; the question was; the idea was; due on; due in; instead of two;
        had been asked; expected""",
    "result": """after a month; after a week; after a while; after a year; months later; weeks later;
        days later; a month later; a week later; a year later; any more; anymore; more time; less time;
        from that day; as a result; the result; the results; the outcome; in the end; at the end; ended up;
        resulted in; resulting in; led to; which meant; this meant; that meant; turned out; eventually;
        ultimately; finally; thanks to that; because of that; after that; since then; to this day; by the end;
        so that; the impact; we shipped; we launched; we delivered; we released; we finished; in total;
        it worked; we won; paid off; the effect; overall""",
    "change": """increased; reduced; decreased; dropped; fell; rose; grew; improved; cut; saved; doubled;
        tripled; halved; shortened; lowered; raised; went from; went down; went up; came down; down to;
        down from; up from; faster; fewer; renewed; signed; adopted; promoted; shipped; launched; delivered;
        released; finished; completed; on time; ahead of schedule; on schedule; within budget; won; solved;
        fixed; resolved; eliminated; removed; avoided; prevented; recovered; gained; earned; retained;
        stopped; disappeared; still use; still uses; still in use; went live; approved; agreed; accepted;
        merged; deployed; accelerated; boosted; declined; zero; passed; no longer; none since; down by; up by;
        lost; was down for; were down for; stayed down; not failed; never failed; once since; ever since;
        failed since; outage since; outages since; incident since; incidents since; problem since;
        problems since;
        complaint since; complaints since; happened since; not happened again; no outage; no incident; run without;
        runs without; deleted; cost us""",
    "compared": """compared to; compared with; less than; fewer than; more than; instead of; under; over;
        before; below; above""",
    "vague_result": """it went well; went well; went fine; went great; worked out; worked out well;
        it was good; it was great; it was a success; was a success; was successful; successful; success;
        successfully; everyone was happy; they were happy; was happy; were happy; was pleased; were pleased;
        really liked; liked it; much better; a lot better; better; it was fine; got it done; got done;
        good result; good results; great results; no problems; people liked; positive feedback; good feedback;
        great feedback; was satisfied; were satisfied; all good""",
    "learning": """i learned; i learnt; we learned; i have learned; i've learned; taught me; lesson; lessons;
        takeaway; looking back; in hindsight; next time; since then i; from then on; now i; if i did it again;
        i realized; i realised; i would do differently; i'd do differently; would have done; differently""",
    "reason": """because; since; therefore; so that; the reason; due to; which is why; that's why;
        that is why; otherwise; in order to; as a consequence; consequently; hence; thus; given that;
        which means; that means; this means; meaning; this way; that way; so; to avoid; to prevent;
        to make sure; to ensure; it follows; leads to; lead to; causes; caused by; thereby""",
    "mechanism": """if; when; whenever; until; unless; once; while; each time; every time; by; first; then;
        after; before; internally; under the hood; behind the scenes; step; steps; works by; at runtime;
        compares; stores; returns; sends; reads; writes; checks; splits; maps; points to; instead of""",
    "tradeoff": """trade-off; trade-offs; tradeoff; tradeoffs; trade off; trade offs; trading; downside;
        drawback; disadvantage; advantage; the cost; costs; at the cost; expensive; cheaper;
        on the other hand; however; whereas; although; even though; but; rather than; instead of; compared to;
        compared with; as opposed to; versus; vs; depends; depending on; pros and cons; alternative;
        alternatively; the price; the catch; worth it; in exchange; sacrifice; risk; either; balance""",
    "example": """for example; for instance; e.g; such as; say; imagine; suppose; think of; let's say;
        an example; in my last; in my previous; in one project; on one project; at my; we once; i once;
        one time; in practice; like when; in production; i've seen; i have seen; we used; i used; we had;
        consider; take a""",
    "order": """first; firstly; first of all; second; secondly; third; thirdly; next; then; after that;
        afterwards; finally; lastly; in the end; at the end; as a result; to start; to begin; meanwhile;
        later; eventually; once; before that; the first; the second; the third; on top of that; in addition;
        also; because; therefore; however; for example; for instance; in short; to sum up; overall;
        in summary; so; step one; step two; on the other hand; at the time; when; after; until; which meant;
        since""",
    "vague": """stuff; things; thing; something; somehow; various; etc; and so on; and so forth; a lot;
        lots of; some kind of; some sort of; whatever; different things; many things; kind of; sort of;
        really; very; basically; all that; everything; anything; somewhere; good; great; nice; interesting;
        passionate; hard-working; hardworking; team player; people person; perfectionist; synergy;
        best practices; dynamic; fast-paced; go-getter; results-driven""",
    "unknown": """i don't know; i do not know; don't know; i dont know; dont know; no idea; not sure;
        i can't remember; i cannot remember; i can't think of; can't think of; nothing comes to mind;
        no comment; i'd rather not; pass; skip; i have never; i've never; never happened; i have no;
        can't recall; no clue; next question; n a; nothing""",
    "work": """project; team; teammate; teammates; colleague; colleagues; coworker; coworkers; co-worker;
        manager; boss; customer; customers; client; clients; company; product; release; deadline; sprint;
        meeting; stakeholder; stakeholders; code; bug; system; server; report; budget; sales; marketing;
        design; designer; engineer; engineers; developer; developers; department; office; launch; feature;
        data; process; plan; supplier; contract; internship; class; professor; store; shop; shift; nurse;
        patient; students; school; university; course; job; role; work; working; hired; hire; training;
        support; ticket; tickets; incident; outage; user; users; director; intern""",
}

_STATES = """was; were; am; had; felt; thought; knew; wanted; liked; loved; needed; believed; hoped; seemed;
    understood; saw; heard; got; worked; tried; used; enjoyed; preferred; struggled; cared; lived; stayed;
    remembered; noticed; realized; realised; learned; faced; received; became; came; ended; based; supposed;
    asked to; excited; interested; tired; annoyed; scared; worried; surprised; confused; stressed; motivated;
    responsible; hundred; indeed; involved"""

_ACTS = """built; wrote; led; ran; spoke; told; took; made; set; met; brought; found; gave; held; sent; split;
    drew; began; chose; went; sat; put; kept; taught; drove; shared; rewrote; rebuilt; broke; cut; sold;
    bought; caught; dealt; dug; fed; fought; laid; left; paid; read; said; showed; spent; stood; stuck;
    swapped; threw; won; overcame; undertook; shut; rang; sought; let; did"""

_BREAKS = """and; so; but; because; then; after; when; while; which; since; finally; eventually; however;
    therefore; until; first; next; later; although; where; if"""

_OTHERS = """they; he; she; it; who; which; that; he'd; she'd; they'd; team; manager; boss; customer; client;
    everyone; everybody; nobody; somebody; someone; there; you; people"""


def _split(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split(";")]


_Kinds = tuple[str, ...]
_Phrases = dict[str, list[tuple[list[str], _Kinds]]]


def _by_first_word() -> dict[str, tuple[_Kinds, _Phrases]]:
    kinds: dict[tuple[str, ...], dict[str, None]] = {}
    for kind, phrases in _CUES.items():
        for phrase in _split(phrases):
            kinds.setdefault(tuple(phrase.split()), {})[kind] = None
    table: dict[str, tuple[_Kinds, _Phrases]] = {}
    for (first, *rest), found in sorted(kinds.items()):
        longer = table.setdefault(first, ((), {}))[1]
        if rest:
            longer.setdefault(rest[0], []).append((rest[1:], tuple(found)))
        else:
            table[first] = (tuple(found), longer)
    return table


CUES = _by_first_word()
"""First word of a cue -> its kinds when alone, and by second word what must follow and the kinds it then has."""

VERBS = dict.fromkeys(_split(_STATES), "state") | dict.fromkeys(_split(_ACTS), "act")
"""Past verbs that are no regular `-ed` deeds: `act` for doing, `state` for being, feeling, knowing."""

BREAKS = frozenset(_split(_BREAKS))
"""Where an endless sentence may be cut."""

ACTORS = dict.fromkeys(_split(_OTHERS), "") | {
    "i": "i_act",
    "i've": "i_act",
    "i'd": "i_act",
    "myself": "i_act",
    "we": "we_act",
    "we've": "we_act",
    "we'd": "we_act",
}
"""Who does what follows; an empty text ends the previous actor's turn."""
