"""The short lists a listing chooses from, each value with the words shown for it."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of organisation it is."""

    CHARITY = "charity"
    COMMUNITY_GROUP = "community_group"
    TENANTS = "tenants"
    SOCIAL_ENTERPRISE = "social_enterprise"
    FAITH = "faith"
    SPORTS_CLUB = "sports_club"
    PUBLIC = "public"
    COMPANY = "company"
    NATIONAL = "national"


class Publication(StrEnum):
    """Whether the public may see an entry."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    CLOSED = "closed"


class Status(StrEnum):
    """Whether a service is running."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Cost(StrEnum):
    """What a person pays."""

    FREE = "free"
    DONATION = "donation"
    SOME_COST = "some_cost"
    UNKNOWN = "unknown"


class Audience(StrEnum):
    """Who a service is for."""

    EVERYONE = "everyone"
    CHILDREN = "children"
    YOUNG_PEOPLE = "young_people"
    PARENTS = "parents"
    ADULTS = "adults"
    OLDER_PEOPLE = "older_people"
    WOMEN = "women"
    MEN = "men"
    DISABLED_PEOPLE = "disabled_people"
    CARERS = "carers"
    LGBT = "lgbt"
    MIGRANTS = "migrants"
    HOMELESS = "homeless"


class Access(StrEnum):
    """What makes a place or a service easier to use."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    HEARING_LOOP = "hearing_loop"
    BSL = "bsl"
    EASY_READ = "easy_read"
    QUIET_SPACE = "quiet_space"
    CHANGING_PLACE = "changing_place"
    HOME_VISITS = "home_visits"


class WayIn(StrEnum):
    """How a person gets in."""

    DROP_IN = "drop_in"
    BOOK = "book"
    CALL = "call"
    REFERRED = "referred"
    MEMBERS = "members"


class Mode(StrEnum):
    """How a service reaches a person."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    ONLINE = "online"
    HOME = "home"


LABELS: dict[StrEnum, str] = {
    Kind.CHARITY: "Charity",
    Kind.COMMUNITY_GROUP: "Community group",
    Kind.TENANTS: "Tenants' and residents' group",
    Kind.SOCIAL_ENTERPRISE: "Social enterprise",
    Kind.FAITH: "Faith group",
    Kind.SPORTS_CLUB: "Sports club",
    Kind.PUBLIC: "Council, NHS or school",
    Kind.COMPANY: "Company",
    Kind.NATIONAL: "National organisation",
    Publication.DRAFT: "Not public yet",
    Publication.PUBLISHED: "Public",
    Publication.HIDDEN: "Hidden",
    Publication.CLOSED: "Closed",
    Status.RUNNING: "Running",
    Status.PAUSED: "Paused for now",
    Status.CLOSED: "Closed",
    Cost.FREE: "Free",
    Cost.DONATION: "Pay what you can",
    Cost.SOME_COST: "Costs something",
    Cost.UNKNOWN: "Ask about cost",
    Audience.EVERYONE: "Everyone",
    Audience.CHILDREN: "Children",
    Audience.YOUNG_PEOPLE: "Young people",
    Audience.PARENTS: "Parents and families",
    Audience.ADULTS: "Adults",
    Audience.OLDER_PEOPLE: "Older people",
    Audience.WOMEN: "Women",
    Audience.MEN: "Men",
    Audience.DISABLED_PEOPLE: "Disabled people",
    Audience.CARERS: "Carers",
    Audience.LGBT: "LGBTQ+ people",
    Audience.MIGRANTS: "Migrants and refugees",
    Audience.HOMELESS: "People without a home",
    Access.STEP_FREE: "No steps",
    Access.ACCESSIBLE_TOILET: "Accessible toilet",
    Access.HEARING_LOOP: "Hearing loop",
    Access.BSL: "British Sign Language",
    Access.EASY_READ: "Easy read",
    Access.QUIET_SPACE: "Quiet space",
    Access.CHANGING_PLACE: "Changing Places toilet",
    Access.HOME_VISITS: "Home visits",
    WayIn.DROP_IN: "Just turn up",
    WayIn.BOOK: "Book first",
    WayIn.CALL: "Call or write first",
    WayIn.REFERRED: "A doctor or adviser sends you",
    WayIn.MEMBERS: "For members",
    Mode.IN_PERSON: "In person",
    Mode.PHONE: "By phone",
    Mode.ONLINE: "Online",
    Mode.HOME: "At your home",
}

FORMER: dict[str, StrEnum] = {
    "Step-free": Access.STEP_FREE,
    "Someone refers you": WayIn.REFERRED,
}
"""Words that were shown before: lists that people keep may still have them."""

LANGUAGES = {
    "en": "English",
    "sq": "Albanian",
    "am": "Amharic",
    "ar": "Arabic",
    "bn": "Bengali",
    "bfi": "British Sign Language",
    "yue": "Cantonese",
    "zh": "Chinese",
    "fa": "Farsi",
    "fr": "French",
    "gu": "Gujarati",
    "hi": "Hindi",
    "it": "Italian",
    "ku": "Kurdish",
    "ln": "Lingala",
    "ps": "Pashto",
    "pl": "Polish",
    "pt": "Portuguese",
    "pa": "Punjabi",
    "ro": "Romanian",
    "ru": "Russian",
    "so": "Somali",
    "es": "Spanish",
    "syl": "Sylheti",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "tw": "Twi",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "cy": "Welsh",
    "yi": "Yiddish",
    "yo": "Yoruba",
}
"""Languages by their ISO 639 code, as people look for them: English first, then by name."""
