"""The questionnaire as a workbook: out, filled, and back without loss."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments import questionnaire_file, services
from assessments.content import Content
from assessments.models import Answer, AnswerEvent, Respondent
from capabilities import catalogue
from tests.factories import AT

pytestmark = pytest.mark.django_db
NASTY = '=HYPERLINK("http://x","y")\nsecond line, "quoted"'


@pytest.fixture
def own(assessment, editor):
    return Respondent.objects.create(
        assessment=assessment, name="Ed", role="marketing_ops", user=editor
    )


def at(name, respondent):
    return reverse(f"assessments:{name}", args=[respondent.pk])


def download(client, respondent):
    response = client.get(at("workbook", respondent))
    assert response.status_code == 200
    assert 'filename="' in response["Content-Disposition"]
    return load_workbook(io.BytesIO(response.content))


def sent_back(client, respondent, book, name="questions.xlsx"):
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile(name, out.getvalue())
    return client.post(at("file", respondent), {"file": file})


def rows(book):
    """(sheet, row number) of each question, in order."""
    return [
        (sheet, number)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        for number in range(2, sheet.max_row + 1)
        if sheet.cell(number, 1).value
    ]


def fill(place, **cells):
    sheet, number = place
    for name, value in cells.items():
        column = questionnaire_file.COLUMNS.index(name.replace("_", " ")) + 1
        cell = sheet.cell(number, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # text, as typed into a cell of the format text


def answered(respondent):
    return {
        row.question.key: Content.of(row)
        for row in Answer.objects.unscoped("looking")
        .filter(respondent=respondent)
        .select_related("question")
    }


def test_every_question_is_in_it_once_with_its_five_statements_to_choose_from(client, editor, own):
    client.force_login(editor)

    book = download(client, own)

    asked = services.asked_questions(own)
    keys = [sheet.cell(number, 1).value for sheet, number in rows(book)]
    assert sorted(keys) == sorted(entry.key for entry in asked)
    assert len(book.worksheets) == 6
    for sheet in book.worksheets[:5]:
        assert sheet.protection.sheet
        assert sheet.cell(1, 1).protection.locked
        assert not sheet.cell(2, 4).protection.locked
        assert sheet.column_dimensions["I"].hidden
    lists = {cell.value for row in book["lists"].iter_rows() for cell in row}
    assert set(asked[0].options) <= lists


def test_filled_offline_it_is_shown_first_and_then_stored_with_notes_and_all(client, editor, own):
    client.force_login(editor)
    book = download(client, own)
    one, two, three, *_rest = rows(book)
    entry = catalogue.questions(own.assessment.framework_id)[one[0].cell(one[1], 1).value]
    fill(one, answer=entry.options[3], how_sure="sure", note=NASTY, evidence="Register")
    fill(two, answer="I don't know")
    fill(three, answer=2)

    shown = sent_back(client, own, book)

    assert shown.status_code == 200
    assert "3 answers are new or changed" in shown.text
    assert answered(own) == {}
    stored = client.post(at("file-store", own), {"filled": shown.context["filled"]})
    assert stored.status_code == 302
    found = answered(own)
    assert found[entry.key] == Content(
        "level", 4, confidence=3, note=NASTY.replace("\r", ""), evidence="Register"
    )
    assert sorted(content.choice for content in found.values()) == ["2", "4", "dk"]
    assert AnswerEvent.objects.unscoped("looking").count() == 3


def test_out_and_back_changes_nothing(client, editor, own):
    client.force_login(editor)
    questions = services.asked_questions(own)
    reason = next(
        key for key, note in catalogue.na_reasons(own.assessment.framework_id).items() if not note
    )
    for entry, content in zip(
        questions,
        (
            Content("level", 1, note=NASTY, confidence=1),
            Content("na", reason=reason, note="Not ours"),
            Content("dk", evidence="+49 30 1234"),
        ),
        strict=False,
    ):
        Answer.objects.create(
            respondent=own, question_id=entry.id, client_id="x", seq=1, saved_at=AT,
            **content.fields(),
        )  # fmt: skip
    before = answered(own)

    shown = sent_back(client, own, download(client, own))

    assert shown.context["changes"] == []
    assert shown.context["unchanged"] == 3
    assert answered(own) == before


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"answer": "Rather good"}, "row 2, answer"),
        ({"answer": "7"}, "row 2, answer"),
        ({"note": "only a note"}, "row 2, answer"),
        ({"answer": "Does not apply"}, "row 2, reason"),
        ({"answer": "3", "how_sure": "very"}, "row 2, how sure"),
        ({"answer": "3", "note": "x" * 4001}, "row 2, note"),
        ({"answer": "3", "key": "data.made.up"}, "row 2, key"),
        ({"answer": "3", "version": "abc"}, "row 2, version"),
        ({}, "no answer in it"),
    ],
)
def test_every_fault_is_named_by_sheet_row_and_column_and_nothing_is_stored(
    client, editor, own, cells, said
):
    client.force_login(editor)
    book = download(client, own)
    fill(rows(book)[0], **cells)

    refused = sent_back(client, own, book)

    assert refused.status_code == 400
    assert said in refused.text
    assert answered(own) == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("q.xlsx", b"no workbook"),
        ("q.csv", b"key,answer"),
        ("q.xlsx", b""),
        ("q.xlsx", b"PK\x03\x04cut"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(client, editor, own, name, data):
    client.force_login(editor)

    refused = client.post(at("file", own), {"file": SimpleUploadedFile(name, data)})

    assert refused.status_code == 400
    assert answered(own) == {}


def test_what_was_answered_here_meanwhile_is_not_overwritten(client, editor, own):
    client.force_login(editor)
    book = download(client, own)
    first, second, *_rest = rows(book)
    fill(first, answer="2")
    fill(second, answer="2")
    shown = sent_back(client, own, book)
    key = first[0].cell(first[1], 1).value
    client.post(
        reverse("assessments:save", args=[own.pk, key]),
        {"choice": "5", "client_id": "tab", "seq": 1, "base_version": 0},
    )

    refused = client.post(at("file-store", own), {"filled": shown.context["filled"]})

    assert refused.status_code == 409
    assert key in refused.text
    assert {k: c.value for k, c in answered(own).items()} == {key: 5}


@pytest.mark.parametrize(
    "filled", ["", '{"a": 1}', "[[1]]", '[["x",0,{}]]', "[" * 9000, '[["x",0,null]]', "7"]
)
def test_a_made_up_confirmation_is_refused(client, editor, own, filled):
    client.force_login(editor)

    refused = client.post(at("file-store", own), {"filled": filled})

    assert refused.status_code == 400
    assert answered(own) == {}


def test_only_the_person_who_was_asked_gets_and_brings_it(client, owner, outsider, own):
    for person, status in ((owner, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(at("workbook", own)).status_code == status
        assert client.get(at("file", own)).status_code == status
        assert client.post(at("file-store", own), {"filled": "[]"}).status_code == status


def test_after_submitting_nothing_is_stored_any_more(client, editor, own):
    client.force_login(editor)
    book = download(client, own)
    fill(rows(book)[0], answer="2")
    shown = sent_back(client, own, book)
    Respondent.objects.unscoped("meanwhile").update(state="submitted", submitted_at=AT)

    refused = client.post(at("file-store", own), {"filled": shown.context["filled"]})

    assert refused.status_code == 409
    assert answered(own) == {}
