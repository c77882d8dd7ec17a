package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Pair;
import io.kinstream.learn.ReplaySettings;
import io.kinstream.learn.Reservoir;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.CorruptDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayStoreTest {

    private static final LearnerSettings OFF = TestConfig.of().learnerSettings();
    private static final LearnerSettings TEN = OFF.with(new ReplaySettings(10, 1.5f));

    @TempDir
    private Path directory;

    private final Random random = new Random(9);
    private KeyValueStore<Integer, byte[]> entries;

    @BeforeEach
    void open() {
        entries = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ReplayStore.NAME), Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        MockProcessorContext<byte[], byte[]> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
        entries.init(context.getStateStoreContext(), entries);
    }

    /** Mostly zeros sometimes: written as a sparse vector, and read again as one. */
    private Features features() {
        float[] values = new float[4];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3) == 0 ? random.nextFloat() : random.nextBoolean() ? 0f : -0f;
        }
        return new Features.Dense(values);
    }

    private List<Pair> batch() {
        List<Pair> batch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Label label = random.nextBoolean() ? Label.SIMILAR : Label.DISSIMILAR;
            batch.add(new Pair(features(), features(), label, 1));
        }
        return batch;
    }

    private int count() {
        int count = 0;
        try (KeyValueIterator<Integer, byte[]> all = entries.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    private static SiameseLearner restored(LearnerSettings settings, SiameseLearner learner, ReplayStore store) {
        Reservoir reservoir = store.read(learner.pairsLearned());
        return SiameseLearner.restore(settings, learner.state(), reservoir);
    }

    @Test
    void aLearnerThatIsRestoredAfterEachBatchLearnsTheSameBits() {
        SiameseLearner whole = new SiameseLearner(TEN);
        SiameseLearner learner = new SiameseLearner(TEN);
        ReplayStore store = new ReplayStore(TEN, entries);
        for (int i = 0; i < 60; i++) {
            List<Pair> batch = batch();
            whole.learn(batch);
            learner.learn(batch);
            store.write(learner.reservoir());
            store = new ReplayStore(TEN, entries);
            learner = restored(TEN, learner, store);
            assertArrayEquals(whole.encoder().parameters(), learner.encoder().parameters());
        }
        assertEquals(11, count(), "ten pairs, and what they are");
    }

    @Test
    void onlyWhatHasChangedIsWritten() {
        SiameseLearner learner = new SiameseLearner(TEN);
        ReplayStore store = new ReplayStore(TEN, entries);
        learner.learn(batch());
        long four = store.write(learner.reservoir());
        long none = store.write(learner.reservoir());
        assertTrue(none < 10 && four > 4 * none, none + " bytes, and " + four);
    }

    @Test
    void aBufferOfAnotherSizeBeginsEmptyAndLeavesNothingOfTheOneBefore() {
        SiameseLearner learner = new SiameseLearner(TEN);
        for (int i = 0; i < 5; i++) {
            learner.learn(batch());
        }
        new ReplayStore(TEN, entries).write(learner.reservoir());

        LearnerSettings smaller = OFF.with(new ReplaySettings(5, 1));
        ReplayStore store = new ReplayStore(smaller, entries);
        SiameseLearner other = restored(smaller, learner, store);
        assertEquals(0, other.reservoir().size());
        assertEquals(11, count(), "untouched before the first commit");
        other.learn(batch());
        store.write(other.reservoir());
        assertEquals(5, count());
        assertEquals(
                4,
                restored(smaller, other, new ReplayStore(smaller, entries))
                        .reservoir()
                        .size());
    }

    @Test
    void aBufferThatWasSwitchedOffForAWhileBeginsEmpty() {
        SiameseLearner learner = new SiameseLearner(TEN);
        learner.learn(batch());
        new ReplayStore(TEN, entries).write(learner.reservoir());
        SiameseLearner without = SiameseLearner.restore(OFF, learner.state());
        assertEquals(
                4,
                restored(TEN, without, new ReplayStore(TEN, entries))
                        .reservoir()
                        .size(),
                "nothing was missed");
        without.learn(batch());
        assertEquals(
                0,
                restored(TEN, without, new ReplayStore(TEN, entries))
                        .reservoir()
                        .size());
    }

    @Test
    void aPairThatIsMissingIsNotPassedOver() {
        SiameseLearner learner = new SiameseLearner(TEN);
        learner.learn(batch());
        new ReplayStore(TEN, entries).write(learner.reservoir());
        entries.delete(2);
        assertThrows(CorruptDataException.class, () -> new ReplayStore(TEN, entries).read(4));
    }
}
