"""A refusal has a code for programs and a sentence for the person."""

import pickle

from django.utils.translation import gettext_lazy, override

from school.lib.refusal import Refusal


def test_the_sentence_takes_its_parameters():
    refusal = Refusal("group-small", "Your group has %(size)s members.", {"size": 80})
    assert refusal.code == "group-small"
    assert refusal.params == {"size": 80}
    assert str(refusal) == "Your group has 80 members."


def test_a_sentence_without_parameters_may_hold_a_percent_sign():
    assert str(Refusal("rate", "12% is the rate.")) == "12% is the rate."


def test_the_sentence_waits_for_the_language_of_its_reader():
    refusal = Refusal("day", gettext_lazy("January"))
    with override("zh-hans"):
        assert str(refusal) == "一月"
    with override("en"):
        assert str(refusal) == "January"


def test_it_survives_the_way_through_a_queue():
    again = pickle.loads(pickle.dumps(Refusal("a-b", "%(n)s left", {"n": 1})))
    assert (again.code, again.params, str(again)) == ("a-b", {"n": 1}, "1 left")
