"""Python's half of the comparison: reads the name of a measurement a line, prints the seconds it took."""
import multiprocessing as mp
import os
import signal
import sys
import time


def inc(x):
    return x + 1


def echo(inbox, outbox):
    while True:
        item = inbox.get()
        if item is None:
            return
        outbox.put(item)


def fill(go, stream):
    while go.get() is not None:
        for i in range(20_000):
            stream.put(i)


def answer(connection):
    connection.send(42)
    connection.close()


def start(context):
    begin = time.perf_counter()
    ours, theirs = context.Pipe()
    process = context.Process(target=answer, args=(theirs,))
    process.start()
    assert ours.recv() == 42
    process.join()
    return time.perf_counter() - begin


def apply_async(state):
    begin = time.perf_counter()
    results = [state.pool.apply_async(inc, (i,)) for i in range(10_000)]
    assert sum(result.get() for result in results) == 50_005_000
    return time.perf_counter() - begin


def apply(state):
    begin = time.perf_counter()
    for i in range(500):
        assert state.pool.apply(inc, (i,)) == i + 1
    return time.perf_counter() - begin


def map_100(state):
    items = range(100_000)
    begin = time.perf_counter()
    assert len(state.pool.map(inc, items, 100)) == 100_000
    return time.perf_counter() - begin


def executor(state):
    begin = time.perf_counter()
    futures = [state.executor.submit(inc, i) for i in range(2_000)]
    assert sum(future.result() for future in futures) == 2_001_000
    return time.perf_counter() - begin


def queue(state):
    begin = time.perf_counter()
    for i in range(1_000):
        state.inbox.put(i)
        assert state.outbox.get() == i
    return time.perf_counter() - begin


def queue_stream(state):
    begin = time.perf_counter()
    state.go.put(1)
    for i in range(20_000):
        assert state.stream.get() == i
    return time.perf_counter() - begin


def manager(state):
    begin = time.perf_counter()
    for i in range(1_000):
        state.dict["key"] = i
    return time.perf_counter() - begin


class State:
    def __init__(self):
        from concurrent.futures import ProcessPoolExecutor
        self.pool = mp.Pool(2)
        self.executor = ProcessPoolExecutor(2)
        self.inbox, self.outbox = mp.Queue(), mp.Queue()
        self.echo = mp.Process(target=echo, args=(self.inbox, self.outbox), daemon=True)
        self.echo.start()
        self.go, self.stream = mp.Queue(), mp.Queue()
        self.fill = mp.Process(target=fill, args=(self.go, self.stream), daemon=True)
        self.fill.start()
        self.manager = mp.Manager()
        self.dict = self.manager.dict()
        self.spawn, self.forkserver = mp.get_context("spawn"), mp.get_context("forkserver")


def main():
    state = State()
    measurements = {
        "apply-async": apply_async, "apply": apply, "map-100": map_100, "executor": executor,
        "queue": queue, "queue-stream": queue_stream, "manager": manager,
        "cold-start": lambda s: start(s.spawn), "standby-start": lambda s: start(s.forkserver),
    }
    print("ready", flush=True)
    for line in sys.stdin:
        print(measurements[line.strip()](state), flush=True)
    state.inbox.put(None)
    state.go.put(None)
    state.pool.terminate()
    state.executor.shutdown()
    state.manager.shutdown()


if __name__ == "__main__":
    main()
