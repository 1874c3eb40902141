from wagtail import hooks

from school.people.menu import school_menu


@hooks.register("register_admin_menu_item")
def register_school_menu():
    return school_menu()


@hooks.register("register_admin_viewset")
def register_people_viewsets():
    from school.people.cms import VIEWSETS

    return VIEWSETS
