"""Which lines are no text, and which look so and are."""

import pytest

from kg.fold import fold
from kg.read.cleaning import clean_text
from kg.read.draft import Draft
from kg.read.lexicon import load_boilerplate


def left(line: str) -> str:
    draft = Draft(clean_text(""))
    return draft.line(clean_text(line), fold(clean_text(line).text)).text


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：李四#",
        "責任編輯：李四",
        "编译 李四；审校 王五",
        "#記者張三的採訪報導#",
        "#央廣記者張三四採訪報導#",
        "（本台记者张三的采访报道）",
        "#請聽記者張三四的採訪報導#",
        "自由亚洲电台记者张三 台北报道 责编：李四 网编：王五",
        "（本文主要依据了路透社的报道。）",
        "（根据美联社报道）",
        "张三对本文有报道贡献。",
        "摘编自其他媒体的内容，不代表德国之声的立场或观点",
        "© 2020年德国之声版权声明：本文所有内容受到著作权法保护。",
        "https://x.example/a",
        "脸书专页：https://x.example/a",
        "点击查看本文英文版。",
        "获取更多RSS：",
        "延伸阅读",
        "The post 外长会谈 appeared first on 某站.",
        "张三/李四（法新社、德新社）",
        "（新增更多细节）",
        "=====",
        "～～～",
    ],
)
def test_lines_that_are_no_text(line: str) -> None:
    assert left(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "本文件根据路透社取得的副本写成，长达三十页，列出了双方在贸易、安全和人员往来方面的十二项共识和分歧。",
        "记者问及此事时，外长没有回答。",
        "编辑部在声明中说，政府应当解释。",
        "外长指出，报道不代表政府的立场，并说双方还会会面，时间和地点尚未确定，各方仍在磋商之中，预计下周公布。另据报道。",
        "更多国家加入协议。",
        "路透社报道说，双方同意。",
        "新华社记者提问。",
        "（记者：请问会谈何时举行？）发言人说不知道。",
        "北京——这座城市",
        "● 美国",
    ],
)
def test_lines_that_are_text(line: str) -> None:
    assert left(line) == line


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("【大纪元2020年10月28日讯】（大纪元记者张三综合报导）外长会谈。", "外长会谈。"),
        ("（中央社記者張大三、李小四華盛頓7日專電）外長會談。", "外長會談。"),
        ("（法新社巴黎7日电） 外长会谈。", "外长会谈。"),
        ("新华社北京9月7日电（记者张三）外长会谈。", "外长会谈。"),
        ("路透华盛顿/伦敦9月7日 - 外长会谈。", "外长会谈。"),
        ("（德国之声中文网）外长会谈。", "外长会谈。"),
        ("央视网消息（新闻联播）：外长会谈。", "外长会谈。"),
        ("（早报讯）外长会谈。", "外长会谈。"),
        ("华盛顿 — 两国外长今天在首都会谈。", "两国外长今天在首都会谈。"),
        ("外长会谈。（译者：张三/核稿：李四）1090807", "外长会谈。"),
        ("外长会谈。(完)", "外长会谈。"),
        ("外长会谈。（阅读本文中文版）", "外长会谈。"),
        ("外长会谈...more", "外长会谈"),
        ("外长会谈......more", "外长会谈..."),
        ("外长会谈。#", "外长会谈。"),
        ("外长会谈。#記者張三的採訪報導#两国外长今天会谈。", "外长会谈。两国外长今天会谈。"),
        ("外长会谈。#央广记者张三四报导#", "外长会谈。"),
        ("外长说，#记者有自由#是两国的标签。", "外长说，#记者有自由#是两国的标签。"),
        ("外长会谈。（美联社、路透社等）", "外长会谈。"),
    ],
)
def test_openings_and_endings(line: str, text: str) -> None:
    assert left(line) == text


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("（中央社記者張大三台北7日電）甲。", "台北"),
        ("（中央社華盛頓7日綜合外電報導）甲。", "华盛顿"),
        ("（法新社纽约联合国总部7日电）甲。", "纽约联合国总部"),
        ("路透北京7月8日 - 甲。", "北京"),
        ("新华社莫斯科9月7日电 甲。", "莫斯科"),
        ("曼谷——两国外长今天在首都会谈。", "曼谷"),
        ("（德国之声中文网）甲。", None),
    ],
)
def test_city_of_a_dateline(line: str, city: str | None) -> None:
    draft = Draft(clean_text(""))
    draft.line(clean_text(line), fold(line))
    assert draft.city == city


@pytest.mark.parametrize(
    ("caption", "text"),
    [
        ("外长（左）会见客人。（路透社）", "外长（左）会见客人。"),
        ("外長（圖）出訪。（圖取自twitter.com/x）", "外長（圖）出訪。"),
        ("外长出访。(法新社图片)", "外长出访。"),
        ("外长出访。 ©Getty Images", "外长出访。"),
        ("外长出访。REUTERS/Jane Doe", "外长出访。"),
        ("外长出访。（2020年8月7日）", "外长出访。（2020年8月7日）"),
        ("外长甲某（Jane Doe）出访", "外长甲某（Jane Doe）出访"),
        ("摄：张三/某报", ""),
    ],
)
def test_photo_credits(caption: str, text: str) -> None:
    assert Draft(clean_text("")).uncredited(clean_text(caption)).text == text


@pytest.mark.parametrize(
    ("marks", "is_skipped"),
    [
        ("moreArticle-link", True),
        ("o-self-promo o-self-promo--nl", True),
        ("post-share-buttons", True),
        ("ad-container", True),
        ("related-posts", True),
        ("article-body", False),
        ("header", False),
        ("shadow", False),
        ("readable", False),
        ("download", False),
    ],
)
def test_elements_that_are_no_text(marks: str, is_skipped: bool) -> None:
    assert load_boilerplate().is_skipped(marks) is is_skipped


@pytest.mark.parametrize(
    ("marks", "is_caption"),
    [
        ("lead_image_caption", True),
        ("wp-caption-text", True),
        ("picinfo", True),
        ("image-inline captioned", False),
        ("story", False),
    ],
)
def test_elements_that_are_captions(marks: str, is_caption: bool) -> None:
    assert load_boilerplate().is_caption(marks) is is_caption


@pytest.mark.parametrize(
    ("whole", "headline"),
    [
        ("两国外长举行会谈 – 法国国际广播电台 - RFI", "两国外长举行会谈"),
        ("兩國外長舉行會談 - 法國國際廣播電台", "兩國外長舉行會談"),
        ("美国之音 | 两国外长举行会谈", "两国外长举行会谈"),
        ("两国外长举行会谈｜路透社", "两国外长举行会谈"),
        ("两国外长举行会谈 - 要闻解说", "两国外长举行会谈 - 要闻解说"),
        ("美国之音记者被拒入境", "美国之音记者被拒入境"),
        ("路透社", "路透社"),
    ],
)
def test_a_headline_is_without_the_name_of_the_site(whole: str, headline: str) -> None:
    assert load_boilerplate().headline(whole) == headline
