from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "school.reports"
    label = "reports"
