"""The table of jobs: nothing is lost, nothing is done twice, and a dead worker's work goes on."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy.exc import OperationalError

from core.database import db, utc_now
from core.jobs import (
    Job,
    JobState,
    ask_to_cancel,
    enqueue,
    make_queue,
    recover,
    register_task,
    run_job,
    run_waiting,
    send_waiting,
    tasks,
)
from core.jobs.tasks import MOST_TRIES, SILENT_AFTER, Running, beat, give_back


@pytest.fixture
def heard(database):
    """What the task ``test.note`` did; it can be told to fail, or to lose its job on the way."""
    notes: list[tuple] = []

    def work(payload, running):
        if payload.get("steal"):
            with db.engine.begin() as connection:
                connection.execute(db.update(Job).where(Job.id == running.job_id).values(worker="another"))
        if payload.get("fails"):
            raise RuntimeError("no")
        notes.append(("done", payload["what"], running.goes_on(40)))

    register_task("test.note", work, not_done=lambda payload, state: notes.append((state, payload["what"])))
    yield notes
    del tasks._tasks["test.note"]


def ask(what: str = "a", **payload) -> int:
    """Ask for a job in a transaction of its own; return its number."""
    job_id = enqueue("test.note", {"what": what, **payload}).id
    db.session.commit()
    return job_id


def state_of(job_id: int) -> JobState:
    db.session.expire_all()
    state = db.session.get_one(Job, job_id).state
    db.session.rollback()
    return state


def hold(job_id: int, worker: str, *, silent_for: timedelta = timedelta(0), tries: int = 1) -> None:
    """Let a job be running at some worker that last showed life so long ago."""
    job = db.session.get_one(Job, job_id)
    job.state, job.worker, job.tries = JobState.RUNNING, worker, tries
    job.beat_at = utc_now() - silent_for
    db.session.commit()


def app():
    return current_app._get_current_object()


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(heard):
    enqueue("test.note", {"what": "a"})
    db.session.rollback()

    assert run_waiting(app()) == 0
    assert heard == []


def test_a_job_is_done_once_however_often_its_number_arrives(heard):
    job_id = ask()

    assert [run_job(app(), job_id), run_job(app(), job_id)] == [True, False]
    assert heard == [("done", "a", True)]
    assert state_of(job_id) is JobState.DONE


def test_a_job_that_raises_is_failed_and_its_task_hears_of_it(heard):
    job_id = ask(fails=True)

    assert run_job(app(), job_id) is False
    assert state_of(job_id) is JobState.FAILED
    assert heard == [(JobState.FAILED, "a")]


def test_a_job_that_finds_the_database_too_busy_is_tried_again(heard, monkeypatch):
    job_id = ask()
    busy = [OperationalError("UPDATE", {}, Exception("locked"))]

    def work(payload, running):
        if busy:
            raise busy.pop()
        heard.append(("done", payload["what"]))

    monkeypatch.setitem(tasks._tasks, "test.note", tasks.Task(work))

    assert run_job(app(), job_id) is False
    assert state_of(job_id) is JobState.WAITING
    assert run_waiting(app()) == 1
    assert heard == [("done", "a")]


def test_work_goes_on_when_its_progress_can_not_be_written(heard, monkeypatch):
    def locked(self, progress):
        raise OperationalError("UPDATE", {}, Exception("locked"))

    monkeypatch.setattr(Running, "_goes_on", locked)

    assert Running(1).goes_on(50) is True


def test_a_job_cancelled_before_it_began_never_begins(heard):
    job_id = ask()
    ask_to_cancel(db.session.get_one(Job, job_id))
    db.session.commit()

    assert run_job(app(), job_id) is False
    assert state_of(job_id) is JobState.CANCELLED
    assert heard == [(JobState.CANCELLED, "a")]


def test_work_hears_that_it_is_cancelled(heard):
    job_id = ask()
    hold(job_id, tasks._ME)
    assert Running(job_id).goes_on(10) is True
    ask_to_cancel(db.session.get_one(Job, job_id))
    db.session.commit()

    assert Running(job_id).goes_on(20) is False


def test_what_a_worker_leaves_that_lost_its_job_is_not_kept(heard):
    job_id = ask(steal=True)

    assert run_job(app(), job_id) is False
    assert state_of(job_id) is JobState.RUNNING
    assert heard == [("done", "a", False)]


@pytest.mark.parametrize(
    ("worker", "silent_for", "after"),
    [
        ("elders:1:ab", timedelta(0), JobState.RUNNING),
        ("elders:1:ab", SILENT_AFTER + timedelta(seconds=1), JobState.WAITING),
        (f"{tasks._ME.rsplit(':', 2)[0]}:999999999:ab", timedelta(0), JobState.WAITING),
        (f"{tasks._ME.rsplit(':', 1)[0]}:ab", timedelta(0), JobState.WAITING),
    ],
    ids=["beats elsewhere", "silent elsewhere", "process is gone", "our number, of before"],
)
def test_work_goes_back_to_the_queue_only_when_its_worker_is_dead(heard, worker, silent_for, after):
    job_id = ask()
    hold(job_id, worker, silent_for=silent_for)

    recover()

    assert state_of(job_id) is after


def test_work_that_kills_its_worker_again_and_again_is_given_up(heard):
    job_id = ask()
    hold(job_id, "elders:1:ab", silent_for=2 * SILENT_AFTER, tries=MOST_TRIES)

    recover()

    assert state_of(job_id) is JobState.FAILED
    assert heard == [(JobState.FAILED, "a")]


def test_a_worker_that_is_stopped_gives_back_what_it_has(heard):
    job_id = ask()
    hold(job_id, tasks._ME)

    assert give_back() == 1
    db.session.commit()

    assert state_of(job_id) is JobState.WAITING
    assert run_waiting(app()) == 1


def test_a_number_that_the_queue_lost_is_sent_again(heard):
    job_id = ask()
    queue = make_queue(app())
    queue.huey.flush()
    assert send_waiting(queue) == 1
    db.session.commit()
    assert send_waiting(queue) == 0
    queue.huey.flush()
    job = db.session.get_one(Job, job_id)
    job.sent_at = utc_now() - timedelta(minutes=5)
    db.session.commit()

    assert send_waiting(queue) == 1
    db.session.commit()
    assert len(queue) == 1
    queue.huey.flush()
    queue.close()


def test_showing_life_touches_only_what_is_ours(heard):
    old = timedelta(seconds=20)
    mine, other = ask("a"), ask("b")
    hold(mine, tasks._ME, silent_for=old)
    hold(other, "elders:1:ab", silent_for=old)
    tasks._busy.update({mine, other})
    try:
        beat()
        db.session.commit()
    finally:
        tasks._busy.clear()
    beats = {job.id: job.beat_at for job in db.session.scalars(db.select(Job))}

    assert beats[mine] - beats[other] > timedelta(seconds=15)
    db.session.rollback()


def test_a_task_nobody_registered_is_refused(database):
    with pytest.raises(KeyError):
        enqueue("test.unknown", {})
