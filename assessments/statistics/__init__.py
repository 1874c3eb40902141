"""What the marks of a quiz say about the quiz and about each of its questions.

Pure functions over a sheet of marks, by the definitions of "Quiz statistics calculations" in
Moodle's developer documentation. Marks are exact decimals and are counted as whole numbers of a
small unit, so sums, variances and covariances are exact and "no spread" is really zero; only the
last step, a quotient or a root, is a float. Where a figure has no meaning (fewer than two
attempts, nobody differs, one question) it is None, never an error.

`sheet` holds the marks, `sums` the exact sums, `exam` and `questions` the figures, `flags` what
they mean in words; `sittings` reads a quiz's attempts, `marks_file` an exam sat on paper, and
`answers` counts what was answered.
"""

from assessments.statistics.analysis import Analysis, analyse
from assessments.statistics.sheet import Column, MarkSheet

__all__ = ["Analysis", "Column", "MarkSheet", "analyse"]
