package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

class FailureTest {

    private final KinstreamConfig config = TestConfig.of();

    @Test
    void whatHappenedIsSaidNotWhereInKafkaStreams() {
        assertEquals(
                "too large",
                Failure.message(new StreamsException("task 3_0", new RecordTooLargeException("too large"))));
        assertEquals("java.lang.NullPointerException", Failure.message(new NullPointerException()));
    }

    @Test
    void aFencedInstanceIsTakenForACopiedStateDirectory() {
        Throwable fenced = new StreamsException("poll", new FencedInstanceIdException("fenced"));
        String message = Failure.message(Failure.explained(fenced, config));
        assertTrue(message.contains("was the state directory copied?"), message);
        Throwable other = new StreamsException("another");
        assertSame(other, Failure.explained(other, config));
    }

    /** As seen when the brokers were away for minutes while much was to be sent. */
    @Test
    void onlyWhatEndsByWaitingIsOfTheConnection() {
        Throwable gaveUp =
                new TransactionAbortableException("aborted", new TimeoutException("not present in metadata"));
        assertTrue(Failure.ofTheConnection(new StreamsException("task 0_0", gaveUp)));
        assertTrue(Failure.ofTheConnection(new TimeoutException("expired")));
        assertFalse(
                Failure.ofTheConnection(new StreamsException("task 3_0", new RecordTooLargeException("too large"))));
        assertFalse(Failure.ofTheConnection(new IllegalStateException("the model has diverged")));
    }

    @Test
    void aStoreThatCannotBeOpenedIsOfThisMachineAndNothingElseIs() {
        RocksDBException missing = new RocksDBException("MANIFEST-000005: No such file or directory");
        assertTrue(Failure.ofLocalState(new StreamsException(new ProcessorStateException("store items", missing))));
        assertFalse(Failure.ofLocalState(
                new ProcessorStateException("store items", new IllegalStateException("the hook has failed"))));
    }
}
