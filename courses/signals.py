"""What happens in courses that upper floors may want to know. Sent inside the transaction that
made it true, so that what a receiver writes stands or falls with it."""

from django.dispatch import Signal

# leader: Leader, course_key: UUID. She has just been enrolled.
enrolled = Signal()

# leader: Leader, step_key: UUID, course_key: UUID, at: datetime.
step_completed = Signal()

# leader: Leader, course_key: UUID, at: datetime. Sent once per leader and course.
course_completed = Signal()

# session: Session, leader: Leader, present: bool. Also sent when a mark is corrected.
attendance_recorded = Signal()
