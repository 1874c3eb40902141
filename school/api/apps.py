from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "school.api"
    label = "api"
