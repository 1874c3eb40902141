from django.apps import AppConfig


class WeixinConfig(AppConfig):
    name = "school.people.weixin"
    label = "weixin"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in

        from school.people.weixin.linking import link_waiting

        user_logged_in.connect(link_waiting)
