"""The issues of a stretch of text, and the ones that only look like it."""

import pytest

from kg.extract.issues import find_issues, index_issues, load_issues, load_lexicon
from kg.fold import fold
from kg.knowledge.signals import act_words, issue_words, with_words
from kg.resources import ontology_dir

CASES = [
    ("双方讨论了乌克兰战争。", "ukraine-war"),
    ("乌克兰总理抵达柏林。", ""),
    ("各国应推动乌克兰实现停火。", "ukraine-war"),
    ("中国支持俄罗斯国防工业，延长了乌克兰战争。", "russia-defence-industry"),
    ("加沙的停火协议", "israel-palestine"),
    ("黎巴嫩真主党", "israel-lebanon"),
    ("伊朗核协议", "iran-nuclear"),
    ("中东局势持续紧张", "middle-east"),
    ("朝鲜再次发射导弹", "north-korea"),
    ("北韓問題", "north-korea"),
    ("台灣海峽的和平", "taiwan"),
    ("對台軍售", "taiwan-arms-sales"),
    ("南海行为准则", "south-china-sea"),
    ("南海仁爱礁的补给任务", "second-thomas-shoal"),
    ("仁爱礁事件，以及南海的其他争端", "second-thomas-shoal south-china-sea"),
    ("钓鱼岛主权", "east-china-sea"),
    ("《东海各方行为宣言》的精神", "south-china-sea"),
    ("日本在东海的巡逻", "east-china-sea"),
    ("在钓鱼台国宾馆用餐", ""),
    ("中印边境对峙", "china-india-border"),
    ("印度军方代表到访。双方谈到边境局势", "china-india-border"),
    ("泰国和柬埔寨谈到两国边境局势", "territorial-dispute"),
    ("机场里有人鸣枪", ""),
    ("北方四岛归属", "territorial-dispute"),
    ("自由开放的印度太平洋", "indo-pacific"),
    ("日美同盟", "alliances-defence"),
    ("两军恢复沟通渠道", "military-communication"),
    ("洲际弹道导弹试射", "military-activity"),
    ("新削减战略武器条约", "arms-control"),
    ("駭客發動網路攻擊", "cyber-security"),
    ("打击恐怖主义", "terrorism"),
    ("自由贸易协定", "trade"),
    ("贸易关税", "tariffs"),
    ("贸易和关税", "trade tariffs"),
    ("对官员实施制裁", "sanctions"),
    ("出口管制", "export-controls"),
    ("產能過剩", "overcapacity"),
    ("市场准入", "market-access"),
    ("供应链脱钩", "supply-chains"),
    ("稀土", "critical-minerals"),
    ("中欧投资协定", "investment"),
    ("一带一路", "belt-and-road"),
    ("国际货币基金组织的债务减免", "macroeconomy"),
    ("北溪天然气管道", "energy"),
    ("新能源汽车", ""),
    ("农业、新能源等领域的合作", "energy"),
    ("矿产资源", "critical-minerals"),
    ("俄称击落乌无人机", "ukraine-war"),
    ("总统向乌兹别克斯坦人民致意", ""),
    ("加强多边协作", "multilateralism"),
    ("战狼外交", "bilateral-relations"),
    ("征收反倾销税", "tariffs"),
    ("煽動顛覆國家政權罪", "human-rights"),
    ("確保國人權益", ""),
    ("密切立法机构交往", "high-level-exchanges"),
    ("粮食安全", "food-security"),
    ("保護知識產權", "intellectual-property"),
    ("人工智慧", "artificial-intelligence"),
    ("半導體", "semiconductors"),
    ("華為的5G設備", "telecom-5g"),
    ("TikTok的用户数据", "data-apps"),
    ("新疆的人权状况", "xinjiang"),
    ("人权议题，包括新疆、西藏", "human-rights xinjiang tibet"),
    ("香港国安法", "hong-kong"),
    ("他毕业于香港大学", ""),
    ("被拘押的记者和禁止离境的公民", "detained-citizens"),
    ("宗教自由", "religious-freedom"),
    ("民主党参议员", ""),
    ("總統大選的選舉結果", "elections"),
    ("芬太尼前体化学品", "counternarcotics"),
    ("打击毒品贸易", "counternarcotics"),
    ("巴黎氣候協定", "climate-change"),
    ("新冠疫苗", "public-health"),
    ("收容难民，提供人道援助", "migration humanitarian-aid"),
    ("维护多边主义", "multilateralism"),
    ("中美关系", "bilateral-relations"),
    ("美日韓關係", "bilateral-relations"),
    ("恢复直航航班", "people-exchanges"),
    ("强征劳工赔偿", "history-issues"),
    ("英国脱欧", "european-integration"),
    ("以色列与阿联酋关系正常化协议", "arab-israeli-normalisation"),
    ("福島核污水", "fukushima-water"),
    ("阿富汗和平进程", "conflict-af"),
    ("缅甸军政府发动政变", "conflict-mm"),
    ("阿富汗的石榴", ""),
    ("纳卡冲突", "conflict-az"),
    ("塔利班", "conflict-af"),
    ("今天天气很好", ""),
    # weak words count only where nothing else is named
    ("两国将加强合作", "bilateral-relations"),
    ("两国将加强疫苗合作", "public-health"),
    # the top codes in lists, and their words elsewhere
    ("就经济、科技和安全等议题", "economy technology security"),
    ("讨论了地区热点问题", "security"),
    ("深圳经济特区", "economy"),
    ("他在经济学院任教，喜欢技术", "economy"),
    # words of the region decide
    ("黎巴嫩真主黨引發戰爭危機", "israel-lebanon"),
    ("哈以冲突扩展至黎巴嫩", "israel-lebanon"),
    ("黎巴嫩的橄榄油", ""),
    ("台美關係再次提升", "bilateral-relations"),
    ("共機擾台", "taiwan"),
    ("美國國會批准魚叉飛彈的對台軍售", "taiwan-arms-sales"),
    ("中国海警对菲律宾船只使用水炮，地点在仁爱礁", "second-thomas-shoal"),
    ("双方在加勒万河谷脱离接触", "china-india-border"),
    ("飞越自由与海洋法公约", "south-china-sea"),
    ("提高国防支出", "alliances-defence"),
    ("三邊軍控談判", "arms-control"),
    ("假消息與輿論戰", "espionage-interference"),
    ("持刀袭击是恐怖行为", "terrorism"),
    ("反制裁措施", "sanctions"),
    ("营商环境和对外开放", "market-access"),
    ("重组全球价值链", "supply-chains"),
    ("经济刺激和降息", "macroeconomy"),
    ("减产协议与油价", "energy"),
    ("伊斯蘭恐懼和諷刺漫畫", "religious-freedom"),
    ("邮寄投票后的重新计票", "elections"),
    ("碳达峰与绿色复苏", "climate-change"),
    ("無國界記者", "press-freedom"),
    ("强迫失踪和表达自由", "human-rights"),
    ("释放三名被扣的外国商人", ""),
    ("申请庇护的难民", "migration"),
    ("靖国神社参拜", "history-issues"),
    ("无协议脱欧", "european-integration"),
    ("他关掉手机，离开会场", ""),
    ("立场十分坚定", ""),
    # words in other senses, and inside other words
    ("AIT的新聞稿", ""),
    ("討論AI的風險", "artificial-intelligence"),
    ("他在脸书上写道", ""),
    ("脸书被要求交出用户数据", "data-apps"),
    ("微信公众号发布了通知", ""),
    ("两国打了两年贸易战", "trade"),
    ("两国签署引渡条约", "law-enforcement"),
    ("暂停与香港的引渡条约", "hong-kong"),
    ("非歧视的营商环境", "market-access"),
    ("对少数民族的歧视", "human-rights"),
    ("欧盟成员国的外长", ""),
    ("主管经济增长、能源和环境的副国务卿", ""),
    ("二战以来最严重的衰退", "macroeconomy"),
    ("这样做极不人道", "human-rights"),
    ("人道援助物资", "humanitarian-aid"),
    ("关闭驻当地的总领事馆", "bilateral-relations"),
    ("总领事出席了晚宴", ""),
    ("提供领事保护", "law-enforcement"),
    ("召回驻该国大使", "bilateral-relations"),
    ("上海合作组织的成员", ""),
    ("以国内大循环为主体", "macroeconomy"),
    ("台美經濟繁榮夥伴對話", "trade"),
    ("經濟夥伴關係協定(EPA)", "trade"),
    ("图片来自EPA", ""),
    ("黎巴嫩局势动荡", "conflict-lb"),
    ("对台湾的军售案", "taiwan-arms-sales"),
    ("两国海上边界的划定", "territorial-dispute"),
    ("两军举行军长级会谈", "military-communication"),
    ("讨论防务、反恐和经济议题", "alliances-defence terrorism economy"),
    ("追求市场开放", "trade market-access"),
    ("签署安全联盟的文件", "alliances-defence"),
    ("黑客刺探情报", "cyber-security espionage-interference"),
    ("商务人员的相互往来", "people-exchanges"),
    ("他的健康状况恶化", ""),
    ("由台积电创办人代表出席", ""),
    # said beside other issues too
    ("谈到民主与供应链", "democracy supply-chains"),
]


