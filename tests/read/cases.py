"""Small articles in every form, with what reading them must give. All sentences are our own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A file, and its body, captions and further fields as they must come out."""

    id: str
    page: str
    body: tuple[str, ...]
    captions: tuple[str, ...] = ()
    headline: str = ""
    fields: tuple[tuple[str, object], ...] = ()
    name: str = "a.md"


FRONT = """---
layout: post
title: "两国外长会谈 议题广泛"
date: 2024-09-29T02:10:21.358Z
author: 某某电台
from: https://www.example.org/news/1.html
tags: [ 某某电台 ]
---
"""
MIRROR = "<!--1727503143000-->\n[两国外长会谈 议题广泛](https://www.voachinese.com/a/talks/1.html)\n------\n\n"
MIRROR_NAN = "<!--NaN-->\n[兩國外長會談](https://www.dw.com/zh/a-1)\n------\n\n"
HEAD = (("headline", "两国外长会谈 议题广泛"),)

CASES = [
    Case(
        "front matter, header and div",
        FRONT + MIRROR + "<div>\n<p>第一段。</p><p> </p><p>第二段。</p>\n</div>\n",
        ("第一段。", "第二段。"),
        headline="两国外长会谈 议题广泛",
        fields=(
            ("publisher", "某某电台"),
            ("url", "https://www.voachinese.com/a/talks/1.html"),
            ("published", "2024-09-29T02:10:21Z"),
            ("published_source", "front-matter"),
        ),
    ),
    Case(
        "mirror header alone: date from the epoch, publisher from the site",
        MIRROR + "<p>第一段。</p>",
        ("第一段。",),
        headline="两国外长会谈 议题广泛",
        fields=(
            ("publisher", "美国之音"),
            ("published", "2024-09-28T05:59:03Z"),
            ("published_source", "mirror-header"),
        ),
    ),
    Case(
        "mirror header with NaN: date from the page's own line",
        MIRROR_NAN + "<div><i><br>2024-04-26T08:25:56.585Z</i></div><p>外長們會面，討論貿易問題。</p>",
        ("外長們會面，討論貿易問題。",),
        headline="兩國外長會談",
        fields=(
            ("publisher", "德国之声"),
            ("published", "2024-04-26T08:25:56Z"),
            ("published_source", "dateline"),
            ("script", "Hant"),
        ),
    ),
    Case(
        "author and time in one block above the article",
        MIRROR_NAN + "<div><i>张三<br>2020-08-19 10:23:40</i></div><p>第一段。</p>",
        ("第一段。",),
        headline="兩國外長會談",
    ),
    Case(
        "line breaks do not part a paragraph, double ones neither",
        MIRROR + "<p>上午会谈。<br/><br/>下午记者会。<br></p><p>次段。</p>",
        ("上午会谈。\n下午记者会。", "次段。"),
        headline=HEAD[0][1],
    ),
    Case(
        "subheads count, empty blocks do not",
        MIRROR + "<p>&nbsp;</p><p>导语。</p><h2>贸易问题</h2><p><strong>安全问题</strong></p><p>\u3000\u3000细节。</p>",
        ("导语。", "贸易问题", "安全问题", "细节。"),
        headline=HEAD[0][1],
    ),
    Case(
        "a name split by a link is whole",
        MIRROR + '<p>外长安东尼·<a href="https://x.example/t">史密斯</a>（Anthony Smith）到访。</p>',
        ("外长安东尼·史密斯（Anthony Smith）到访。",),
        headline=HEAD[0][1],
    ),
    Case(
        "captions in small, figcaption, classes; each once; alt that repeats one is left out",
        MIRROR + '<img alt="两位外长在会议开始前握手。（路透社）">'
        "<div><small>两位外长在会议开始前握手。（路透社）</small></div>"
        "<p>正文一。</p><figure><img><figcaption>记者会现场。 <cite>Photo by A. B.</cite></figcaption></figure>"
        '<div class="picinfo">记者会现场。</div>'
        '<div class="image-caption"><span>会场外的旗帜。</span></div><p>正文二。</p>',
        ("正文一。", "正文二。"),
        ("两位外长在会议开始前握手。", "记者会现场。", "会场外的旗帜。"),
        headline=HEAD[0][1],
        fields=(("credits", ("路透社",)),),
    ),
    Case(
        "alt text that is a sentence of its own is a caption; labels, foreign and repeated ones are not",
        MIRROR
        + '<img alt="两国外长会谈　议题广泛"><img alt="资料照"><img alt="Two ministers shake hands in the lobby">'
        + '<img alt="外长甲某（左）与外长乙某在首都会面。(图:外交部提供)" '
        'title="外长甲某（左）与外长乙某在首都会面。(图:外交部提供)"><p>正文。</p>',
        ("正文。",),
        ("外长甲某（左）与外长乙某在首都会面。",),
        headline=HEAD[0][1],
    ),
    Case(
        "related stories: lists of links, linked lines, their heading",
        MIRROR + '<p>甲。</p><p>相关报道：</p><ul><li><b><a href="x">另一则新闻</a></b></li></ul>'
        '<p><a href="y">再一则新闻</a></p><ul><li>这一点是正文。</li></ul><p>乙。</p>'
        "<h3>相关图集：往年的会议</h3><div><img><b>第一张</b>：那年的会议。</div>",
        ("甲。", "这一点是正文。", "乙。"),
        headline=HEAD[0][1],
    ),
    Case(
        "bylines, editors, copyright, sharing, feeds, scripts and forms are no text",
        MIRROR + "<address>张三</address><script>var a = '<p>x</p>';</script><p>甲。</p><button>继续浏览</button>"
        '<div class="social-share">分享到微博</div><p>责任编辑：李四#</p><p>记者：张三 责编：李四 网编：王五</p>'
        "<p><em>© 2020年某某电台版权声明：本文所有内容受到著作权法保护。</em></p><br><hr>"
        '<div>获取更多RSS：<br><a href="https://feed.example">https://feed.example</a></div><footer><p>关于作者</p></footer>',
        ("甲。",),
        headline=HEAD[0][1],
    ),
    Case(
        "a page cut off with a link to more",
        MIRROR + '<img src="a"><br>双方讨论了贸易...<a href="https://x.example">...more</a>',
        ("双方讨论了贸易...",),
        headline=HEAD[0][1],
    ),
    Case(
        "a wire's dateline",
        MIRROR + "<p>（中央社記者王大明台北7日電）外長今天出訪。</p><p>他將停留三天。（編輯：李四）1090807</p>",
        ("外長今天出訪。", "他將停留三天。"),
        headline=HEAD[0][1],
        fields=(("dateline", "台北"), ("credits", ("中央社",))),
    ),
    Case(
        "a day in a dateline is the date of publication where nothing else is",
        "【大纪元2023年10月28日讯】（大纪元记者张三综合报导）外长会谈持续七个小时。\n",
        ("外长会谈持续七个小时。",),
        fields=(("published", "2023-10-28"), ("published_source", "dateline"), ("publisher", "大纪元")),
    ),
    Case(
        "agencies after the reporters' names, and in a closing note",
        MIRROR
        + "<p>（德國之聲中文網）外长会谈。</p><p>张三/李四 (路透社、法新社) </p><p>（本文依据了美联社的报道。）</p>",
        ("外长会谈。",),
        headline=HEAD[0][1],
        fields=(("credits", ("路透社", "法新社", "美联社")),),
    ),
    Case(
        "datelines with a dash",
        MIRROR + "<p>路透华盛顿12月8日 - 外长周二表示反对。(完)</p><p>北京—他没有回应。</p>",
        ("外长周二表示反对。", "北京—他没有回应。"),
        headline=HEAD[0][1],
        fields=(("dateline", "华盛顿"), ("credits", ("路透社",))),
    ),
    Case(
        "brackets that say something stay",
        MIRROR + "<p>（他指出，）双方同意。</p><p>这是第二次（上次在2019年）。</p>",
        ("（他指出，）双方同意。", "这是第二次（上次在2019年）。"),
        headline=HEAD[0][1],
    ),
    Case(
        "Markdown without HTML",
        MIRROR
        + "## 会谈\n\n外长**甲某**与[乙某](https://x.example)会面，\n持续一小时。\n\n![两位外长在会场门口握手致意](https://x.example/a.jpg)\n\n次段。\n",
        ("会谈", "外长甲某与乙某会面，持续一小时。", "次段。"),
        ("两位外长在会场门口握手致意",),
        headline=HEAD[0][1],
    ),
    Case(
        "plain text: a line is a paragraph, the first the headline, the date in the file's name",
        "两国外长会谈\n外长甲某今天与外长乙某会面。\n会谈持续一小时，双方同意继续对话，并就贸易、安全等问题交换了意见。\n",
        ("外长甲某今天与外长乙某会面。", "会谈持续一小时，双方同意继续对话，并就贸易、安全等问题交换了意见。"),
        headline="两国外长会谈",
        fields=(("published", "2022-11-12"), ("published_source", "file-name"), ("publisher", None)),
        name="20221112.txt",
    ),
    Case(
        "plain text broken at a fixed width",
        "\n".join(
            [
                "外长甲某今天与外长乙某会面，会谈持续一",
                "小时，双方同意继续对话，并就贸易和安全",
                "等问题交换了意见，气氛友好，各方都表示",
                "欢迎，随后共进午餐，并合影留念，两人于",
            ]
        )
        + "\n下午离开。\n\n次日继续。\n",
        (
            "外长甲某今天与外长乙某会面，会谈持续一小时，双方同意继续对话，并就贸易和安全等问题交换了意见，气氛友好，各方都表示"
            "欢迎，随后共进午餐，并合影留念，两人于下午离开。",
            "次日继续。",
        ),
        name="a.txt",
    ),
    Case(
        "a headline without a body is an article, too",
        "---\ntitle: '外长到访'\ndate: 2024-01-02\n---\n",
        (),
        headline="外长到访",
        fields=(("published", "2024-01-02"),),
    ),
    Case(
        "a list of links where there is nothing else",
        MIRROR + '<ul><li><a href="a">外长抵达首都</a></li><li><a href="b">外长离开首都</a></li></ul>',
        ("外长抵达首都", "外长离开首都"),
        headline=HEAD[0][1],
    ),
]

PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>两国外长会谈_新闻频道</title>
<link rel="canonical" href="https://www.zaobao.com/news/1">
<meta property="article:published_time" content="2024-07-29T09:51:49+08:00">
<meta property="og:title" content="两国外长会谈 - 站名">
<script type="application/ld+json">{"datePublished": "2020-01-01"}</script></head>
<body><nav><ul><li><a href="/">首页</a></li></ul></nav><header><h1>两国外长会谈&amp;记者会</h1></header>
<div class="layout"><div class="story"><p>%s</p><p>第二段。</p>
<figure><img src="a"><figcaption>两位外长握手。</figcaption></figure></div>
<aside><p>订阅我们的节目，了解更多。</p></aside></div><footer>版权所有</footer></body></html>
"""
LONG = "外长甲某与外长乙某在首都举行会谈，讨论了贸易、安全和人员往来等问题，双方同意继续保持对话。" * 4
