package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.SourceRecord;
import io.kinstream.wire.WaitingPair;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Judges pair events: complete ones go to the training log, others to the join, bad ones to the dead letters. */
final class RoutePairsProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "route-pairs";

    private final EventDecoder decoder;
    private final PairFlow.Nodes nodes;
    private final String deadLetters;
    private final KinstreamMeters meters;
    private ProcessorContext<byte[], byte[]> context;
    private PairFlow flow;

    RoutePairsProcessor(EventDecoder decoder, PairFlow.Nodes nodes, String deadLetters, KinstreamMeters meters) {
        this.decoder = decoder;
        this.nodes = nodes;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.flow = new PairFlow(context, nodes);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source =
                DeadLetters.source(record, context.recordMetadata().orElseThrow());
        try {
            flow.send(new WaitingPair(source, decoder.pair(source)));
        } catch (BadEventException problem) {
            meters.deadLetter(problem.reason().word());
            context.forward(DeadLetters.of(source, problem), deadLetters);
        }
    }
}
