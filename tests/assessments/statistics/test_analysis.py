"""The figures against a table worked out by hand, against NumPy, and where there are none."""

from decimal import Decimal
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.statistics import MarkSheet, analyse

# By hand. Totals 4, 3, 1, 0 of 4: mean 2, V(X) = 10/3; V(x) = 1/4, 1/4, 4/3, so
# alpha = 3/2 · (1 − (11/6)/(10/3)) = 0.675. Cov(x, X) = 2/3, 2/3, 2.
ROWS = [[1, 1, 2], [1, 0, 2], [1, 0, 0], [0, 0, 0]]
MAXIMA = [1, 1, 2]
EXAM = {
    "attempts": 4,
    "mean": 50,
    "median": 50,
    "standard_deviation": 45.64354645876384,
    "skewness": 0,
    "kurtosis": -3.3,
    "alpha": 67.5,
    "error_ratio": 57.0087712549569,
    "standard_error": 26.02082499332666,
}
QUESTIONS = [
    {
        "name": "Q1",
        "facility": 75,
        "standard_deviation": 50,
        "discrimination": 55.55555555555556,
        "efficiency": 100,
        "intended_weight": 25,
        "effective_weight": 26.79491924311227,
    },
    {
        "name": "Q2",
        "facility": 25,
        "standard_deviation": 50,
        "discrimination": 55.55555555555556,
        "efficiency": 100,
        "intended_weight": 25,
        "effective_weight": 26.79491924311227,
    },
    {
        "name": "Q3",
        "facility": 50,
        "standard_deviation": 57.73502691896258,
        "discrimination": 70.71067811865476,
        "efficiency": 100,
        "intended_weight": 50,
        "effective_weight": 46.41016151377546,
    },
]


def sheet(rows, maxima=None) -> MarkSheet:
    maxima = maxima or [1] * len(rows[0])
    names = [f"Q{at}" for at in range(1, len(maxima) + 1)]
    marks = [[None if m is None else Decimal(str(m)) for m in row] for row in rows]
    return MarkSheet.of(names, [Decimal(str(m)) for m in maxima], marks)


def figures(rows, maxima=None) -> dict:
    return analyse(sheet(rows, maxima)).as_json()


def nearly(figure):
    return pytest.approx(figure, rel=1e-9) if isinstance(figure, int | float) else figure


def test_a_table_worked_out_by_hand():
    found = figures(ROWS, MAXIMA)
    for mine, theirs in zip(found.pop("questions"), QUESTIONS, strict=True):
        assert mine == {name: nearly(figure) for name, figure in theirs.items()}
    assert found == pytest.approx(EXAM)


def test_a_question_that_goes_against_the_rest_has_no_effective_weight():
    """x1 = 2, 2, 0 and x2 = 0, 0, 1: Cov(x1, x2) = −2/3 and at most 1/3; Cov(x2, X) = −1/3."""
    first, second = figures([[2, 0], [2, 0], [0, 1]], [2, 1])["questions"]
    assert first["discrimination"] == pytest.approx(-100)
    assert first["efficiency"] == pytest.approx(-200)
    assert (first["effective_weight"], second["effective_weight"]) == (pytest.approx(100), None)


# --- NumPy -------------------------------------------------------------------------------------


