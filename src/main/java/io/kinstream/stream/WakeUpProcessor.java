package io.kinstream.stream;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Reads the records that a task sends itself when it has nothing else to read, see {@link GroupFence}. */
final class WakeUpProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {

    static final String NAME = "read-wake-up";

    private final GroupFence fence;

    WakeUpProcessor(GroupFence fence) {
        this.fence = fence;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        fence.read(context().taskId());
    }
}
