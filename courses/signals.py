"""What happens in courses that upper floors may want to know. Sent inside the transaction that
made it true, so that what a receiver writes stands or falls with it."""

from django.dispatch import Signal

# leader: Leader, course_key: UUID. She has just been enrolled.
enrolled = Signal()

# leader: Leader, step_key: UUID, course_key: UUID, at: datetime.
step_completed = Signal()

# leader: Leader, course_key: UUID, at: datetime. Sent once per leader, course and round.
course_completed = Signal()

# step_key, from_key, to_key: UUID. A step belongs to another course now; what names both follows.
step_moved = Signal()

# session: Session, leader: Leader, present: bool. Also sent when a mark is corrected.
attendance_recorded = Signal()

# session: Session. It has just been put into the timetable.
session_planned = Signal()

# session: Session, before_starts_at: datetime, before_ends_at: datetime, by: User or None.
# It is held at another time; who was coming still is.
session_moved = Signal()

# session: Session, by: User or None, reason: str.
session_cancelled = Signal()

# session: Session, by: User or None. It was cancelled and is held after all.
session_restored = Signal()
