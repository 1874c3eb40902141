"""What the floors above may learn from this one. Sent inside the transaction that wrote it, so
that what follows from a grade is kept or lost together with it."""

from django.dispatch import Signal

# leader, step_key, percent (Decimal), passed
grade_recorded = Signal()
# leader, step_key, course_key, submission
task_accepted = Signal()
# changes: list[assessments.regrade.Change]. Asked before results are judged anew: a receiver
# answers with a list of `assessments.regrade.Touched`, what of its floor rests on those results.
results_changing = Signal()
