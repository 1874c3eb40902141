from django.urls import path

from school.growth.views.agreements import agreements, decline, end, offer
from school.growth.views.apply import applied, apply
from school.growth.views.contests import contest, contests, enter, leave, name_me
from school.growth.views.placement import placement
from school.growth.views.refer import make_code, refer
from school.growth.views.sheets import download, proof, proof_typed
from school.growth.views.signing import send_code, sign

app_name = "growth"
urlpatterns = [
    path("agreements/", agreements, name="agreements"),
    path("agreements/<int:offer_id>/", offer, name="offer"),
    path("agreements/<int:offer_id>/code/", send_code, name="send_code"),
    path("agreements/<int:offer_id>/sign/", sign, name="sign"),
    path("agreements/<int:offer_id>/decline/", decline, name="decline"),
    path("agreements/<int:offer_id>/end/", end, name="end"),
    path("agreements/sheet/<str:code>/", download, name="sheet"),
    path("agreements/proof/", proof_typed, name="proof_typed"),
    path("agreements/proof/<str:code>/", proof, name="proof"),
    path("refer/", refer, name="refer"),
    path("refer/code/", make_code, name="make_code"),
    path("apply/", apply, name="apply"),
    path("apply/<str:token>/", applied, name="applied"),
    path("placement/", placement, name="placement"),
    path("contests/", contests, name="contests"),
    path("contests/<int:campaign_id>/", contest, name="contest"),
    path("contests/<int:campaign_id>/enter/", enter, name="enter"),
    path("contests/<int:campaign_id>/name/", name_me, name="name_me"),
    path("contests/<int:campaign_id>/leave/", leave, name="leave"),
]
