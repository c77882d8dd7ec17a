package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kinstream.config.KinstreamConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsRunnerTest {

    @TempDir
    private Path state;

    @Test
    void theStreamThreadsOfOneThatGivesWayHaveTheLowestPriority() {
        KinstreamConfig config = TestConfig.of("state.dir", state.toString());
        Topology topology = TrainTopology.of(config, TestConfig.meters());
        int before = Thread.currentThread().getPriority();
        try (StreamsRunner runner =
                StreamsRunner.givingWay(topology, StreamsSettings.train(config, "test"), problem -> false)) {
            runner.start();
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains("kinstream-train-StreamThread"))
                    .toList();
            assertFalse(threads.isEmpty());
            assertEquals(
                    Set.of(Thread.MIN_PRIORITY),
                    threads.stream().map(Thread::getPriority).collect(Collectors.toSet()),
                    threads::toString);
        }
        assertEquals(before, Thread.currentThread().getPriority());
    }
}
