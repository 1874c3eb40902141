from wagtail import hooks
from wagtail.snippets.models import register_snippet

from assessments.cms.bank import QuestionViewSet

register_snippet(QuestionViewSet)


@hooks.register("register_admin_viewset")
def register_assessment_viewsets():
    from assessments.cms.bank import CategoryViewSet
    from assessments.cms.certificates import CertificateViewSet
    from assessments.cms.marking import SubmissionViewSet

    return [
        CategoryViewSet("question_categories"),
        SubmissionViewSet("submissions"),
        CertificateViewSet("certificates"),
    ]
