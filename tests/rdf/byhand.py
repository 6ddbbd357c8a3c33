"""What the annotations of the seeds do not hold, read from the articles by hand."""

# What meetings are said to be on the sidelines of, which the annotations do not hold: 联合国大会间隙 (000), 适逢联合国
# 大会期间 (002), 年度东盟外长会议期间 (001), 亚太经济合作会议(APEC)期间 (000); (file name, meeting) -> meeting.
SIDELINES = {("000", "m1"): "m2", ("002", "m1"): "m3", ("001", "m1"): "m2", ("000", "m6"): "m7"}
# Whom words strike, which the annotations do not hold: 美方不能总是以“两副面孔”对华 (000), 美国“对华遏制打压…” (001),
# 美國持續在經貿與科技上打壓中國, 批評美方 (003); (file name, side, issue, act) -> the one struck.
TARGETS = {
    ("000", "CN", "bilateral-relations", "criticise"): "US",
    ("001", "CN", "bilateral-relations", "criticise"): "US",
    ("003", "CN", "trade", "criticise"): "US",
    ("003", "CN", "technology", "criticise"): "US",
    ("003", "CN", "data-apps", "criticise"): "US",
}
# Side -> what its readout covers and leaves out in the fifth seed, each with words of the article.
READOUTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "CN": (
        {
            "high-level-exchanges": "旧金山会晤",
            "israel-palestine": "两国方案",
            "ukraine-war": "乌克兰问题",
            "north-korea": "朝鲜问题",
        },
        {
            "detained-citizens": "任意拘捕和禁止美国公民离境",
            "counternarcotics": "毒品问题；",
            "human-rights": "人权问题；",
            "market-access": "在华美企遭不公待遇",
            "second-thomas-shoal": "中菲冲突以及南海",
            "south-china-sea": "南海和台海问题",
            "taiwan": "台海问题。",
        },
    ),
    "US": (
        {
            "bilateral-relations": "管控分歧",
            "detained-citizens": "美国公民在中国被错误拘留或禁止离境",
            "counternarcotics": "芬太尼危机",
            "human-rights": "侵犯人权行为",
            "xinjiang": "新疆、西藏和香港",
            "tibet": "西藏和香港",
            "hong-kong": "香港的侵犯人权",
            "market-access": "在华美企的不公平待遇以及非市场经济行为",
            "supply-chains": "供应链多元化",
            "export-controls": "出口管制",
            "second-thomas-shoal": "仁爱礁",
            "south-china-sea": "南海和东海",
            "east-china-sea": "东海",
            "alliances-defence": "菲律宾盟友的承诺",
            "taiwan": "台海和平稳定",
            "israel-palestine": "以色列的自卫权",
            "humanitarian-aid": "人道援助",
            "climate-change": "气候变化",
            "macroeconomy": "全球宏观经济稳定",
            "food-security": "粮食安全",
            "public-health": "公共卫生",
            "military-communication": "美中军事渠道",
        },
        {},
    ),
}
