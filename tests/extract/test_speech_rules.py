"""A table of sentences and the statements that the rules read out of them: speaker issue act."""

import pytest

from kg.extract.issues import index_issues
from kg.extract.serving import Service
from kg.extract.speech_rules import read_by_rules
from kg.extract.speech_turns import read_turns
from tests.extract.linked import make_linked

CASES = [
    # a speaker before what is said
    ("[布林肯|blinken]表示，美国重视台海的和平稳定。", "blinken taiwan support"),
    ("[王毅|wang]指出，有关国家应当停止在南海举行军演。", "wang south-china-sea urge"),
    ("[布林肯|blinken]說，他支持以色列的自衛權。", "blinken israel-palestine support"),
    ("[茂木敏充|motegi]称，日方无法接受中国公务船进入钓鱼岛海域。", "motegi east-china-sea reject"),
    ("[佩恩|payne]宣布，澳洲将继续参加四方安全对话。", "payne indo-pacific pledge"),
    ("[馬克龍|macron]認為，北約的防務合作十分重要。", "macron alliances-defence support"),
    ("[王毅|wang]说：“中方愿同各国加强疫苗合作。”", "wang public-health pledge"),
    ("[蓬佩奧|pompeo]在推特上寫道：「華為威脅我們的5G網路。」", "pompeo telecom-5g inform"),
    ("[康京和|kang]介绍，双方的会谈涉及朝鲜半岛局势。", "kang north-korea inform"),
    ("[苏杰生|jaishankar]表示，印度欢迎边境局势取得进展。", "jaishankar china-india-border praise"),
    # greetings that are passed on are no speech of those who send or carry them
    ("[拉夫罗夫|lavrov]转达[马克龙|macron]总统对[王毅|wang]的问候，表示重视能源合作。", "lavrov energy support"),
    ("[马克龙|macron]请[王毅|wang]转达问候。他说，能源合作十分重要。", "macron energy support"),
    # guests who are not named
    ("外方人士赞赏[中国|CN]的成就，表示愿加强能源合作。", ""),
    # the verb is the act
    ("[布林肯|blinken]敦促中国释放被拘押的美国公民。", "blinken detained-citizens urge"),
    ("[王毅|wang]批评美国对台军售。", "wang taiwan-arms-sales criticise"),
    ("[拉夫罗夫|lavrov]谴责西方国家的制裁。", "lavrov sanctions criticise"),
    ("[蓬佩奥|pompeo]警告，使用中国的5G设备会有后果。", "pompeo telecom-5g warn"),
    ("[茂木敏充|motegi]对新疆的人权状况表示关切。", "motegi xinjiang concern"),
    ("[佩恩|payne]歡迎兩國恢復直航。", "payne people-exchanges praise"),
    ("[王毅|wang]否认中国军舰进入钓鱼岛海域。", "wang east-china-sea reject, wang military-activity reject"),
    ("[马克龙|macron]承诺提供更多疫苗。", "macron public-health pledge"),
    ("[吳釗燮|wu]感謝美國支持台灣的國際參與。", "wu taiwan praise"),
    ("[苏杰生|jaishankar]呼吁各方尊重国际秩序。", "jaishankar multilateralism urge"),
    ("[康京和|kang]强调气候变化合作的重要性。", "kang climate-change support"),
    ("[布林肯|blinken]重申美国对东海问题的立场。", "blinken east-china-sea support"),
    ("[拉夫罗夫|lavrov]驳斥俄罗斯干预选举的说法。", "lavrov espionage-interference reject"),
    ("[蓬佩奥|pompeo]谈到了伊朗核问题。", "pompeo iran-nuclear inform"),
    # affirming words give way to worry, blame and demand
    ("[布林肯|blinken]强调了美国对中国产能过剩的担忧。", "blinken overcapacity concern"),
    ("[王毅|wang]重申，美方必须取消加征的关税。", "wang tariffs urge"),
    ("[茂木敏充|motegi]强调，中国的做法违反国际法，破坏东海的稳定。", "motegi east-china-sea criticise"),
    # states and bodies
    ("[美国|US]反对单方面改变台海现状。", "US taiwan reject"),
    ("[中方|CN]要求美方停止对台军售。", "CN taiwan-arms-sales urge"),
    ("[日本|JP]和[澳大利亚|AU]对南海的紧张局势表示担忧。", "JP south-china-sea concern, AU south-china-sea concern"),
    ("[欧盟|eu]谴责白俄罗斯镇压抗议。", "eu conflict-by criticise"),
    ("[中国外交部|mfa]表示，中方坚决反对美国的制裁。", "CN sanctions reject"),
    ("[白宫|white]说，美国将加入巴黎协定。", "US climate-change pledge"),
    ("[路透社|reuters]报道，俄罗斯正在生产新疫苗。", "reuters public-health inform"),
    ("[世卫组织|who]称，全球疫情仍然严重。", "who public-health inform"),
    ("[美国|US]官员透露，两军将恢复军事沟通。", "US military-communication pledge"),
    ("[日本外务省|gaimusho]一名官员说，日方对福岛核污水排海作了说明。", "JP fukushima-water inform"),
    ("[北约|nato]支持阿富汗和平进程。", "nato conflict-af support"),
    # together
    (
        "[双方|US+CN~]讨论了气候变化、粮食安全和禁毒问题。",
        "US climate-change inform, CN climate-change inform, US food-security inform, CN food-security inform,"
        "US counternarcotics inform, CN counternarcotics inform",
    ),
    ("[双方|JP+CN~]同意恢复人员往来。", "JP people-exchanges agree, CN people-exchanges agree"),
    (
        "[布林肯|blinken]和[王毅|wang]讨论了人工智能。",
        "blinken artificial-intelligence inform, wang artificial-intelligence inform",
    ),
    (
        "[布林肯|blinken]與[王毅|wang]會談，[雙方|US+CN~]討論了烏克蘭戰爭。",
        "blinken ukraine-war inform, wang ukraine-war inform",
    ),
    (
        "[两国外长|motegi+kang~]就朝鲜半岛局势交换了意见。",
        "motegi north-korea inform, kang north-korea inform",
    ),
    ("[印度|IN]與[法國|FR]簽署了5G合作協議。", "IN telecom-5g agree, FR telecom-5g agree"),
    # with somebody, only one speaks
    ("[王毅|wang]在与[布林肯|blinken]会谈时表示，台湾问题是中国内政。", "wang taiwan inform"),
    ("[布林肯|blinken]对[王毅|wang]说，美国关注香港的法治。", "blinken hong-kong inform"),
    ("[佩恩|payne]在会见[茂木敏充|motegi]后表示，双方重视印太战略。", "payne indo-pacific support"),
    # the quotation stands before
    ("“我们绝不接受这样的关税，”[王毅|wang]说。", "wang tariffs reject"),
    ("「新疆的強迫勞動必須停止。」[蓬佩奧|pompeo]表示。", "pompeo xinjiang urge"),
    ("“稀土供应对各国都很重要。”[佩恩|payne]告诉记者。", "payne critical-minerals support"),
    # a colon and a quotation
    ("[李明|li]：“台湾海峡的局势可能升温。”", "li taiwan inform"),
    # speech goes on
    (
        "[王毅|wang]说，疫情仍在蔓延。他还表示，中方支持世卫组织的工作。",
        "wang public-health inform, wang public-health support",
    ),
    ("[布林肯|blinken]谈到了南海，并敦促中国停止挑衅。", "blinken south-china-sea inform"),
    (
        "[蓬佩奥|pompeo]批评中国的南海主张，还呼吁各国禁用华为。",
        "pompeo south-china-sea criticise, pompeo telecom-5g urge",
    ),
    (
        "[王毅|wang]表示，中国重视气候变化。经济复苏也需要各国合作。",
        "wang climate-change support, wang macroeconomy urge",
    ),
    ("[佩恩|payne]说，“贸易对两国有利。人权同样重要。”", "payne trade support, payne human-rights support"),
    # relayed
    ("据[中国外交部|mfa]的新闻稿，[王毅|wang]表示，美国应停止制裁。", "wang sanctions urge"),
    ("[美国国务院|state]的声明说，[布林肯|blinken]强调了人权的重要性。", "blinken human-rights support"),
    ("[路透社|reuters]报道，[马克龙|macron]呼吁欧洲国家增加军费开支。", "macron alliances-defence urge"),
    (
        "[米勒|miller]表示，[布林肯|blinken]对[王毅|wang]提出了芬太尼问题。",
        "miller counternarcotics inform, blinken counternarcotics inform",
    ),
    (
        "[中国外交部|mfa]的声明说，[双方|US+CN~]同意恢复两军对话。",
        "US military-communication agree, CN military-communication agree",
    ),
    # others' words inside somebody's speech are that speaker's
    ("[布林肯|blinken]说，[中国|CN]支持俄罗斯国防工业。", "blinken russia-defence-industry support"),
    ("[王毅|wang]表示，[中国|CN]反对任何形式的恐怖主义。", "wang terrorism reject"),
    # the topic stands before
    ("针对台湾问题，[王毅|wang]表示，中方的做法没有改变。", "wang taiwan inform"),
    ("[美国国务院|state]说，就西藏问题，[布林肯|blinken]表达了关切。", "blinken tibet concern"),
    ("[布林肯|blinken]在南海问题上批评了中国。", "blinken south-china-sea criticise"),
    # words that point back
    (
        "[法国|FR]提出了伊朗核协议的新方案。[拉夫罗夫|lavrov]表示，俄方支持该计划。",
        "FR iran-nuclear inform, lavrov iran-nuclear support",
    ),
    # scholars and media inform
    ("[李明|li]认为，美国应该取消关税。", "li tariffs inform"),
    ("[李明|li]批评特朗普的移民政策。", "li migration criticise"),
    # relations
    ("[赵立坚|zhao]表示，中澳关系面临困难。", "zhao bilateral-relations inform"),
    ("[王毅|wang]说，中方期待同德方保持高层交往。", "wang high-level-exchanges support"),
    ("[赵立坚|zhao]说，两国将保持沟通。", "zhao high-level-exchanges pledge"),
    # nobody's statement
    ("外界认为，[王毅|wang]此行将讨论贸易问题。", ""),
    ("[王毅|wang]拒绝对贸易问题置评。", "wang trade reject"),
    ("[布林肯|blinken]将与[王毅|wang]讨论台湾问题。", ""),
    ("[布林肯|blinken]没有谈到台湾问题。", ""),
    ("台湾问题十分敏感。", ""),
    ("[王毅|wang]抵达柏林。", ""),
    ("应[王毅|wang]邀请，[康京和|kang]访问青岛。", ""),
    ("分析人士说，[美国|US]的关税影响了贸易。", ""),
    ("[王毅|wang]出席了气候变化大会。", ""),
    ("[中国|CN]的贸易增长了三成。", ""),
    ("[美国|US]媒体报道，疫情正在恶化。", ""),
    ("小说作者李先生谈香港。", ""),
]


def statements_of(marked: str) -> set[str]:
    linked = make_linked(marked)
    found = read_by_rules(read_turns(linked), index_issues(linked.folded), Service(linked).side_of)
    return {f"{r.speaker.split('/')[1]} {r.hit.code} {r.act}" for r in found}


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_who_says_what(marked: str, expected: str) -> None:
    assert statements_of(marked) == {part.strip() for part in expected.split(",") if part.strip()}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80


def test_who_tells_of_anothers_words_goes_on_when_the_sentence_is_over() -> None:
    linked = make_linked("[布林肯|blinken]表示，[马克龙|macron]和[茂木敏充|motegi]宣布减税。能源合作十分重要。")
    assert [turn.speakers for turn in read_turns(linked).turns][-1] == ("person/blinken",)
