"""How speech and attitude are told without a plain verb of saying, and what only looks like it: sentences."""

import pytest

from tests.extract.test_speech_rules import statements_of

CASES = [
    # deeds and attitudes where nobody is said to speak
    ("[美国|US]退出了巴黎气候协定。", "US climate-change reject"),
    ("[中国|CN]暫停與[澳洲|AU]的自由貿易談判。", "CN trade reject"),
    ("[法国|FR]一直努力挽救伊朗核协议。", "FR iran-nuclear support"),
    ("[日本|JP]將擴大對東盟的疫苗援助。", "JP public-health pledge"),
    ("[印度|IN]期盼尽快恢复直航。", "IN people-exchanges urge"),
    ("[欧盟|eu]对北约驻军减少不满。", "eu alliances-defence criticise"),
    ("[马克龙|macron]寄希望于新一轮气候谈判。", "macron climate-change urge"),
    ("[澳大利亚|AU]将继续参加印太联合演习。", "AU indo-pacific pledge, AU alliances-defence pledge"),
    ("[俄罗斯|RU]拒不承认间谍活动。", "RU espionage-interference reject"),
    ("[白宮|white]下令縮短簽證的期限。", "US people-exchanges urge"),
    # the same words inside somebody's speech are what is said
    (
        "[王毅|wang]表示，[美国|US]退出世卫组织破坏全球抗疫。",
        "wang public-health criticise, wang multilateralism criticise",
    ),
    ("[布林肯|blinken]说，[日本|JP]将扩大对乌克兰的援助。", "blinken ukraine-war pledge"),
    # anger and displeasure blame
    ("[拉夫罗夫|lavrov]对新的制裁表达不满。", "lavrov sanctions criticise"),
    ("[赵立坚|zhao]斥美方的关税荒谬。", "zhao tariffs criticise"),
    ("[蓬佩奧|pompeo]痛批中共打壓香港。", "pompeo hong-kong criticise"),
    ("[中国外交部|mfa]就军舰穿越台海提出严正交涉。", "CN taiwan criticise"),
    # both regions' verbs
    ("[吳釗燮|wu]指，台海和平攸關區域安全。", "wu taiwan inform"),
    ("[佩恩|payne]促請北京釋放被拘押的公民。", "payne detained-citizens urge"),
    ("[馬克龍|macron]致函聯合國，呼籲增加人道援助。", "macron humanitarian-aid urge"),
    ("[康京和|kang]坦承，慰安妇问题仍未解决。", "kang history-issues inform"),
    ("[蓬佩奧|pompeo]示警，使用華為設備會危及資安。", "pompeo telecom-5g warn, pompeo cyber-security warn"),
    ("[苏杰生|jaishankar]证实，部队已在中印边境脱离接触。", "jaishankar china-india-border inform"),
    # signatures and lists of what was discussed
    ("[日本|JP]与[印度|IN]签订了半导体合作备忘录。", "JP semiconductors agree, IN semiconductors agree"),
    (
        "[雙方|US+TW~]簽署備忘錄，並就5G、供應鏈等議題討論。",
        "US telecom-5g inform, TW telecom-5g inform, US supply-chains inform, TW supply-chains inform",
    ),
    (
        "[双方|FR+RU~]主要盘点了利比亚问题。",
        "FR conflict-ly inform, RU conflict-ly inform",
    ),
    (
        "会谈后，[两国外长|lavrov+wang~]共同见证签署半导体、能源等领域多项合作文件。[中国|CN]与[俄罗斯|RU]是邻国。",
        "RU semiconductors agree, CN semiconductors agree, RU energy agree, CN energy agree",
    ),
    ("[布林肯|blinken]表示，双方在禁毒方面达成了重要成果。", "blinken counternarcotics praise"),
    # a person's government is the state
    ("[马克龙|macron]政府宣布，将提高关税。", "FR tariffs pledge"),
    ("[马克龙|macron]当局反对制裁。", "FR sanctions reject"),
    # the first person goes on with the speaker
    ("[王毅|wang]表示，中欧关系十分重要。我们反对贸易壁垒。", "wang bilateral-relations support, wang trade reject"),
    (
        "[佩恩|payne]说，疫情仍在蔓延。首先我们要确保供应链畅通。",
        "payne public-health inform, payne supply-chains support",
    ),
    # what only describes is no speech of its own
    ("[布林肯|blinken]说，气候变化是共同挑战。这是[王毅|wang]提议的芬太尼工作组。", "blinken climate-change inform"),
    # a paper that cites somebody without a name
    ("[路透社|reuters]报道，消息人士透露，芯片出口将受限制。", "reuters semiconductors inform"),
    ("消息人士透露，芯片出口将受限制。[布林肯|blinken]抵达东京。", ""),
    # a new subject ends what was said
    ("[王毅|wang]说，疫苗十分重要。[印度|IN]和[日本|JP]的能源需求正在增长。", "wang public-health support"),
    ("[王毅|wang]说，疫苗十分重要。中方将增产天然气。", "wang public-health support, wang energy pledge"),
    # what is said shows the act
    ("[王毅|wang]表示，个别国家插手南海，制造紧张。", "wang south-china-sea criticise"),
    ("[蓬佩奧|pompeo]說，中共掠奪各國的智慧財產。", "pompeo intellectual-property criticise"),
    ("[苏杰生|jaishankar]表示，两国的能源合作成就有目共睹。", "jaishankar energy praise"),
    ("[吳釗燮|wu]表示，台灣的半導體產業是全球經濟的基石。", "wu semiconductors support, wu macroeconomy support"),
    ("[王毅|wang]说，中方不会坐视台独势力的挑衅。", "wang taiwan warn"),
    ("[马克龙|macron]说，法国随时准备参加军控谈判。", "macron arms-control pledge"),
    ("[茂木敏充|motegi]表示，日本绝不会在钓鱼岛主权上妥协。", "motegi east-china-sea reject"),
    # characters inside other words are no demand
    ("[佩恩|payne]说，稀土供应链发生了变化。", "payne critical-minerals inform, payne supply-chains inform"),
    ("[佩恩|payne]说，会谈主要涉及气候问题。", "payne climate-change inform"),
    # nobody speaks, or not of an issue
    ("[王毅|wang]曾应邀出席气候峰会。", ""),
    ("[美国|US]的要求涉及关税。", ""),
    ("[印度|IN]遭到驱逐舰护航的传闻困扰能源市场。", ""),
    ("[马克龙|macron]取消了晚宴。", ""),
    ("有人不满[美国|US]的关税。", ""),
    ("[布林肯|blinken]没有谈及新疆。", ""),
    ("[日本|JP]企业将扩大对能源的投资。", ""),
    ("[王毅|wang]与[佩恩|payne]共进午餐。", ""),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_who_says_what_by_which_construction(marked: str, expected: str) -> None:
    assert statements_of(marked) == {part.strip() for part in expected.split(",") if part.strip()}
