"""Of whom the school knows every sales week of a window: nobody is judged by missing weeks."""

from django.db.models import Exists, OuterRef, QuerySet

from school.people.models import Leader
from school.standing.models import HeldRow, SalesImport, SalesWeek
from school.standing.weeks import Window


def fully_known(leaders: QuerySet[Leader], window: Window) -> QuerySet[Leader]:
    """Those who have a row in each week of the window, or are absent from a complete file, which
    says that they sold nothing. A row that was held back leaves its week unknown. One query to
    ask which files are complete."""
    current = SalesImport.objects.filter(state=SalesImport.State.CURRENT)
    complete = current.filter(complete=True, week_start__range=window)
    told = set(complete.values_list("week_start", flat=True))
    for monday in window.mondays():
        if monday not in told:
            hers = SalesWeek.objects.current().filter(leader=OuterRef("pk"), week_start=monday)
            leaders = leaders.filter(Exists(hers))
    held = HeldRow.objects.filter(leader=OuterRef("pk"), sales_import__in=current)
    return leaders.exclude(Exists(held.filter(sales_import__week_start__range=window)))
