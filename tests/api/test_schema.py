import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from shop.platform.api import problems
from shop.platform.api.docs import document
from tests.api.schema import errors

METHODS = [
    (path, method, operation)
    for path, operations in document()["paths"].items()
    for method, operation in operations.items()
]
every_operation = pytest.mark.parametrize(
    ("path", "method", "operation"), METHODS, ids=[f"{m} {p}" for p, m, _ in METHODS]
)


def test_it_is_made_without_a_warning_and_valid(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", "--format", "openapi-json")
    assert json.loads(capsys.readouterr().out)["openapi"] == "3.1.0"


@every_operation
def test_an_operation_says_all_it_answers(path: str, method: str, operation: Any) -> None:
    answers = operation["responses"]
    assert operation["summary"]
    assert operation["description"]
    assert {"401", "403", "429", "500"} <= set(answers)
    assert ("404" in answers) == ("{" in path)
    names = {one["name"] for one in operation["parameters"]}
    assert ("Idempotency-Key" in names) == (method == "post")
    assert ("Shelfie-Customer" in names) == (path != "/api/v1/products")
    assert ("304" in answers) == ("If-None-Match" in names)
    for status, answer in answers.items():
        if status >= "400":
            examples = answer["content"]["application/problem+json"]["examples"]
            assert {one["value"]["status"] for one in examples.values()} == {int(status)}


def test_every_problem_is_one_of_an_operation() -> None:
    told = {
        code
        for _, _, operation in METHODS
        for answer in operation["responses"].values()
        for code in answer.get("content", {})
        .get("application/problem+json", {})
        .get("examples", {})
    }
    # What any address may answer is said once, in the words of the page.
    anywhere = {"forbidden", "method_not_allowed"}
    assert {kind.code for kind in problems.kinds()} == told | anywhere


@pytest.mark.django_db
def test_everybody_may_read_the_document() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer.json() == document()
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_the_page_names_every_operation_and_problem_and_loads_nothing_foreign() -> None:
    answer = Client().get("/api/v1/docs/")
    text = answer.content.decode()
    assert answer.status_code == 200
    for path, method, _ in METHODS:
        assert f"<code>{method.upper()} {path}</code>" in text
    for kind in problems.kinds():
        assert f'id="{kind.code}"' in text
    assert "<style" not in text
    assert "style=" not in text
    assert 'src="http' not in text
    assert 'href="http' not in text


def test_examples_are_what_their_schemas_say() -> None:
    checked = 0
    for path, method, operation in METHODS:
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in [media for body in bodies for media in body.get("content", {}).values()]:
            for example in media.get("examples", {}).values():
                assert errors(media["schema"], example["value"]) == [], f"{method} {path}"
                checked += 1
    assert checked > 100
