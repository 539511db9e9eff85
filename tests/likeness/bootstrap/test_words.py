"""The settings spell the closed word lists of consent, which they may not import."""

from typing import get_args

from config.sections import DecisionRules, Recognition
from consent.states import Confirm, Mode


def test_settings_know_every_mode_and_every_way_to_confirm() -> None:
    assert get_args(Recognition.model_fields["mode"].annotation) == tuple(Mode)
    assert get_args(DecisionRules.model_fields["confirm"].annotation) == tuple(Confirm)