def issues_of(text: str) -> set[str]:
    return {span.issue for span in find_issues(fold(text), 0, len(text))}


@pytest.mark.parametrize(("text", "codes"), CASES)
def test_issues_of_a_text(text: str, codes: str) -> None:
    assert issues_of(text) == set(codes.split())


def test_the_span_is_the_words_that_say_so() -> None:
    text = "雙方談到了南海與芬太尼。"
    assert [text[s.start : s.end] for s in find_issues(fold(text), 0, len(text))] == ["南海", "芬太尼"]


def test_a_stretch_sees_only_its_own_words() -> None:
    folded = "先谈南海。再谈疫苗。"
    index = index_issues(folded)
    assert [s.issue for s in find_issues(folded, 5, len(folded), index)] == ["public-health"]


def test_every_issue_has_words_and_every_word_an_issue() -> None:
    scheme = load_issues()
    signalled = {s.code for signals in load_lexicon().signals for s in signals if s.code}
    signalled |= {s.code for _, s in load_lexicon().patterns if s.code}
    assert set(scheme) - {"conflict-xx", "bilateral"} <= signalled
    assert {c for c in signalled if not c.startswith("conflict-")} <= set(scheme)


def test_broader_and_hidden_issues_are_of_the_scheme() -> None:
    scheme = load_issues()
    for issue in scheme.values():
        assert issue.broader is None or issue.broader in scheme
        hidden = issue.hides_near | issue.hides_all
        assert {code for code in hidden if not code.startswith("conflict-")} <= set(scheme)
        assert issue.en
        assert issue.hans
        assert issue.hant


@pytest.mark.parametrize(("name", "words"), [("issues.ttl", issue_words()), ("acts.ttl", act_words())])
def test_the_schemes_are_in_step_with_the_lexicons(name: str, words: dict[str, tuple[str, ...]]) -> None:
    turtle = (ontology_dir() / name).read_text(encoding="utf-8")
    assert with_words(turtle, words) == turtle
    assert all(f'"{word}"@zh-Hans' in turtle for listed in words.values() for word in listed)
