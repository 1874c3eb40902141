"""What standing tells the floors above."""

from django.dispatch import Signal

# sales_import: SalesImport. A week's figures are in, or were replaced.
sales_imported = Signal()

# change: TierChange. A leader has moved to another tier.
tier_changed = Signal()

# run: CohortRun. Everybody has been placed for a week, and it is kept. Sent after the commit.
cohorts_placed = Signal()
