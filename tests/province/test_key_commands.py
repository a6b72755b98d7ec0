"""Tests of the commands about keys, as real processes beside a province that serves."""

from pathlib import Path

import requests

from tests.province.processes import answer, run, serve


def find_keys(told: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {key["name"]: key["public"] for key in told["keys"]}


def test_keys_are_renewed_beside_a_serving_province(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serve(data) as running:
        before = find_keys(answer("keys", "list", "--data", str(data)))
        after = find_keys(answer("keys", "rotate", "--data", str(data)))
        version = requests.get(
            f"{running.url}/v1/roster/metadata/2.root.json", timeout=30
        )

    changed = {name for name, public in after.items() if public != before[name]}
    assert changed == set(after) - {"root", "recovery"}
    assert version.status_code == 200


def test_a_key_that_there_is_none_of_is_wrong_use(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    answer("keys", "init", "--data", data)

    done = run("keys", "rotate", "--data", data, "roots")

    assert done.returncode == 2
    assert "There is no key 'roots'" in done.stderr
