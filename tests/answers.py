"""Answering a quiz rightly, by the rules, for tests that need a passed one."""


def right_value(kind: str, answers: list[dict]):
    """What a leader who knows would choose or type, of a question's frozen answers."""
    best = max(answers, key=lambda a: float(a["fraction"]))
    if kind == "number":
        return best["value"]
    if kind == "shorttext":
        return best["texts"]["zh-hans"]["text"].replace("*", "")
    if kind == "multiple":
        return [a["key"] for a in answers if float(a["fraction"]) > 0]
    return best["key"]


def answer_rightly(sitting):
    from assessments import attempt

    for count, question in enumerate(sitting.questions.all(), start=1):
        attempt.save_answer(
            attempt_id=sitting.pk,
            user=sitting.leader.user,
            slot=question.slot,
            raw=right_value(question.kind, question.frozen["answers"]),
            client_id="tests",
            seq=count,
        )
    return attempt.submit(attempt=sitting)
