package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The topologies are what they were. The names of stores and of repartition topics are in here, and with them the
 * names of internal topics: a change strands the data of an installation that is upgraded. If a change is meant, say in
 * the commit how an installation gets over it, and write the files anew with {@code mvn test -Dtest=TopologyGoldenTest
 * -Dgolden.update=true}.
 */
class TopologyGoldenTest {

    static Stream<Arguments> topologies() {
        return Stream.of(
                Arguments.of("train.txt", TrainTopology.of(TestConfig.of(), TestConfig.meters())),
                Arguments.of(
                        "train-direct.txt",
                        TrainTopology.of(TestConfig.of("train.direct", "true"), TestConfig.meters())),
                Arguments.of("embed.txt", embed()));
    }

    private static Topology embed() {
        ModelInService model = new ModelInService(TestConfig.of(), TestConfig.meters());
        try (EmbedAhead ahead = new EmbedAhead(model, EmbedAhead.threads(1))) {
            return EmbedTopology.of(TestConfig.of(), model, ahead, TestConfig.meters());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("topologies")
    void topologyIsTheOneThatIsWrittenDown(String file, Topology topology) throws IOException {
        Path golden = TestConfig.projectFile("topology").resolve(file);
        String described = topology.describe().toString();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, described);
        }
        assertEquals(Files.readString(golden), described);
    }

    @Test
    void aReplayBufferIsOneMoreStoreOfTheLearnerAndNothingElse() {
        for (String direct : List.of("true", "false")) {
            Topology without = TrainTopology.of(TestConfig.of("train.direct", direct), TestConfig.meters());
            Topology with = TrainTopology.of(
                    TestConfig.of("train.direct", direct, "train.replay.pairs", "10"), TestConfig.meters());
            assertTrue(with.describe().toString().contains(ReplayStore.NAME));
            assertEquals(
                    without.describe().toString(), with.describe().toString().replaceFirst("replay, |, replay", ""));
        }
    }
}
