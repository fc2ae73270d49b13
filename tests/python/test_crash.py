"""SIGKILL at random moments: the short version of `python crash.py`, which does it 200 times."""

import crash


def test_no_kill_loses_doubles_or_halves_anything(tmp_path):
    ended, kills = crash.rehearse(tmp_path, rounds=8, jobs=20, seed=7)
    assert kills["engine"] >= 1 and sum(kills.values()) >= 5
    assert ended["Completed"] >= 10
