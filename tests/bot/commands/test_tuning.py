"""`danvan tune`: what each part of the ranking is worth, and the weights that rank best."""

from pathlib import Path

import pytest

from bot.commands import tuning
from retrieval.errors import BadDatasetError
from tests.support.made_up_set import made_up_set


def written(folder: Path) -> Path:
    """Write the made-up set into a folder."""
    folder.mkdir(parents=True)
    asked = made_up_set()
    for name, lines in (("passages", asked.passages), ("questions", asked.questions)):
        text = "".join(f"{line.model_dump_json()}\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_every_part_is_measured_on_every_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tuning.choose([written(tmp_path / "truong"), written(tmp_path / "khoa")])

    shown = capsys.readouterr().out
    for expected in ("truong", "khoa", "sentence", "definition", "k1, b", "faint"):
        assert expected in shown


def test_sets_of_one_name_are_refused(tmp_path: Path) -> None:
    folders = [written(tmp_path / "a" / "truong"), written(tmp_path / "b" / "truong")]

    with pytest.raises(BadDatasetError, match="two sets are called 'truong'"):
        tuning.choose(folders)


def test_a_set_without_answers_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "truong")
    (folder / "questions.jsonl").write_text(
        '{"id": "q0", "question": "Giá vàng?", "passages": []}\n', encoding="utf-8"
    )

    with pytest.raises(BadDatasetError, match="no question that a passage answers"):
        tuning.choose([folder])
