"""Measures one Python pool in one process: KIND WORKERS SECONDS MAX-BYTES SCENARIO...

KIND is mpi4py, mpi4py-best or processes. Prints lines as PoolProgram does, in Java.
"""

import os
import sys
import time

REPETITIONS = 3
BATCH = 2000
CLOCK = time.perf_counter


def no_backoff():
    """Makes mpi4py poll without sleeping, on the master and, as initializer, on the workers."""
    import mpi4py.futures._lib as lib

    lib.Backoff.sleep = lambda self: None


def make_pool(kind, workers):
    if kind == "processes":
        from concurrent.futures import ProcessPoolExecutor

        return ProcessPoolExecutor(workers)
    import mpi4py
    from mpi4py.futures import MPIPoolExecutor

    options = {}
    if kind == "mpi4py-best":
        no_backoff()
        options["initializer"] = no_backoff
        if int(mpi4py.__version__.split(".")[0]) >= 4:
            options["use_pkl5"] = True
    return MPIPoolExecutor(workers, **options)


def report(name, value, unit):
    print(f"{name} {value:.9g} {unit}", flush=True)


def repeat(seconds, batch):
    start = CLOCK()
    batches = 0
    while batches == 0 or CLOCK() - start < seconds:
        batch()
        batches += 1
    return batches


def zero(_=None):
    return 0


def identity(value):
    return value


def process_id(_):
    time.sleep(0.01)
    return os.getpid()


def spin(seconds):
    start = CLOCK()
    while CLOCK() - start < seconds:
        pass


def rate(name, seconds, batch):
    batch()
    for _ in range(REPETITIONS):
        start = CLOCK()
        batches = repeat(seconds, batch)
        report(f"throughput.{name}", batches * BATCH / (CLOCK() - start), "tasks/s")


def submit_each(pool, workers, seconds, _):
    def batch():
        for future in [pool.submit(zero) for _ in range(BATCH)]:
            future.result()

    rate("submit", seconds, batch)


def map_all(pool, workers, seconds, _):
    def batch():
        for _ in pool.map(identity, range(BATCH), chunksize=1):
            pass

    rate("map", seconds, batch)


def throughput(*args):
    submit_each(*args)
    map_all(*args)


def latency(pool, workers, seconds, _):
    for _ in range(REPETITIONS):
        micros = []

        def once():
            start = CLOCK()
            pool.submit(zero).result()
            micros.append((CLOCK() - start) * 1e6)

        repeat(seconds, once)
        micros.sort()
        report("latency.median", micros[len(micros) // 2], "us")
        report("latency.p99", micros[-(-99 * len(micros) // 100) - 1], "us")


def echo(pool, workers, seconds, max_bytes):
    import numpy

    size = 1 << 10
    while size <= max_bytes:
        for name, value in (("byte", bytes(size)), ("double", numpy.zeros(size // 8))):
            once = lambda: pool.submit(identity, value).result()
            repeat(seconds / 4, once)
            for _ in range(REPETITIONS):
                start = CLOCK()
                times = repeat(seconds / 8, once)
                report(f"echo.{name}.{size}", 2 * size * times / (CLOCK() - start) / 1e9, "GB/s")
        size *= 4


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, field):
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        return sum(int(line.split()[1]) for line in rollup if line.startswith(field)) / 1024


def idle(pool, workers, seconds, _):
    pids = set()
    for _ in range(200):
        pids.update(f.result() for f in [pool.submit(process_id, i) for i in range(workers)])
        if len(pids) == workers:
            break
    pids.add(os.getpid())
    time.sleep(2)
    before = {pid: cpu_seconds(pid) for pid in pids}
    start = CLOCK()
    time.sleep(3)
    passed = CLOCK() - start
    for pid in pids:
        role = "idle.master" if pid == os.getpid() else "idle.worker"
        report(f"{role}.cores", (cpu_seconds(pid) - before[pid]) / passed, "cores")
        report(f"{role}.rss", memory(pid, "Rss:"), "MiB")
        report(f"{role}.pss", memory(pid, "Pss:"), "MiB")
    for _ in range(8):
        time.sleep(0.5)
        start = CLOCK()
        pool.submit(zero).result()
        report("idle.next", (CLOCK() - start) * 1e6, "us")


def mixed(pool, workers, seconds, _):
    durations = [1e-4 * 10 ** (4 * (i * 0.618033988749895 % 1)) for i in range(51, 88)]
    free_at = [0.0] * workers
    for duration in durations:
        free_at[free_at.index(min(free_at))] += duration
    for future in [pool.submit(spin, 1e-4) for _ in range(10 * workers)]:
        future.result()
    start = CLOCK()
    for future in [pool.submit(spin, duration) for duration in durations]:
        future.result()
    makespan = CLOCK() - start
    report("mixed.bound", makespan / max(max(durations), sum(durations) / workers), "ratio")
    report("mixed.list", makespan / max(free_at), "ratio")


def main(kind, workers, seconds, max_bytes, *scenarios):
    measures = {
        "throughput": throughput,
        "scaling": submit_each,
        "latency": latency,
        "echo": echo,
        "idle": idle,
        "mixed": mixed,
        "start": lambda *_: None,
    }
    with make_pool(kind, int(workers)) as pool:
        pool.submit(zero).result()
        report("first-result", 1, "result")
        for scenario in scenarios:
            measures[scenario](pool, int(workers), float(seconds), int(max_bytes))


if __name__ == "__main__":
    main(*sys.argv[1:])
