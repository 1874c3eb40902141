from types import SimpleNamespace

from courses.translation import one_per_key


def version(key, language):
    return SimpleNamespace(translation_key=key, language=language)


def keys_and_languages(chosen):
    return [(one.translation_key, one.language) for one in chosen]


def test_the_wanted_language_wins_and_the_other_fills_the_gaps_in_its_place():
    zh = [version(key, "zh-hans") for key in "abd"]
    en = [version(key, "en") for key in "abcd"]
    chosen = one_per_key([*zh, *en], "zh-hans")
    assert keys_and_languages(chosen) == [
        ("a", "zh-hans"),
        ("b", "zh-hans"),
        ("c", "en"),
        ("d", "zh-hans"),
    ]


def test_what_only_the_other_language_has_is_shown_in_it():
    assert keys_and_languages(one_per_key([version("a", "en")], "zh-hans")) == [("a", "en")]


def test_nothing_gives_nothing():
    assert one_per_key([], "en") == []
