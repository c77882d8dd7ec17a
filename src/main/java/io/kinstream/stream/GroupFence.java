package io.kinstream.stream;

import java.util.Map;
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

    private final Map<TaskId, Task> tasks = new ConcurrentHashMap<>();

    /** What the nodes of a task share: asked for once, as records are many. */
    Task of(TaskId id) {
        return tasks.computeIfAbsent(id, first -> new Task());
    }

    /** Whether one task has read a record. */
    static final class Task {
        private volatile boolean hasRead; // another thread may be given the task

        /** The task is initialised. */
        void begin() {
            hasRead = false;
        }

        /** The task has read a record. */
        void read() {
            if (!hasRead) {
                hasRead = true;
            }
        }

        /** Whether a commit of the task is refused if the task is another's. */
        boolean holds() {
            return hasRead;
        }
    }
}
