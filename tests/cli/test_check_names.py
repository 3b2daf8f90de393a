"""`briefgen check` looks at the lines of a file as one text: a name is written in one way."""

import json
from pathlib import Path

from tests.cli.runner import Cli


def test_a_name_that_is_written_otherwise_further_on_is_a_warning(cli: Cli, tmp_path: Path) -> None:
    source, target = tmp_path / "s.txt", tmp_path / "t.txt"
    source.write_text("The envoy met Johnson.\nRain fell.\nThen Johnson left.\n", "utf-8")
    target.write_text(
        "Посланник встретился с Джонсоном.\nШёл дождь.\nЗатем Джансон уехал.\n", "utf-8"
    )
    done = cli("check", "--source", str(source), "--target", str(target), "--to", "ru", "--json")
    flags = [json.loads(line)["flags"] for line in done.out.splitlines()]
    assert [[flag["code"] for flag in one] for one in flags] == [[], [], ["name-inconsistent"]]
    assert flags[2][0]["severity"] == "warning"
    assert "line 1" in flags[2][0]["detail"]
