package io.kinstream.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Which tasks have read a record since they were initialised. What a task does by the clock must wait for that.
 *
 * <p>A process that stood still may find that others have its tasks only when it commits: the group then refuses its
 * offsets. But Kafka Streams sends offsets only of what a task has read (4.3.1: {@code StreamTask.consumedOffsets}). Until
 * then nobody is asked, and what a zombie did by the clock would be committed beside what the new owner does.
 */
final class GroupFence {

    private final Set<TaskId> readers = ConcurrentHashMap.newKeySet();

    /** A task begins. */
    void begin(TaskId task) {
        readers.remove(task);
    }

    /** A task has read a record. */
    void read(TaskId task) {
        readers.add(task);
    }

    /** Whether a commit of the task is refused if the task is another's. */
    boolean holds(TaskId task) {
        return readers.contains(task);
    }
}
