"""Assessments and their questionnaires."""

from django.urls import include, path

from assessments import (
    answering,
    answers_export,
    asked_people,
    entering,
    evidence_pages,
    filling,
    handover_page,
    people,
    retention_page,
    reviewing,
    rights,
    settling,
    views,
    voting,
)

app_name = "assessments"

# Addresses are tried in order; answers are saved far more often than anything else is asked for.
_ANSWERING = [
    path("q/<str:question_key>/save/", answering.save, name="save"),
    path("", reviewing.respond, name="respond"),
    path("q/<str:question_key>/", answering.question, name="question"),
    path("q/<str:question_key>/hand/", handover_page.hand_over, name="hand-over"),
    path("q/<str:question_key>/evidence/", evidence_pages.attach, name="evidence-attach"),
    path("evidence/<uuid:evidence_id>/", evidence_pages.download, name="evidence-file"),
    path("evidence/<uuid:evidence_id>/remove/", evidence_pages.remove, name="evidence-remove"),
    path("file/", filling.upload, name="file"),
    path("file/questions.xlsx", filling.download, name="workbook"),
    path("file/store/", filling.store, name="file-store"),
    path("review/", reviewing.review, name="review"),
    path("submit/", reviewing.submit, name="submit"),
    path("data/", rights.data, name="data"),
    path("data/export/", rights.export, name="data-export"),
    path("leave/", rights.withdraw, name="leave"),
    path("erase/", rights.erase, name="erase"),
]

urlpatterns = [
    path("respond/<uuid:respondent_id>/", include(_ANSWERING)),
    path("o/<uuid:organisation_id>/assessments/", views.assessment_list, name="list"),
    path("o/<uuid:organisation_id>/assessments/new/", views.new, name="new"),
    path("o/<uuid:organisation_id>/retention/", retention_page.page, name="retention"),
    path("assessments/<uuid:assessment_id>/", views.detail, name="detail"),
    path(
        "assessments/<uuid:assessment_id>/answers.csv", answers_export.download, name="answers-csv"
    ),
    path("assessments/<uuid:assessment_id>/people/", people.page, name="people"),
    path("assessments/<uuid:assessment_id>/people/preview/", people.preview, name="preview"),
    path("assessments/<uuid:assessment_id>/people/invite/", people.invite, name="invite"),
    path("assessments/<uuid:assessment_id>/people/write/", asked_people.write, name="write"),
    path("assessments/<uuid:assessment_id>/people/link/", asked_people.link, name="link"),
    path("assessments/<uuid:assessment_id>/people/revoke/", asked_people.revoke, name="revoke"),
    path(
        "assessments/<uuid:assessment_id>/people/interview/",
        asked_people.interview,
        name="interview",
    ),
    path("assessments/<uuid:assessment_id>/people/remove/", asked_people.remove, name="remove"),
    path("assessments/<uuid:assessment_id>/respondents/", views.respondent_add, name="ask"),
    path("assessments/<uuid:assessment_id>/exclusions/", views.exclude, name="exclude"),
    path("assessments/<uuid:assessment_id>/privacy/", views.set_privacy, name="privacy"),
    path("assessments/<uuid:assessment_id>/analyse/", views.analyse, name="analyse"),
    path("assessments/<uuid:assessment_id>/close/", views.close, name="close"),
    path("assessments/<uuid:assessment_id>/agenda/", settling.agenda, name="agenda"),
    path("assessments/<uuid:assessment_id>/agenda/agree/", settling.agree, name="agree"),
    path("assessments/<uuid:assessment_id>/agenda/withdraw/", settling.withdraw, name="withdraw"),
    path(
        "assessments/<uuid:assessment_id>/workshop/",
        settling.open_workshop,
        name="workshop-open",
    ),
    path("workshops/<uuid:workshop_id>/", settling.workshop, name="workshop"),
    path("workshops/<uuid:workshop_id>/ask/", settling.workshop_ask, name="workshop-ask"),
    path("workshops/<uuid:workshop_id>/reveal/", settling.workshop_reveal, name="workshop-reveal"),
    path("workshops/<uuid:workshop_id>/agree/", settling.workshop_agree, name="workshop-agree"),
    path("workshops/<uuid:workshop_id>/close/", settling.workshop_close, name="workshop-close"),
    path("join/", voting.join, name="join"),
    path("join/seat/", voting.seat, name="seat"),
    path("join/vote/", voting.vote, name="vote"),
    path("answer/<str:secret>/", entering.enter, name="enter"),
    path("answer/<str:secret>/data/", entering.own_data, name="own-data"),
    path("answer/<str:secret>/stop/", entering.stop, name="stop"),
    path("assessments/<uuid:assessment_id>/evidence/", evidence_pages.listing, name="evidence"),
]
