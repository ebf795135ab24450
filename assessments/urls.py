"""Assessments and their questionnaires."""

from django.urls import path

from assessments import (
    answering,
    answers_export,
    entering,
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

urlpatterns = [
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
    path("assessments/<uuid:assessment_id>/people/write/", people.write, name="write"),
    path("assessments/<uuid:assessment_id>/people/link/", people.link, name="link"),
    path("assessments/<uuid:assessment_id>/people/revoke/", people.revoke, name="revoke"),
    path("assessments/<uuid:assessment_id>/people/interview/", people.interview, name="interview"),
    path("assessments/<uuid:assessment_id>/people/remove/", people.remove, name="remove"),
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
    path("respond/<uuid:respondent_id>/", reviewing.respond, name="respond"),
    path("respond/<uuid:respondent_id>/q/<str:question_key>/", answering.question, name="question"),
    path("respond/<uuid:respondent_id>/q/<str:question_key>/save/", answering.save, name="save"),
    path(
        "respond/<uuid:respondent_id>/q/<str:question_key>/hand/",
        handover_page.hand_over,
        name="hand-over",
    ),
    path("respond/<uuid:respondent_id>/file/", filling.upload, name="file"),
    path("respond/<uuid:respondent_id>/file/questions.xlsx", filling.download, name="workbook"),
    path("respond/<uuid:respondent_id>/file/store/", filling.store, name="file-store"),
    path("respond/<uuid:respondent_id>/review/", reviewing.review, name="review"),
    path("respond/<uuid:respondent_id>/submit/", reviewing.submit, name="submit"),
    path("respond/<uuid:respondent_id>/data/", rights.data, name="data"),
    path("respond/<uuid:respondent_id>/data/export/", rights.export, name="data-export"),
    path("respond/<uuid:respondent_id>/leave/", rights.withdraw, name="leave"),
    path("respond/<uuid:respondent_id>/erase/", rights.erase, name="erase"),
]
