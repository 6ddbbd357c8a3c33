"""Namespaces and terms of the graph, as plain IRIs; a test compares them with ontology/kg.ttl."""

from functools import lru_cache
from typing import Final
from urllib.parse import quote

from kg.ids import digest

HOME: Final = "https://w3id.org/diplokg/"
DKG: Final = HOME + "ontology#"
ID: Final = HOME + "id/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
ALT_LABEL: Final = SKOS + "altLabel"
PREF_LABEL: Final = SKOS + "prefLabel"
BROADER: Final = SKOS + "broader"
IN_SCHEME: Final = SKOS + "inScheme"
NOTATION: Final = SKOS + "notation"
CONCEPT: Final = SKOS + "Concept"

# Classes: things
PERSON: Final = DKG + "Person"
COUNTRY: Final = DKG + "Country"
ORGANIZATION: Final = DKG + "Organization"
PLACE: Final = DKG + "Place"
MEETING: Final = DKG + "Meeting"
STATEMENT_CLUSTER: Final = DKG + "StatementCluster"
ARTICLE: Final = DKG + "Article"
PUBLISHER_CLASS: Final = DKG + "Publisher"

# Classes: accounts
MEETING_REPORT: Final = DKG + "MeetingReport"
STATEMENT: Final = DKG + "Statement"
TENURE: Final = DKG + "Tenure"
READOUT: Final = DKG + "Readout"
MERGE_DECISION: Final = DKG + "MergeDecision"

# Classes: words
PASSAGE: Final = DKG + "Passage"
MENTION: Final = DKG + "Mention"
REFERENCE: Final = DKG + "Reference"
ISSUE_MENTION: Final = DKG + "IssueMention"

# Classes: concepts
ISSUE: Final = DKG + "Issue"
ACT_CLASS: Final = DKG + "Act"
KIND_CLASS: Final = DKG + "MeetingKind"
STATUS_CLASS: Final = DKG + "MeetingStatus"
CAMP_CLASS: Final = DKG + "Camp"

# Classes that only gather others, for domains and ranges
ENTITY: Final = DKG + "Entity"
ACTOR: Final = DKG + "Actor"
PARTY_CLASS: Final = DKG + "Party"
ENCOUNTER: Final = DKG + "Encounter"
ACCOUNT: Final = DKG + "Account"
FINDING: Final = DKG + "Finding"
ARTICLE_PART: Final = DKG + "ArticlePart"

# Of articles and publishers
SOURCE_FILE: Final = DKG + "sourceFile"
HEADLINE: Final = DKG + "headline"
PUBLISHED_BY: Final = DKG + "publisher"
DATE_PUBLISHED: Final = DKG + "datePublished"
DATE_SOURCE: Final = DKG + "dateSource"
LANGUAGE: Final = DKG + "language"
URL: Final = DKG + "url"
CREDITS: Final = DKG + "credits"
COPY_OF: Final = DKG + "copyOf"
LENGTH: Final = DKG + "length"
DIGEST: Final = DKG + "digest"
CAMP: Final = DKG + "camp"

# Of passages
IN_ARTICLE: Final = DKG + "inArticle"
EXACT: Final = DKG + "exact"
START: Final = DKG + "start"
END: Final = DKG + "end"
PART: Final = DKG + "part"
PARAGRAPH: Final = DKG + "paragraph"
MENTION_OF: Final = DKG + "mentionOf"
REFERS_TO: Final = DKG + "refersTo"
NAMES_ISSUE: Final = DKG + "namesIssue"
FORM: Final = DKG + "form"

# Of entities
REPRESENTS: Final = DKG + "represents"
ISO2: Final = DKG + "iso2"
IN_COUNTRY: Final = DKG + "country"
CATEGORY: Final = DKG + "category"
ARTICLE_COUNT: Final = DKG + "articleCount"

# Of every account
EVIDENCE: Final = DKG + "evidence"
RULE: Final = DKG + "rule"
CONFIDENCE: Final = DKG + "confidence"
ACT_CONFIDENCE: Final = DKG + "actConfidence"

# Of tenures
HOLDER: Final = DKG + "holder"
ROLE: Final = DKG + "role"
OFFICE: Final = DKG + "office"
OF_BODY: Final = DKG + "ofBody"
OF_COUNTRY: Final = DKG + "ofCountry"
MODIFIER: Final = DKG + "modifier"

