package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.rocksdb.RocksDBException;

/** Says what ended an application, and what to do. */
public final class Failure {

    private Failure() {}

    /** The message of the innermost cause: those around it tell where in Kafka Streams it happened, not what did. */
    public static String message(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Whether a client of Kafka gave up waiting for an answer. */
    static boolean ofTheConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || cause instanceof TransactionAbortableException) {
                return true;
            }
        }
        return false;
    }

    /** Whether a store on this machine could not be opened, read or written; it can be made anew from its changelog. */
    static boolean ofLocalState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RocksDBException) {
                return true;
            }
        }
        return false;
    }

    /** What Kafka knows only by its own terms is said in ours; anything else stays as it is. */
    static Throwable explained(Throwable failure, KinstreamConfig config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return new IllegalStateException(
                        "the instance id in " + config.stateDir().resolve(InstanceId.FILE)
                                + " must be of one process, but another one came with the same: was the state directory"
                                + " copied? Stop one of them and delete its state directory, or at least this file and what"
                                + " is beside it: all of it is rebuilt from the cluster");
            }
        }
        return failure;
    }
}
