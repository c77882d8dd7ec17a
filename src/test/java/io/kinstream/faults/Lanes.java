package io.kinstream.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does pieces of work side by side, each lane one after the other: most of the time a round waits. */
final class Lanes {

    /** One piece of work in a lane. */
    interface Work<T> {
        void run(Lane lane, T piece) throws Exception;
    }

    private Lanes() {}

    /** @throws ExecutionException with what the work threw, after the other lanes have finished theirs */
    static <T> void run(int lanes, Path directory, Collection<T> pieces, Work<T> work) throws Exception {
        Queue<T> queue = new ConcurrentLinkedQueue<>(pieces);
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            Path own = Files.createDirectories(directory.resolve("lane-" + i));
            running.add(threads.submit(() -> {
                run(own, queue, work);
                return null;
            }));
        }
        threads.shutdown();
        ExecutionException failure = null;
        for (Future<?> lane : running) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static <T> void run(Path directory, Queue<T> queue, Work<T> work) throws Exception {
        try (Lane lane = new Lane(directory)) {
            for (T piece = queue.poll(); piece != null; piece = queue.poll()) {
                lane.mend();
                work.run(lane, piece);
            }
        }
    }
}
