"""What people do that upper floors may want to know."""

from django.dispatch import Signal

# phone: str (E.164), text: str in the person's language. The notices floor sends it.
code_requested = Signal()

# leader: Leader, invitation: Invitation. Somebody has joined and may start to learn.
leader_joined = Signal()

# tiers: dict[int, str], the number of each leader in a roster file and the tier that the file
# gives her ("" where it gives none); by: User or None. Leaders were created or brought up to date.
leaders_imported = Signal()

# leaders: list[int], numbers of leaders whom a roster made and who are about to go again, because
# the roster is taken back. Who keeps something that only began with the roster lets it go now;
# whoever is still in use afterwards stays.
leaders_withdrawn = Signal()
