from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.weixin import provider as allauth

from school.people.weixin.doors import door_of
from school.people.weixin.views import WeixinAdapter


class WeixinProvider(allauth.WeixinProvider):
    """allauth's, for both of WeChat's doors at once."""

    oauth2_adapter_class = WeixinAdapter

    def get_default_scope(self) -> list[str]:
        return [door_of(self.request).scope]

    def extract_uid(self, data: dict) -> str:
        """The union ID, which is the same through both doors; a school with one door may do
        without, and has the open ID."""
        uid = data.get("unionid") or data.get("openid")
        if not uid:
            raise OAuth2Error("WeChat's answer names nobody")
        return uid

    def extract_common_fields(self, data: dict) -> dict:
        return {}

    def extract_extra_data(self, data: dict) -> dict:
        return {}


provider_classes = [WeixinProvider]
