package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.Role;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import io.kinstream.testing.Scrape;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pairs that wait are kept over a crash, and end as they would have without. {@code -Dparked.pairs=200000} lets more
 * wait than the program has memory for.
 */
@ExtendWith(SharedBroker.class)
class JoinIT {

    private static final int PARKED = Integer.getInteger("parked.pairs", 5_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60 + PARKED / 500);
    /** So many that there are some in each partition of the join. */
    private static final int ITEMS = 40;

    /** This option of the JVM wins over the ones that the program is started with. */
    private static final Map<String, String> SMALL_HEAP = Map.of("_JAVA_OPTIONS", "-Xmx96m");

    private static final String INLINE = "{\"features\":[" + "0.25,".repeat(99) + "0.5]}";

    @TempDir
    private Path directory;

    private Scrape scrape;
    private int port;

    @BeforeEach
    void choosePort() throws Exception {
        port = FreePort.find();
        scrape = new Scrape(port);
    }

    @Test
    void waitingPairsAreCountedAnewAfterAKillAndReleased(SharedBroker.Address broker) throws Exception {
        Installation installation = installation(broker, "join-kill");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            cluster.send(installation.topics().features(), "known", INLINE);
            try (Program program = installation.start()) {
                awaitValue(1, () -> kept(installation, cluster, "items"));
                sendPairs(installation, cluster, 50, "known", "late");
                sendPairs(installation, cluster, 30, "never", "late");
                awaitValue(80, () -> kept(installation, cluster, "waiting"));
                assertEquals(80, waiting());
                program.kill();
            }
            try (Program program = installation.start()) {
                awaitValue(80, this::waiting);
                assertEquals(0, joined("parked"));
                cluster.send(installation.topics().features(), "late", INLINE);
                cluster.flush();
                awaitValue(50, () -> origins(installation, cluster).size());
                // Those that were released at one join wait at the other, under the features they wait for there.
                awaitValue(30, this::waiting);
                assertEquals(80 + joined("parked") - joined("released") - joined("expired"), waiting());
                assertTrue(program.isAlive());
            }
        }
    }

    @Test
    void pairsThatWereDueWhileTheProgramWasDownAreLearnedWithTheFeaturesSentMeanwhile(SharedBroker.Address broker)
            throws Exception {
        int ttl = 12_000;
        Installation installation = installation(broker, "join-down", "join.ttl.ms", Integer.toString(ttl));
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            cluster.send(installation.topics().features(), "known", INLINE);
            try (Program program = installation.start()) {
                awaitValue(1, () -> kept(installation, cluster, "items"));
                sendPairs(installation, cluster, 40, "known", "late");
                sendPairs(installation, cluster, 30, "known", "never");
                awaitValue(70, () -> kept(installation, cluster, "waiting"));
                program.kill();
            }
            long due = System.currentTimeMillis() + ttl;
            Await.untilTrue("the pairs to be due", PATIENCE, () -> System.currentTimeMillis() > due);
            cluster.send(installation.topics().features(), "late", INLINE);
            cluster.flush();
            try (Program program = installation.start()) {
                awaitValue(30, () -> deadLetters(installation, cluster));
                awaitValue(40, () -> origins(installation, cluster).size());
                assertEquals(0, waiting());
                program.terminate();
                assertEquals(30, deadLetters(installation, cluster));
            }
        }
    }

    @Test
    void pairsOfAllPartitionsAreGivenUpAfterARestartThoughNothingElseComes(SharedBroker.Address broker)
            throws Exception {
        Installation installation = installation(broker, "join-idle", "join.ttl.ms", "15000");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            try (Program program = installation.start()) {
                for (int item = 0; item < ITEMS; item++) {
                    sendHalfInline(installation, cluster, 1, "never-" + item);
                }
                awaitValue(ITEMS, () -> kept(installation, cluster, "waiting"));
                program.kill();
            }
            try (Program program = installation.start()) {
                awaitValue(ITEMS, () -> deadLetters(installation, cluster));
                assertTrue(program.isAlive());
            }
        }
    }

    @Test
    void oneItemLetsGoMorePairsThanAreHeldInMemoryExactlyOnceOverAKill(SharedBroker.Address broker) throws Exception {
        Installation installation = installation(broker, "join-hot", "train.linger.ms", "-1");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            try (Program program = installation.start(SMALL_HEAP)) {
                sendHalfInline(installation, cluster, PARKED, "hot");
                awaitValue(PARKED, this::waiting);
                cluster.send(installation.topics().features(), "hot", INLINE);
                cluster.flush();
                Await.untilTrue("some to be released", PATIENCE, () -> waiting() < PARKED);
                program.kill();
            }
            try (Program program = installation.start(SMALL_HEAP)) {
                awaitValue(PARKED, () -> origins(installation, cluster).size());
                awaitValue(0, this::waiting);
                assertEquals(0, deadLetters(installation, cluster));
                assertTrue(program.isAlive());
            }
        }
    }

    @Test
    void manyPairsThatAreDueAtOnceAreDeadLettersOnceEachOverAKill(SharedBroker.Address broker) throws Exception {
        Installation installation = installation(broker, "join-due", "join.ttl.ms", "3000");
        Map<String, String> longer = new HashMap<>(SMALL_HEAP);
        longer.put("KINSTREAM_JOIN_TTL_MS", Integer.toString(20_000 + PARKED / 4)); // none is to be due before all wait
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            try (Program program = installation.start(longer)) {
                sendHalfInline(installation, cluster, PARKED, "never");
                awaitValue(PARKED, () -> kept(installation, cluster, "waiting"));
                program.kill();
            }
            try (Program program = installation.start(SMALL_HEAP)) {
                Await.untilTrue("some to be due", PATIENCE, () -> joined("expired") > 0);
                program.kill();
            }
            try (Program program = installation.start(SMALL_HEAP)) {
                awaitValue(PARKED, () -> deadLetters(installation, cluster));
                awaitValue(0, this::waiting);
                assertEquals(0, origins(installation, cluster).size());
                assertTrue(program.isAlive());
            }
        }
    }

    private Installation installation(SharedBroker.Address broker, String name, String... more) throws Exception {
        String[] settings = {
            "model.layers", "100,4", "roles", "train", "http.enabled", "true", "http.port", Integer.toString(port)
        };
        String[] all = Arrays.copyOf(settings, settings.length + more.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return new Installation(broker, name, directory, all);
    }

    private static void sendPairs(Installation installation, Cluster cluster, int count, String left, String right) {
        for (int i = 0; i < count; i++) {
            cluster.send(
                    installation.topics().pairs(),
                    null,
                    "{\"left\":\"" + left + "\",\"right\":\"" + right + "\",\"label\":\"similar\"}");
        }
        cluster.flush();
    }

    private static void sendHalfInline(Installation installation, Cluster cluster, int count, String right) {
        for (int i = 0; i < count; i++) {
            cluster.send(
                    installation.topics().pairs(),
                    null,
                    "{\"left\":" + INLINE + ",\"right\":\"" + right + "\",\"label\":\"similar\"}");
        }
        cluster.flush();
    }

    private static void awaitValue(long value, LongSupplier look) {
        Await.untilValue("a value", value, PATIENCE, look);
    }

    private long waiting() {
        return scrape.value("kinstream_pairs_waiting");
    }

    private long joined(String outcome) {
        return scrape.value("kinstream_pairs_joined_total{outcome=\"" + outcome + "\"}");
    }

    /** How many entries a store of the join has, as its changelog says. */
    private static long kept(Installation installation, Cluster cluster, String store) {
        String changelog = installation.config().applicationId(Role.TRAIN) + "-" + store + "-changelog";
        Set<Bytes> keys = new HashSet<>(); // no key is in two partitions
        cluster.read(changelog).forEach(record -> {
            Bytes key = Bytes.wrap(record.key());
            if (record.value() == null) {
                keys.remove(key);
            } else {
                keys.add(key);
            }
        });
        return keys.size();
    }

    private static long deadLetters(Installation installation, Cluster cluster) {
        return cluster.read(installation.topics().deadLetters()).size();
    }

    /** Where each pair of the training log came from; fails if one is there twice. */
    private static Set<Origin> origins(Installation installation, Cluster cluster) {
        List<Origin> origins = cluster.read(installation.topics().trainingLog()).stream()
                .map(record -> LogEntryCodec.decode(record.value()))
                .filter(LogEntry.Learn.class::isInstance)
                .map(entry -> ((LogEntry.Learn) entry).origin())
                .toList();
        Set<Origin> different = origins.stream().collect(Collectors.toSet());
        assertEquals(origins.size(), different.size(), "a pair is twice in the training log");
        return different;
    }
}
