"""English names of gatherings, put together from their Chinese ones."""

import pytest

from kg.knowledge.gatherings import english_of


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("联合国大会", "UN General Assembly"),
        ("第78届联合国大会", "78th UN General Assembly"),
        ("第42届东盟峰会（ASEAN Summit）", "42nd ASEAN summit"),
        ("亞太經濟合作會議（APEC）領袖峰會", "APEC leaders' meeting"),
        ("上海合作组织成员国元首理事会第二十三次会议", "23rd SCO meeting of the Council of Heads of State"),
        ("第十二次中日韩外长会议", "12th China–Japan–South Korea foreign ministers' meeting"),
        ("歐盟特別峰會", "EU special summit"),
        ("四方安全对话", "Quadrilateral Security Dialogue"),
        ("某某海洋论坛", None),
        ("峰会", None),
        ("外长会议", None),
    ],
)
def test_a_name_of_known_words_has_an_english_one(name: str, english: str | None) -> None:
    assert english_of(name) == english
