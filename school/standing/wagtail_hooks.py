from wagtail import hooks


@hooks.register("register_admin_viewset")
def register_standing_viewsets():
    from school.standing.cms import VIEWSETS

    return VIEWSETS
