"""The same work on a Ray cluster of two nodes, one of which dies meanwhile."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interview_cli.batch import ray_pool
from interview_cli.batch.items import Item
from interview_cli.batch.local_pool import LocalPool
from interview_cli.batch.plan import Plan, TranscriberChoice
from interview_cli.batch.ray_pool import RayPool
from interview_cli.batch.sources import Sources
from interview_cli.batch.work import Scoring
from interview_cli.errors import UnavailableError
from interview_cli.settings import VoiceSettings
from tests.batch.material import Echo, VisibleGpu, items_named, lines_of, write_transcripts
from tests.batch.test_cv_match import POST, write_cvs
from tests.conftest import Run
from tests.speech.checkpoint import speak

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own, many and changing


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without cores, and nodes that are added by the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2])]))
        import ray
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
        yield made
        ray.shutdown()
        made.shutdown()  # type: ignore[no-untyped-call]


@pytest.fixture
def two_nodes(cluster: Any) -> list[Any]:
    """Two nodes of one core each, the same for every test as long as they live."""
    nodes = [node for node in cluster.list_all_nodes() if node is not cluster.head_node]
    nodes += [cluster.add_node(num_cpus=1) for _ in range(2 - len(nodes))]
    cluster.wait_for_nodes()
    return nodes


def bodies(pool: Any, folder: Path) -> dict[str, list[bytes]]:
    """The lines of every file, by its name."""
    with pool:
        outcomes = [each for each in pool.run(iter(Sources([str(folder)], io.BytesIO()))) if each]
    assert all(each.problem is None for each in outcomes)
    found = {Path(each.item.source).name: [line.body for line in each.result] for each in outcomes}
    assert len(found) == len(outcomes)
    return found


def test_poison_costs_only_itself(cluster: Any, two_nodes: list[Any]) -> None:
    names = ["a", "kill", "b", "hang", "raise", "c", "d"]
    with RayPool(Echo(), 2, 2.0, cluster.address) as pool:
        found = {
            each.item.source: each.result or each.problem for each in pool.run(iter(items_named(*names))) if each
        }
    assert found == {
        **{name: name for name in "abcd"},
        "kill": "it crashed the worker process twice",
        "hang": "it took longer than 2 s",
        "raise": "unexpected RuntimeError: on purpose",
    }


def test_items_are_taken_only_as_they_are_needed(cluster: Any, two_nodes: list[Any]) -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield items_named(str(taken))[0]

    with RayPool(Echo(), 2, 30.0, cluster.address) as pool:
        finished = 0
        for outcome in pool.run(endless()):
            finished += outcome is not None
            assert taken <= finished + 16
            if finished == 100:
                break


def test_the_command_gives_the_same_lines(cluster: Any, two_nodes: list[Any], cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 6)
    (folder / "broken.json").write_text("{")
    outs = {name: tmp_path / f"{name}.jsonl" for name in ("local", "ray")}
    assert cli("evaluate", folder, "--out", outs["local"]).code == 5
    done = cli("evaluate", folder, "--out", outs["ray"], "--engine", "ray", "--address", cluster.address)
    assert done.code == 5, done.err
    local, ray = (sorted(lines_of(out), key=lambda line: str(line["id"])) for out in outs.values())
    assert ray == local
    assert len(ray) == 7
    (folder / "broken.json").write_text((folder / "t000.txt").read_text())
    again = ("--engine", "ray", "--address", cluster.address, "--retry-failed", "--json")
    done = cli("evaluate", folder, "--out", outs["ray"], *again)
    assert done.code == 0, done.err
    assert (done.json["summary"]["done_before"], done.json["summary"]["done_now"]) == (6, 1)
    assert len(lines_of(outs["ray"])) == 7


def test_cvs_are_matched_the_same_on_the_cluster(
    cluster: Any, two_nodes: list[Any], cli: Run, tmp_path: Path, home: Path
) -> None:
    folder = write_cvs(tmp_path / "cvs")
    (tmp_path / "job.md").write_text(POST)
    match = ("cv", "match", "--job", tmp_path / "job.md", folder, "--json")
    local = cli(*match, "--jobs", "1").json
    (home / "data" / "interview.db").unlink()  # so that nothing has been read yet
    ray = ("--engine", "ray", "--address", cluster.address, "--out", tmp_path / "m.jsonl")
    done = cli(*match, *ray)
    assert done.code == 0, done.err
    assert done.json == local
    assert len(local["ranking"]) == len(lines_of(tmp_path / "m.jsonl")) == 8


def test_recordings_are_heard_the_same_on_the_cluster(cluster: Any, two_nodes: list[Any], tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 2)
    for voice in ("rms", "slt", "awb"):
        speak("I would ask my manager.", voice, folder / f"{voice}.wav")
    hears = TranscriberChoice("sphinx base.en", VoiceSettings(stt="sphinx"), "en")
    work = Scoring(Plan(transcriber=hears))
    found = bodies(RayPool(work, 2, 60.0, cluster.address, 120.0), folder)
    assert found == bodies(LocalPool(work, 1, 60.0, 120.0), folder)
    assert b"manager" in found["slt.wav"][0]


def test_a_gpu_is_asked_for_where_it_helps(cluster: Any, two_nodes: list[Any]) -> None:
    with pytest.raises(UnavailableError, match="no GPU"), RayPool(Echo(), None, 30.0, cluster.address, gpu="cuda"):
        pass
    with RayPool(Echo(), None, 30.0, cluster.address, gpu="auto") as pool:
        assert pool.jobs == 2, "without a GPU anywhere, the cores are used"
    node = cluster.add_node(num_cpus=1, num_gpus=1)
    cluster.wait_for_nodes()
    with RayPool(VisibleGpu(), None, 30.0, cluster.address, gpu="auto") as pool:
        assert pool.jobs == 1
        assert [each.result for each in pool.run(iter(items_named("a"))) if each] == ["0"]
    cluster.remove_node(node)


def test_a_node_killed_meanwhile_costs_nothing(cluster: Any, two_nodes: list[Any], tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 40)
    items = iter(Sources([str(folder)], io.BytesIO()))
    found: dict[str, list[bytes]] = {}
    with RayPool(Scoring(Plan()), None, 60.0, cluster.address) as pool:
        assert pool.jobs == 2
        for outcome in pool.run(items):
            if outcome is None:
                continue
            assert outcome.problem is None
            assert outcome.item.source not in found
            found[outcome.item.source] = [line.body for line in outcome.result]
            if len(found) == 8:
                cluster.remove_node(two_nodes[0], allow_graceful=False)
    local = bodies(LocalPool(Scoring(Plan()), 1, 60.0), folder)
    assert {Path(name).name: lines for name, lines in found.items()} == local


def test_workers_that_never_get_ready_are_reported(
    cluster: Any, two_nodes: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_pool, "START_TIMEOUT_S", 0.0)
    with (
        pytest.raises(UnavailableError, match="No worker of the Ray cluster was ready within 0 minutes"),
        RayPool(Echo(), 3, 30.0, cluster.address) as pool,
    ):
        list(pool.run(iter(items_named("a"))))


def test_no_cluster_is_reported(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 1)
    done = cli("evaluate", folder, "--out", tmp_path / "o.jsonl", "--engine", "ray", "--address", "127.0.0.1:1")
    assert done.code == 4
    assert "No Ray cluster answers at 127.0.0.1:1" in done.err
