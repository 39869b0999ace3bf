"""``[reading]``: a team's own words are proved when the file is read, every problem with its dotted key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import nlp
from bot.app import policies_of
from bot.config import Config, ConfigError, ReadingConfig, load

ROOT = Path(__file__).parents[3]
REST = """
[platforms.wecom]
corp_id = "ww1a2b3c4d5e6f7081"
agent_id = 1000002
secret = "application-secret"
token = "SalesBotToken2026"
aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
"""


def problems(folder: Path, text: str) -> tuple[str, ...]:
    file = folder / "genjin.toml"
    file.write_text(text + REST, encoding="utf-8")
    try:
        load(file)
    except ConfigError as error:
        return error.problems
    return ()


def test_sound_words_are_understood(tmp_path: Path) -> None:
    text = """
        [reading]
        competitors = ["纷享销客"]
        [[reading.words]]
        concept = "试听"
        words = ["团操课", "团课"]
        examples = ["你们团操课能约一节吗"]
        counter_examples = ["财团课题组来访"]
    """
    assert problems(tmp_path, text) == ()


def test_every_problem_of_the_words_is_told_with_its_key_beside_the_others(tmp_path: Path) -> None:
    text = """
        [bot]
        nam = "x"
        [reading]
        competitors = ["纷享销客", 3]
        products = ["星云Pro", "星云pro"]
        shops = []
        [[reading.words]]
        concept = "试挺"
        words = ["团操课"]
        examples = ["团操课能约吗"]
        counter_examples = ["操场"]
        [[reading.words]]
        concept = "试听"
        words = ["团操课"]
        examples = ["想健身"]
        counter_examples = ["团操课能约吗"]
    """
    assert problems(tmp_path, text) == (
        "bot.nam: unknown key; did you mean name?",
        "reading.shops: unknown key; known are competitors, products, companies, words",
        "reading.competitors[2]: must be text in quotes",
        "reading.products[2]: '星云pro' already stands at products[1]",
        "reading.words[1].concept: '试挺' is no concept; did you mean 试用?",
        "reading.words[2].examples[1]: '想健身' is not read as 试听",
        "reading.words[2].counter_examples[1]: '团操课能约吗' is read as 试听",
    )


def test_an_entry_that_is_no_table_is_told_once(tmp_path: Path) -> None:
    assert problems(tmp_path, '[reading]\nwords = ["团操课"]') == ("reading.words[1]: must be a table",)


def test_the_policies_hold_the_words_only_where_there_are_some() -> None:
    assert policies_of(Config(), {}).vocabulary is None
    assert policies_of(Config(reading=ReadingConfig(companies=("鲲腾",))), {}).vocabulary is not None


def test_the_words_the_example_and_the_readme_show_are_sound() -> None:
    example = re.sub(r"(?m)^#(?=[a-z\[])", "", (ROOT / "config.example.toml").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [shown] = [text for text in re.findall(r"```toml\n(.*?)```", readme, re.DOTALL) if "[reading]" in text]
    for text in (example, shown):
        assert nlp.compile_vocabulary(**tomllib.loads(text)["reading"]) is not None
