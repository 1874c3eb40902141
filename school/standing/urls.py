"""Standing shows itself to leaders on "my path" and to managers in the CMS: no addresses yet."""

app_name = "standing"
urlpatterns: list = []