# Of meetings and their reports
REPORTS: Final = DKG + "reports"
KIND: Final = DKG + "kind"
STATUS: Final = DKG + "status"
PARTICIPANT: Final = DKG + "participant"
PARTY: Final = DKG + "party"
START_DATE: Final = DKG + "startDate"
END_DATE: Final = DKG + "endDate"
HELD_IN_CITY: Final = DKG + "heldInCity"
HELD_IN_COUNTRY: Final = DKG + "heldInCountry"
DISCUSSED: Final = DKG + "discussed"
NAME: Final = DKG + "name"
VENUE: Final = DKG + "venue"
DURATION: Final = DKG + "duration"
HOST: Final = DKG + "host"
CHAIR: Final = DKG + "chair"
LEVEL: Final = DKG + "level"
OUTCOME: Final = DKG + "outcome"
ON_SIDELINES_OF: Final = DKG + "onSidelinesOf"
ANNOUNCED_ON: Final = DKG + "announcedOn"
IS_MAIN: Final = DKG + "isMain"
DIFFERS_IN: Final = DKG + "differsIn"
INFERRED: Final = DKG + "inferred"
SOURCE_COUNT: Final = DKG + "sourceCount"
PUBLISHER_COUNT: Final = DKG + "publisherCount"

# Of statements
SPEAKER: Final = DKG + "speaker"
SIDE: Final = DKG + "side"
ABOUT: Final = DKG + "about"
ACT: Final = DKG + "act"
QUOTATION: Final = DKG + "quotation"
ADDRESSEE: Final = DKG + "addressee"
TARGET: Final = DKG + "target"
MADE_AT: Final = DKG + "madeAt"
RELAYED_BY: Final = DKG + "relayedBy"
STATED_ON: Final = DKG + "statedOn"
IN_CLUSTER: Final = DKG + "inCluster"

# Of readouts
OF_MEETING: Final = DKG + "ofMeeting"
COVERS: Final = DKG + "covers"
OMITS: Final = DKG + "omits"
ISSUED_BY: Final = DKG + "issuedBy"

# Of merge decisions
MERGE_KIND: Final = DKG + "mergeKind"
LEFT: Final = DKG + "left"
RIGHT: Final = DKG + "right"
JUDGEMENT: Final = DKG + "judgement"
REASON: Final = DKG + "reason"

# Of acts and kinds
PLOVER: Final = DKG + "plover"
CAMEO: Final = DKG + "cameo"

# Prefixes of graph.ttl and of every query, in the order in which they are written
PREFIXES: Final[dict[str, str]] = {
    "dkg": DKG,
    "article": ID + "article/",
    "country": ID + "country/",
    "meeting": ID + "meeting/",
    "org": ID + "organization/",
    "passage": ID + "passage/",
    "person": ID + "person/",
    "place": ID + "place/",
    "publisher": ID + "publisher/",
    "cluster": ID + "cluster/",
    "decision": ID + "decision/",
    "readout": ID + "readout/",
    "report": ID + "report/",
    "statement": ID + "statement/",
    "tenure": ID + "tenure/",
    "act": HOME + "act/",
    "camp": HOME + "camp/",
    "issue": HOME + "issue/",
    "kind": HOME + "kind/",
    "status": HOME + "status/",
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}


def concept(scheme: str, code: str) -> str:
    """The IRI of a concept: `concept("issue", "taiwan")`."""
    return f"{HOME}{scheme}/{_quoted(code)}"


def _item(kind: str, *parts: object) -> str:
    """An IRI below id/: the parts joined by hyphens."""
    return f"{ID}{kind}/{_quoted('-'.join(map(str, parts)))}"


def _quoted(tail: str) -> str:
    """The end of an IRI, percent-encoded where no ASCII letter, digit or `-._~`."""
    is_plain = tail.isascii() and tail.replace("-", "").isalnum()  # nearly always; quoting takes ten times as long
    return tail if is_plain else quote(tail, safe="", errors="replace")


@lru_cache(maxsize=1 << 15)
def thing_iri(thing: str) -> str:
    """Of a person, country, organization or place by its id: `thing_iri("country/US")`."""
    kind, _, tail = thing.partition("/")
    return _item(kind, tail)


def meeting_iri(meeting: str) -> str:
    """Of a meeting by its id, which may or may not begin with `meeting/`."""
    return _item("meeting", meeting.removeprefix("meeting/"))


def article_iri(article: str) -> str:
    """Of an article by its id."""
    return _item("article", article)


def passage_iri(article: str, start: int, end: int) -> str:
    """Of a stretch of an article's clean text (code points, end exclusive)."""
    return _item("passage", article, start, end)


def report_iri(article: str, report: str) -> str:
    """Of an article's account of a meeting, by the ids of both."""
    return _item("report", article, report)


def account_iri(kind: str, article: str, *content: object) -> str:
    """Of a statement, tenure or readout, from what it says and where."""
    return _item(kind, article, digest(*content, size=12))


def publisher_iri(publisher: str) -> str:
    """Of a publisher by its id."""
    return _item("publisher", publisher)


def cluster_iri(cluster: str) -> str:
    """Of a cluster of statements by its id."""
    return _item("cluster", cluster.removeprefix("cluster/"))


def decision_iri(kind: str, left: str, right: str) -> str:
    """Of a merge decision, from what it is about."""
    return _item("decision", digest(kind, left, right))
