"""What a meeting says where its accounts differ."""

from kg.model import Meeting, Status

from .building import report
from .test_doubles import best, on, told

TALK = report("meeting", "甲 乙", "US CN", "2020-08-07")
STAY = report("visit", "甲", "CN IT", country="IT")


def one(*accounts: tuple[int, dict], day: str = "2020-08-08") -> Meeting:
    """The meeting of some accounts, each in so many articles."""
    return best(told(*((count, day, [short]) for count, short in accounts)))


def test_accounts_of_the_month_count_for_the_days_in_it() -> None:
    accounts = ((3, on(STAY, "2020-09-01")), (2, on(STAY, "2020-08-25")), (4, on(STAY, "2020-08")))
    assert one(*accounts, day="2020-09-02").start == "2020-08-25"


def test_the_month_after_counts_for_a_stay_that_begins_at_the_end_of_a_month() -> None:
    accounts = ((3, on(STAY, "2020-08-30")), (2, on(STAY, "2020-09-04")), (4, on(STAY, "2020-09")))
    assert one(*accounts, day="2020-09-05").start == "2020-08-30"


def test_of_days_that_the_month_fits_alike_more_publishers_lead() -> None:
    days = [on(TALK, "2020-08-07"), on(TALK, "2020-08-08"), on(TALK, "2020-08")]
    kb = told((3, "2020-08-09", days[:1]), (2, "2020-08-09", days[1:2]), (4, "2020-08-09", days[2:]))
    assert best(kb).start == "2020-08-07"


def test_a_day_that_is_said_leads_before_one_that_only_follows_from_the_words() -> None:
    guessed = on(TALK, "2020-08-08", inferred=("start",))
    assert one((4, guessed), (2, on(TALK, "2020-08-09"))).start == "2020-08-09"
    assert one((4, guessed), (2, on(TALK, "2020-08"))).start == "2020-08-08"


def test_a_place_that_few_give_and_that_is_in_doubt_is_left_open() -> None:
    assert one((12, TALK), (2, TALK | {"city": "纳什维尔"}), (1, TALK | {"city": "迈阿密"})).city is None
    assert one((12, TALK), (2, TALK | {"city": "纳什维尔"})).city == "place/纳什维尔"
    assert one((4, TALK), (9, TALK | {"city": "台北"}), (4, TALK | {"city": "桃园"})).city == "place/台北"


def test_a_city_is_in_the_country_of_the_meeting() -> None:
    here, there = TALK | {"country": "IT"}, TALK | {"country": "US", "city": "华盛顿"}
    meeting = one((3, here), (1, there))
    assert (meeting.country, meeting.city) == ("IT", None)


def test_a_tour_and_a_call_have_no_place() -> None:
    tour = on(STAY, "2020-08-25", parties=["CN", "IT", "FR"], city="罗马")
    assert (one((3, tour)).country, one((3, tour)).city) == (None, None)
    assert one((3, report("call", "甲 乙", "US CN", "2020-08-07", country="US"))).country is None


def test_accounts_that_do_not_say_where_a_journey_led_leave_no_stop_out() -> None:
    tour = on(STAY, "2020-08-25", parties=["CN", "IT", "FR", "NO"])
    short, vague = tour | {"parties": ["CN", "IT", "FR"]}, on(STAY, "2020-08", parties=["CN"], country=None)
    found = one((2, tour), (2, short), (6, vague), day="2020-08-27")
    assert (found.source_count, found.parties) == (10, ("country/CN", "country/FR", "country/IT", "country/NO"))


def test_who_a_quarter_of_the_accounts_of_a_journey_name_did_not_make_it() -> None:
    with_another = on(STAY, "2020-08-25", people=["甲", "丙"])
    assert one((8, on(STAY, "2020-08-25")), (3, with_another)).participants == ("person/甲",)


def test_the_name_of_a_conference_that_one_account_gives_to_a_talk_is_not_its_name() -> None:
    assert one((9, TALK), (1, TALK | {"name": "四方安全对话"})).name is None
    assert one((1, TALK), (1, TALK | {"name": "阿拉斯加会谈"})).name == "阿拉斯加会谈"


def test_few_who_tell_of_a_plan_as_held_are_not_believed() -> None:
    plan = on(TALK, "2020-08", status="possible")
    assert one((7, plan), (1, on(TALK, "2020-08"))).status is Status.POSSIBLE
    assert one((1, plan), (3, on(TALK, "2020-08"))).status is Status.HELD


def test_held_is_believed_on_its_day_and_later() -> None:
    held, plan = on(TALK, "2020-08-20"), on(TALK, "2020-08-20", status="planned")
    early, later = "2020-08-16", "2020-08-21"
    assert best(told((2, early, [plan]), (1, early, [held]))).status is Status.PLANNED
    assert best(told((4, early, [plan]), (1, later, [held]))).status is Status.HELD
    assert best(told((1, later, [held]), (3, "2020-08-24", [plan]))).status is Status.PLANNED


def test_what_as_many_publishers_and_more_articles_call_off_was_not_held() -> None:
    held, off = on(TALK, "2020-08-20"), on(TALK, "2020-08-20", status="cancelled")
    day = "2020-08-21"
    assert best(told((2, day, [held]), (2, day, [off]))).status is Status.HELD
    assert best(told((2, day, [held]), (3, day, [off]))).status is Status.CANCELLED


def test_what_more_tell_of_as_to_come_after_it_was_called_off_was_put_off() -> None:
    off, plan = on(TALK, None, status="cancelled"), on(TALK, None, status="possible")
    assert best(told((2, "2020-08-17", [off]), (3, "2020-09-14", [plan]))).status is Status.POSSIBLE
    assert best(told((3, "2020-08-01", [plan]), (2, "2020-08-17", [off]))).status is Status.CANCELLED
