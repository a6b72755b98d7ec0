"""Tests of secrets that open something."""

from province.tokens import hash_token, make_token


def test_tokens_differ_and_stand_in_addresses() -> None:
    made = {make_token() for _ in range(100)}

    assert len(made) == 100
    assert all(one.replace("-", "").replace("_", "").isalnum() for one in made)


def test_what_is_kept_does_not_open() -> None:
    token = make_token()

    assert token.encode() not in hash_token(token)
    assert hash_token(token) == hash_token(token)
    assert hash_token("\ud800") != hash_token(token)
