package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Encoder;
import io.kinstream.nn.Features;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import io.kinstream.testing.Scrape;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.EmbeddingRecord;
import io.kinstream.wire.ModelSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model of 20 MB, with the broker's default limits and a heap of 1 GB. */
@ExtendWith(SharedBroker.class)
class BigModelIT {

    private static final int INPUTS = 4096;
    private static final int PAIRS = 320;

    @TempDir
    private Path directory;

    @Test
    void itTrainsAndPublishesAndIsKilledAndEmbedsAsBefore(SharedBroker.Address broker) throws Exception {
        int port = FreePort.find();
        Installation installation = new Installation(
                broker,
                "big-model",
                directory,
                "model.layers",
                INPUTS + ",1200,32",
                "train.direct",
                "true",
                "train.linger.ms",
                "-1",
                "train.commit.interval.ms",
                "1000",
                "publish.interval.ms",
                "1000",
                "http.enabled",
                "true",
                "http.port",
                Integer.toString(port));
        assertTrue(installation.config().architecture().parameterCount() * 4L > 19_000_000);
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Random random = new Random(6);
            ModelSnapshot killed;
            try (Program program = installation.start()) {
                sendPairs(random, installation, cluster);
                killed = installation.awaitVersion(PAIRS);
                program.kill();
            }
            try (Program program = installation.start()) {
                checkEmbedding("after-kill", killed, installation, cluster);
                sendPairs(random, installation, cluster);
                ModelSnapshot model = installation.awaitVersion(2 * PAIRS);
                assertEquals(2 * PAIRS, model.manifest().modelVersion());
                assertEquals(killed.manifest().modelId(), model.manifest().modelId());
                Scrape scrape = new Scrape(port);
                // A version of 20 MB is in service some time after it was published.
                Await.untilTrue(
                        "the version in service",
                        Duration.ofSeconds(60),
                        () -> scrape.sum("kinstream_model_version{stage=\"serving\"") == 2 * PAIRS);
                checkEmbedding("at-the-end", model, installation, cluster);
                program.terminate();
            }
            assertEquals(0, cluster.read(installation.topics().deadLetters()).size());
        }
    }

    private static void sendPairs(Random random, Installation installation, Cluster cluster) {
        for (int i = 0; i < PAIRS; i++) {
            boolean similar = random.nextBoolean();
            int kind = random.nextInt(2);
            String left = features(random, kind);
            String right = features(random, similar ? kind : 1 - kind);
            cluster.send(
                    installation.topics().pairs(),
                    null,
                    "{\"left\":" + left + ",\"right\":" + right + ",\"label\":\"" + (similar ? "" : "dis")
                            + "similar\"}");
        }
        cluster.flush();
    }

    /** Twenty inputs of the lower or the upper half are on. */
    private static String features(Random random, int kind) {
        String indices = random.ints(0, INPUTS / 2)
                .distinct()
                .limit(20)
                .mapToObj(index -> Integer.toString(index + kind * INPUTS / 2))
                .collect(Collectors.joining(","));
        return "{\"features\":{\"indices\":[" + indices + "],\"values\":[1" + ",1".repeat(19) + "]}}";
    }

    /** The embedding on the topic is what the published weights make of the features. */
    private static void checkEmbedding(String id, ModelSnapshot model, Installation installation, Cluster cluster) {
        float[] one = new float[INPUTS];
        one[7] = 1;
        float[] expected =
                new Encoder(model.manifest().architecture(), model.parameters()).embed(new Features.Dense(one));
        cluster.send(installation.topics().features(), id, "{\"features\":{\"indices\":[7],\"values\":[1]}}");
        cluster.flush();
        EmbeddingRecord embedding = Await.until(
                "the embedding of " + id,
                Duration.ofSeconds(60),
                () -> cluster.read(installation.topics().embeddings()).stream()
                        .map(record -> EmbeddingRecord.parse(record.value()))
                        .filter(record -> record.id().equals(id))
                        .findFirst());
        assertEquals(model.manifest().modelVersion(), embedding.modelVersion());
        assertArrayEquals(expected, embedding.vector(), 1e-5f);
    }
}
