"""QTI packages as other programs write them, and what is kept away from us."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.formats import guess, qti, qti3
from assessments.formats.qti import package
from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion
from tests.assessments import cast
from tests.assessments.formats.drawn import questions

TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
RIGHT = Decimal(100)


def item(body: str, *, responses: str = "", processing: str = "", more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" '
        f'title="First" adaptive="false" timeDependent="false">{responses}'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{body}</itemBody>{processing}{more}</assessmentItem>"
    )


def response(values: list[str], *, base: str = "identifier", many: str = "single", more: str = ""):
    correct = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{correct}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{many}" baseType="{base}">'
        f"{correct}{more}</responseDeclaration>"
    )


def choices(**texts: str) -> str:
    inside = "".join(
        f'<simpleChoice identifier="{name}">{text}</simpleChoice>' for name, text in texts.items()
    )
    return (
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">'
        f"<prompt>Which?</prompt>{inside}</choiceInteraction>"
    )


def packed(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def manifest(*items: str) -> str:
    listed = "".join(
        f'<resource identifier="r{at}" type="imsqti_item_xmlv2p1" href="{name}"/>'
        for at, name in enumerate(items)
    )
    space = "http://www.imsglobal.org/xsd/imscp_v1p1"
    return f'<manifest xmlns="{space}"><resources>{listed}</resources></manifest>'


def one(xml: str) -> ParsedQuestion:
    parsed = qti.read(xml.encode())
    assert [p for p in parsed.problems if p.cost] == []
    (question,) = parsed.questions
    return question


def codes(parsed: Parsed) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parsed.problems]


def worth(question: ParsedQuestion) -> list[tuple[str, Decimal]]:
    return [(answer.text, answer.fraction) for answer in question.answers]


# --- kinds --------------------------------------------------------------------------------------


def test_single_choice_by_its_right_answer():
    question = one(item(f"<p>Eggs.</p>{choices(A='cold', B='warm')}", responses=response(["B"])))
    assert (question.kind, question.text, question.name) == ("single", "Eggs.\nWhich?", "First")
    assert worth(question) == [("cold", 0), ("warm", RIGHT)]
    assert question.shuffle


def test_multiple_choice_by_its_mapping():
    mapping = (
        '<mapping lowerBound="0" upperBound="2" defaultValue="-2">'
        '<mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="1"/></mapping>'
    )
    declared = response(["A", "B"], many="multiple", more=mapping)
    question = one(item(choices(A="one", B="two", C="three"), responses=declared))
    assert (question.kind, question.mark) == ("multiple", 2)
    assert worth(question) == [("one", 50), ("two", 50), ("three", -100)]


def test_all_or_nothing_is_noted():
    declared = response(["A"], many="multiple")
    parsed = qti.read(item(choices(A="one", B="two"), responses=declared).encode())
    assert codes(parsed) == [(1, "all-or-nothing")]
    assert worth(parsed.questions[0]) == [("one", 100), ("two", -100)]


def test_true_and_false():
    question = one(item(choices(A="False", B="True"), responses=response(["B"])))
    assert (question.kind, worth(question)) == ("truefalse", [("true", 100), ("false", 0)])


def test_feedback_inside_a_choice_and_after_it():
    body = choices(
        A='one<feedbackInline outcomeIdentifier="F" identifier="A">good</feedbackInline>', B="two"
    )
    after = '<modalFeedback outcomeIdentifier="G" identifier="general"><p>Why</p></modalFeedback>'
    question = one(item(body, responses=response(["A"]), more=after))
    assert [(a.text, a.feedback) for a in question.answers] == [("one", "good"), ("two", "")]
    assert question.general_feedback == "Why"


def test_short_text_with_wordings():
    mapping = (
        '<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1" caseSensitive="false"/>'
        '<mapEntry mapKey="york*" mappedValue="0.5" caseSensitive="false"/></mapping>'
    )
    declared = response(["York"], base="string", more=mapping)
    body = '<p>Which town? <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    question = one(item(body, responses=declared))
    assert (question.kind, question.text) == ("shorttext", "Which town?")
    assert worth(question) == [("York", 100), ("york\\*", 50)]
    assert not question.case_sensitive


NUMBER = '<p>How many? <textEntryInteraction responseIdentifier="RESPONSE"/></p>'


def test_a_number_by_its_base_type():
    (answer,) = one(item(NUMBER, responses=response(["42.5"], base="float"))).answers
    assert (answer.value, answer.tolerance, answer.fraction) == (Decimal("42.5"), 0, RIGHT)


@pytest.mark.parametrize(
    ("condition", "value", "off"),
    [
        ('<equal toleranceMode="absolute" tolerance="0.5 0.5"><variable identifier="RESPONSE"/>'
         '<correct identifier="RESPONSE"/></equal>', 40, "0.5"),
        ('<equal toleranceMode="relative" tolerance="10 10"><variable identifier="RESPONSE"/>'
         '<correct identifier="RESPONSE"/></equal>', 40, 4),
        ('<and><gte><variable identifier="RESPONSE"/><baseValue baseType="float">30</baseValue>'
         '</gte><lte><variable identifier="RESPONSE"/><baseValue baseType="float">50</baseValue>'
         "</lte></and>", 40, 10),
    ],
)  # fmt: skip
def test_a_number_by_its_processing(condition, value, off):
    processing = (
        f"<responseProcessing><responseCondition><responseIf>{condition}"
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    declared = response(["40"], base="float")
    (answer,) = one(item(NUMBER, responses=declared, processing=processing)).answers
    assert (answer.value, answer.tolerance) == (value, Decimal(off))


def test_pairs():
    body = (
        '<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="2">'
        '<simpleMatchSet><simpleAssociableChoice identifier="e">eggs</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="p">pears</simpleAssociableChoice></simpleMatchSet>'
        '<simpleMatchSet><simpleAssociableChoice identifier="F">fresh</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="O">fruit</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="X">ice</simpleAssociableChoice></simpleMatchSet>'
        "</matchInteraction>"
    )
    declared = response(["e F", "p O"], base="directedPair", many="multiple")
    question = one(item(body, responses=declared))
    assert [(a.text, a.match) for a in question.answers] == [
        ("eggs", "fresh"), ("pears", "fruit"), ("", "ice"),
    ]  # fmt: skip


def test_an_order():
    body = '<orderInteraction responseIdentifier="RESPONSE" shuffle="true">{}</orderInteraction>'
    inside = "".join(f'<simpleChoice identifier="{n}">{n}</simpleChoice>' for n in "ABC")
    declared = response(["B", "A", "C"], many="ordered")
    question = one(item(body.format(inside), responses=declared))
    assert (question.kind, [a.text for a in question.answers]) == ("ordering", ["B", "A", "C"])


def test_gaps_to_type_and_to_choose():
    body = (
        '<p>The <textEntryInteraction responseIdentifier="R1"/> is '
        '<inlineChoiceInteraction responseIdentifier="R2" shuffle="false">'
        '<inlineChoice identifier="A">red</inlineChoice>'
        '<inlineChoice identifier="B">blue</inlineChoice></inlineChoiceInteraction>.</p>'
    )
    declared = (
        '<responseDeclaration identifier="R1" cardinality="single" baseType="string">'
        "<correctResponse><value>sky</value></correctResponse></responseDeclaration>"
        '<responseDeclaration identifier="R2" cardinality="single" baseType="identifier">'
        "<correctResponse><value>B</value></correctResponse></responseDeclaration>"
    )
    question = one(item(body, responses=declared))
    assert (question.kind, question.text) == ("cloze", "The [[1]] is [[2]].")
    assert [(gap.kind, worth(gap)) for gap in question.gaps] == [
        ("shorttext", [("sky", 100)]), ("single", [("red", 0), ("blue", 100)]),
    ]  # fmt: skip


def test_words_to_put_into_gaps():
    body = (
        '<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false">'
        '<gapText identifier="W" matchMax="1">winter</gapText>'
        '<gapText identifier="S" matchMax="1">summer</gapText>'
        '<p>Now is the <gap identifier="G1"/>.</p></gapMatchInteraction>'
    )
    declared = response(["W G1"], base="directedPair", many="multiple")
    question = one(item(body, responses=declared))
    assert question.text == "Now is the [[1]]."
    assert worth(question.gaps[0]) == [("winter", 100), ("summer", 0)]


def test_a_place_on_a_picture():
    body = (
        '<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1">'
        '<object type="image/png" data="images/map.png"/></selectPointInteraction>'
    )
    areas = (
        '<areaMapping defaultValue="0"><areaMapEntry shape="circle" coords="30,20,10" '
        'mappedValue="1"/><areaMapEntry shape="rect" coords="0,0,5,5" mappedValue="0"/>'
        "</areaMapping>"
    )
    picture = cast.picture("PNG")
    data = packed(
        {
            "imsmanifest.xml": manifest("a/item.xml"),
            "a/item.xml": item(body, responses=response([], base="point", more=areas)),
            "a/images/map.png": picture,
        }
    )
    (question,) = qti.read(data).questions
    assert question.pictures == {"map.png": picture}
    assert [(a.area["shape"], a.area["points"], a.fraction) for a in question.answers] == [
        ("circle", [[30, 20]], 100), ("rectangle", [[0, 0], [5, 5]], 0),
    ]  # fmt: skip


def test_what_a_person_marks_and_what_nobody_marks():
    essay = one(item('<p>Tell.</p><extendedTextInteraction responseIdentifier="RESPONSE"/>'))
    upload = one(item('<p>Show.</p><uploadInteraction responseIdentifier="RESPONSE"/>'))
    bare = one(item("<p>Read this.</p>"))
    assert [q.kind for q in (essay, upload, bare)] == ["essay", "file", "description"]
    assert bare.mark == 0


@pytest.mark.parametrize(
    "name", ["sliderInteraction", "drawingInteraction", "mediaInteraction", "customInteraction"]
)
def test_interactions_that_we_lack_are_reported_by_name(name):
    parsed = qti.read(item(f'<{name} responseIdentifier="RESPONSE"/>').encode())
    assert codes(parsed) == [(1, "qti-interaction")]
    assert name in str(parsed.problems[0].message)
    assert parsed.read == 1


def test_version_three_is_read_alike():
    xml = (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" '
        'title="T" xml:lang="en"><qti-response-declaration identifier="RESPONSE" '
        'cardinality="single" base-type="identifier"><qti-correct-response><qti-value>B'
        "</qti-value></qti-correct-response></qti-response-declaration><qti-item-body>"
        '<qti-choice-interaction response-identifier="RESPONSE" max-choices="1">'
        "<qti-prompt>Which&nbsp;one?</qti-prompt>"
        '<qti-simple-choice identifier="A">a</qti-simple-choice>'
        '<qti-simple-choice identifier="B">b</qti-simple-choice></qti-choice-interaction>'
        "</qti-item-body></qti-assessment-item>"
    )
    question = one(xml)
    assert (question.text, worth(question)) == ("Which\xa0one?", [("a", 0), ("b", 100)])
    assert question.language == "en"


# --- packages -----------------------------------------------------------------------------------


def test_a_broken_item_costs_itself():
    good = item(choices(A="a", B="b"), responses=response(["A"]))
    data = packed(
        {
            "imsmanifest.xml": manifest("1.xml", "2.xml", "3.xml", "4.xml"),
            "1.xml": good,
            "2.xml": "<assessmentItem><itemBody>",
            "3.xml": "<questestinterop/>",
        }
    )
    parsed = qti.read(data)
    assert [q.line for q in parsed.questions] == [1]
    assert codes(parsed) == [(2, "xml-broken"), (3, "qti-unknown"), (4, "part-missing")]
    assert parsed.read == 4


def test_items_without_a_manifest():
    data = packed({"x.xml": item("<p>Read.</p>"), "test.xml": "<assessmentTest/>"})
    parsed = qti.read(data)
    assert (len(parsed.questions), parsed.read, parsed.problems) == (1, 1, [])


def test_pictures_go_out_and_come_in():
    picture = cast.picture("PNG")
    question = ParsedQuestion(
        "single",
        '<p>Look <b>here</b>: <img src="@@PLUGINFILE@@/an egg.png" alt="egg"></p>',
        "html",
        answers=[ParsedAnswer("a", fraction=RIGHT), ParsedAnswer("b")],
        pictures={"an egg.png": picture},
    )
    for form in (qti, qti3):
        (back,) = form.read(form.write([question])).questions
        assert (back.pictures, back.text_format) == (question.pictures, "html")
        assert back.text == question.text


@pytest.mark.parametrize("path", ["../../secret.png", "/etc/passwd", "..%2f..%2fsecret.png"])
def test_nothing_outside_the_package_is_read(path):
    body = f'<p>Look <img src="{path}" alt=""/></p>{choices(A="a", B="b")}'
    data = packed(
        {
            "imsmanifest.xml": manifest("a/item.xml"),
            "a/item.xml": item(body, responses=response(["A"])),
            "../../secret.png": cast.picture("PNG"),
        }
    )
    parsed = qti.read(data)
    assert codes(parsed) == [(1, "part-outside")]
    assert parsed.questions[0].pictures == {}


def test_a_bomb_is_not_unpacked(monkeypatch):
    data = packed({"imsmanifest.xml": manifest("i.xml"), "i.xml": b" " * 8_000_000})
    assert codes(qti.read(data)) == [(0, "package-too-large")]
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    many = packed({f"{n}.xml": item("<p>Read.</p>") for n in range(5)})
    assert codes(qti.read(many)) == [(0, "package-too-large")]


ENTITIES = (
    '<!DOCTYPE assessmentItem [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    "<assessmentItem><itemBody><p>&b;</p></itemBody></assessmentItem>"
)
OUTSIDE = (
    '<!DOCTYPE assessmentItem [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<assessmentItem><itemBody><p>&x;</p></itemBody></assessmentItem>"
)


@pytest.mark.parametrize("xml", [ENTITIES, OUTSIDE])
def test_entities_are_not_expanded(xml):
    assert codes(qti.read(xml.encode())) == [(0, "xml-broken")]


def test_a_file_nested_without_end_is_refused():
    deep = "<div>" * 5000 + "</div>" * 5000
    assert codes(qti.read(item(deep).encode())) == [(0, "xml-too-large")]


def test_large_items_take_no_longer_than_their_size():
    """Each of these would take hours if its parts were compared with each other."""
    empty = "<p></p>" * 60_000
    assert qti.read(item(f"<p>Read.</p>{empty}").encode()).questions[0].text == "Read."
    names = [f"C{at}" for at in range(20_000)]
    entries = "".join(f'<mapEntry mapKey="{name}" mappedValue="0"/>' for name in names[1:])
    mapping = f'<mapping><mapEntry mapKey="C0" mappedValue="1"/>{entries}</mapping>'
    body = choices(**dict.fromkeys(names, "x"))
    question = one(item(body, responses=response(["C0"], more=mapping)))
    assert (len(question.answers), question.answers[0].fraction) == (20_000, RIGHT)


def test_whose_file_it_is():
    assert guess(qti.write([ParsedQuestion("essay", "Tell.")])).code == "qti"
    assert guess(item("<p>Read.</p>").encode()).code == "qti"


# --- never a crash, never a silent drop ---------------------------------------------------------


def test_a_part_without_a_name_costs_nothing():
    whole = qti.write([ParsedQuestion("essay", "Tell.")])
    nameless = whole.replace(b"imsmanifest.xml", b"\0msmanifest.xml")
    assert nameless != whole
    assert [one.text for one in qti.read(nameless).questions] == ["Tell."]


def _accounted(parsed: Parsed) -> None:
    lost = sum(problem.cost and problem.line > 0 for problem in parsed.problems)
    assert parsed.read == len(parsed.questions) + lost
    for problem in parsed.problems:
        assert str(problem.message)


_PIECES = st.sampled_from(
    ["<p>", "</p>", "words ", "<itemBody>", "</itemBody>", "&nbsp;", "&bad;", "<br/>",
     choices(A="a", B="b"), response(["A"]), response(["x"], base="float"), "<mapping>",
     response(["A B"], base="directedPair", many="multiple"), '<mapEntry mapKey="A"/>',
     '<textEntryInteraction responseIdentifier="RESPONSE"/>', "<matchInteraction/>",
     "<orderInteraction/>", '<gap identifier="g"/>', "<gapMatchInteraction/>",
     "<hotspotInteraction/>", "<selectPointInteraction/>", "<sliderInteraction/>",
     '<inlineChoiceInteraction responseIdentifier="RESPONSE"/>', "<responseProcessing/>",
     '<areaMapEntry shape="circle" coords="1,x,NaN" mappedValue="1e999"/>', "<rubricBlock/>"]
)  # fmt: skip


@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(data):
    qti.looks_like(data, "")
    _accounted(qti.read(data))
    _accounted(qti.read(b"PK\x03\x04" + data))


@given(body=st.lists(_PIECES, max_size=12), before=st.lists(_PIECES, max_size=4))
def test_any_item_is_read_or_reported(body, before):
    xml = item("".join(body), responses="".join(before))
    _accounted(qti.read(packed({"a.xml": xml, "b.xml": item("<p>Read.</p>")})))


@given(drawn=questions(), data=st.data())
def test_a_damaged_package_is_read_or_reported(drawn, data):
    whole = bytearray(qti.write([drawn]))
    for _time in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _accounted(qti.read(bytes(whole)))
