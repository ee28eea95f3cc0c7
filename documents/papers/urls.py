"""Addresses of papers."""

from django.urls import path

from documents.papers.views import acts, kinds, pages, proposals, signing, writing

urlpatterns = [
    path("meetings/<int:pk>/state.json", pages.state, name="state"),
    path("papers/", pages.papers, name="papers"),
    path("bodies/<int:pk>/papers/new/", writing.add_paper, name="add_paper"),
    path("papers/<int:pk>/", pages.paper, name="paper"),
    path("papers/<int:pk>/paper.pdf", pages.paper_pdf, name="paper_pdf"),
    path("papers/<int:pk>/versions/<int:seq>/", pages.paper_version, name="paper_version"),
    path("papers/<int:pk>/edit/", writing.edit_paper, name="edit_paper"),
    path("papers/<int:pk>/discard/", acts.discard_paper, name="discard_paper"),
    path("papers/<int:pk>/hand-in/", acts.hand_in_paper, name="hand_in_paper"),
    path("institutions/<int:pk>/paper-kinds/", kinds.paper_kinds, name="see_paper_kinds"),
    path("institutions/<int:pk>/paper-kinds/new/", kinds.add_paper_kind, name="add_paper_kind"),
    path("paper-kinds/<int:pk>/edit/", kinds.edit_paper_kind, name="edit_paper_kind"),
    path("paper-kinds/<int:pk>/move/", kinds.move_paper_kind, name="move_paper_kind"),
    path("paper-kinds/<int:pk>/retire/", kinds.retire_paper_kind, name="retire_paper_kind"),
    path("papers/<int:pk>/proposer/", proposals.keep_proposer, name="keep_proposer"),
    path("papers/<int:pk>/proposer/forget/", acts.forget_proposer, name="forget_proposer"),
    path("papers/<int:pk>/supporters/", acts.ask_supporter, name="ask_supporter"),
    path("papers/<int:pk>/support/", acts.support_paper, name="support_paper"),
    path("supporters/<int:pk>/withdraw/", acts.withdraw_support, name="withdraw_support"),
    path("papers/<int:pk>/sign-off/start/", signing.start_sign_off, name="start_sign_off"),
    path("papers/<int:pk>/sign-off/sign/", signing.sign_off_paper, name="sign_off_paper"),
    path("papers/<int:pk>/sign-off/refuse/", signing.refuse_sign_off, name="refuse_sign_off"),
    path("papers/<int:pk>/sign-off/recall/", signing.recall_sign_off, name="recall_sign_off"),
    path("papers/<int:pk>/release/", acts.release_paper, name="release_paper"),
    path("papers/<int:pk>/publish/", acts.publish_paper, name="publish_paper"),
    path("papers/<int:pk>/depublish/", acts.depublish_paper, name="depublish_paper"),
    path("papers/<int:pk>/withdraw/", acts.withdraw_paper, name="withdraw_paper"),
    path("papers/<int:pk>/annexes/", acts.attach_annex, name="attach_annex"),
    path("annexes/<int:pk>/remove/", acts.remove_annex, name="remove_annex"),
    path("annexes/<int:pk>/move/", acts.move_annex, name="move_annex"),
    path("annexes/<int:pk>/read/<str:name>", pages.read_annex, name="read_annex"),
    path("annexes/<int:pk>/<str:name>", pages.annex, name="annex"),
    path("papers/<int:pk>/consultations/", acts.plan_consultation, name="plan_consultation"),
    path("consultations/<int:pk>/remove/", acts.remove_consultation, name="remove_consultation"),
    path("consultations/<int:pk>/put/", acts.put_on_agenda, name="put_on_agenda"),
    path("consultations/<int:pk>/take-off/", acts.take_off_agenda, name="take_off_agenda"),
]
