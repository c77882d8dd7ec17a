package io.kinstream.stream;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads the records that a task sends itself when it has nothing else to read, see {@link GroupFence}. */
final class WakeUpProcessor implements Processor<byte[], byte[], Void, Void> {

    static final String NAME = "read-wake-up";

    private final GroupFence fences;
    private GroupFence.Task fence;

    WakeUpProcessor(GroupFence fences) {
        this.fences = fences;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        fence = fences.of(context.taskId());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        fence.read();
    }
}
