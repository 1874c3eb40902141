"""What people do that upper floors may want to know."""

from django.dispatch import Signal

# phone: str (E.164), text: str in the person's language. The notices floor sends it.
code_requested = Signal()

# leader: Leader, invitation: Invitation. Somebody has joined and may start to learn.
leader_joined = Signal()