def by_numpy(rows, maxima) -> dict:
    """The same definitions, worked out in floats by another way."""
    marks, maxima = np.array(rows, dtype=float), np.array(maxima, dtype=float)
    total, full = marks.sum(axis=1), maxima.sum()
    s, p = marks.shape
    m2, m3, m4 = (np.mean((total - total.mean()) ** power) for power in (2, 3, 4))
    k2 = s / (s - 1) * m2
    k3 = s**2 / ((s - 1) * (s - 2)) * m3
    k4 = s**2 / ((s - 1) * (s - 2) * (s - 3)) * ((s + 1) * m4 - 3 * (s - 1) * m2**2)
    alpha = 100 * p / (p - 1) * (1 - marks.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    ratio = 100 * np.sqrt(1 - alpha / 100)
    deviation = 100 * total.std(ddof=1) / full
    with_total = np.array([np.cov(marks[:, q], total)[0, 1] for q in range(p)])
    roots = np.sqrt(np.where(with_total < 0, 0, with_total))
    return {
        "attempts": s,
        "mean": 100 * total.mean() / full,
        "median": 100 * np.median(total) / full,
        "standard_deviation": deviation,
        "skewness": k3 / k2**1.5,
        "kurtosis": k4 / k2**2,
        "alpha": alpha,
        "error_ratio": ratio,
        "standard_error": ratio * deviation / 100,
        "questions": [
            question_by_numpy(marks[:, q], total, maxima[q], full)
            | {
                "name": f"Q{q + 1}",
                "effective_weight": 100 * roots[q] / roots.sum() if with_total[q] >= 0 else None,
            }
            for q in range(p)
        ],
    }


def question_by_numpy(x, total, maximum, full) -> dict:
    rest = total - x
    most = np.cov(np.sort(x), np.sort(rest))[0, 1]
    return {
        "facility": 100 * x.mean() / maximum,
        "standard_deviation": 100 * x.std(ddof=1) / maximum,
        "discrimination": 100 * np.corrcoef(x, rest)[0, 1],
        "efficiency": 100 * np.cov(x, rest)[0, 1] / most,
        "intended_weight": 100 * maximum / full,
    }


@pytest.mark.parametrize("seed", range(6))
def test_the_same_as_numpy(seed):
    chance = np.random.default_rng(seed)
    maxima = chance.choice([1.0, 1.5, 2.0, 5.0], size=7)
    knows = chance.random(60)[:, None]
    parts = np.clip(np.round(knows + chance.normal(0, 0.4, (60, 7)), 2), 0, 1)
    parts[:, 6] = np.round(1 - parts[:, 6], 2)  # One that goes the wrong way.
    rows = np.round(parts * maxima, 4).tolist()
    found, expected = figures(rows, maxima.tolist()), by_numpy(rows, maxima.tolist())
    assert any(one["effective_weight"] is None for one in expected["questions"]) or seed
    questions = zip(found.pop("questions"), expected.pop("questions"), strict=True)
    assert found == pytest.approx(expected, rel=1e-9)
    for mine, theirs in questions:
        assert mine == {name: nearly(figure) for name, figure in theirs.items()}


# --- where there is nothing to say -------------------------------------------------------------


def test_nobody_has_sat_it():
    found = analyse(MarkSheet.of(["Q1"], [Decimal(1)], [])).as_json()
    (question,) = found.pop("questions")
    assert found == dict.fromkeys(EXAM) | {"attempts": 0}
    assert question == dict.fromkeys(QUESTIONS[0]) | {"name": "Q1", "intended_weight": 100}


def test_one_attempt_has_a_mean_and_no_spread():
    found = figures([[1, 0]])
    question = found.pop("questions")[0]
    assert (found.pop("attempts"), found.pop("mean"), found.pop("median")) == (1, 50, 50)
    assert set(found.values()) == {None}
    assert (question["facility"], question["intended_weight"]) == (100, 50)
    assert {question[name] for name in ("standard_deviation", "discrimination", "efficiency")} == {
        None
    }


def test_everybody_the_same_has_a_spread_of_nothing():
    """A third three times: in floats the variance of these would not be zero."""
    found = figures([[0.3333, 0.6667]] * 3)
    assert found["standard_deviation"] == 0
    assert [found[name] for name in ("skewness", "kurtosis", "alpha", "standard_error")] == [
        None
    ] * 4
    for question in found["questions"]:
        assert question["standard_deviation"] == 0
        assert question["discrimination"] is question["efficiency"] is None
        assert question["effective_weight"] is None


def test_one_question_has_nothing_to_agree_with():
    found = figures([[1], [0], [1], [0]])
    assert found["standard_deviation"] is not None
    assert found["alpha"] is found["error_ratio"] is found["standard_error"] is None
    assert found["questions"][0]["discrimination"] is None
    assert found["questions"][0]["effective_weight"] == 100


@pytest.mark.parametrize(("attempts", "skewness", "kurtosis"), [(2, 0, 0), (3, 1, 0), (4, 1, 1)])
def test_how_many_attempts_the_shape_of_the_results_needs(attempts, skewness, kurtosis):
    found = figures([[1, 1], [0, 0], [1, 0], [0, 0]][:attempts])
    assert found["alpha"] is not None
    assert (found["skewness"] is not None, found["kurtosis"] is not None) == (skewness, kurtosis)


def test_a_question_without_marks_is_not_divided_by():
    found = figures([[0, 1], [0, 0], [0, 1]], [0, 1])
    assert found["questions"][0]["facility"] is found["questions"][0]["standard_deviation"] is None
    assert found["questions"][0]["intended_weight"] == 0
    assert figures([[0], [0]], [0])["mean"] is None


marks = st.lists(
    st.lists(st.sampled_from(["0", "0.3333", "0.5", "1", "-0.5", None]), min_size=3, max_size=3),
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(marks)
def test_no_sheet_makes_an_error_or_a_figure_that_is_no_number(rows):
    found = figures(rows, ["1", "2", "0"]) if rows else {}
    questions = found.pop("questions", [])
    for figure in [v for one in [found, *questions] for k, v in one.items() if k != "name"]:
        assert figure is None or isfinite(figure)


# --- random draws ------------------------------------------------------------------------------


def test_a_drawn_questions_figures_are_over_the_attempts_that_had_it():
    drawn = [[1, 1, None], [0, 0, None], [1, 0, None], [1, None, 1], [0, None, 1]]
    had = figures([row[:2] for row in drawn[:3]])
    found = figures(drawn)
    alike = ("facility", "standard_deviation", "discrimination", "efficiency", "intended_weight")
    assert {name: found["questions"][1][name] for name in alike} == {
        name: had["questions"][1][name] for name in alike
    }
    assert found["questions"][2]["facility"] == 100
    assert found["questions"][2]["intended_weight"] == 50


def test_drawn_questions_share_the_positions_of_the_paper():
    """Alpha of two positions: what everybody had, and what each had drawn."""
    drawn = [[1, 1, None], [0, 0, None], [1, None, 1], [0, None, 1]]
    assert figures(drawn)["alpha"] == figures([[1, 1], [0, 0], [1, 1], [0, 1]])["alpha"]
    unequal = [[1, 1, None], [0, 0, 1], [1, None, 1]]
    assert figures(unequal)["alpha"] is None


def test_papers_of_different_worth_are_compared_in_per_cent():
    found = figures([[1, None], [0, None], [None, 4], [None, 2]], [1, 4])
    assert (found["mean"], found["median"]) == (pytest.approx(62.5), pytest.approx(75))
