package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.SourceRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Judges feature events: good ones go to the join in compact form, bad ones to the dead letters. In direct mode there
 * is no join and the good ones end here; the bad ones are still told, exactly once.
 */
final class CheckFeaturesProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "check-features";

    private final EventDecoder decoder;
    private final String join;
    private final String deadLetters;
    private final KinstreamMeters meters;
    private ProcessorContext<byte[], byte[]> context;

    /** @param join the node that good features go to, or null where there is none */
    CheckFeaturesProcessor(EventDecoder decoder, String join, String deadLetters, KinstreamMeters meters) {
        this.decoder = decoder;
        this.join = join;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source =
                DeadLetters.source(record, context.recordMetadata().orElseThrow());
        try {
            decoder.itemId(record.key());
            byte[] features = null;
            if (record.value() != null) {
                Features decoded = decoder.features(record.value(), source.headers());
                features = FeaturesCodec.encode(decoded);
            }
            if (join != null) {
                context.forward(new Record<>(record.key(), features, record.timestamp(), new RecordHeaders()), join);
            }
        } catch (BadEventException problem) {
            meters.deadLetter(problem.reason().word());
            context.forward(DeadLetters.of(source, problem), deadLetters);
        }
    }
}
