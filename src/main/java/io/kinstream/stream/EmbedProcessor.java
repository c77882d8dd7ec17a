package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.stream.EmbeddingMaker.Made;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.ContentType;
import io.kinstream.wire.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns feature events into embeddings with the model in service; deletes pass through. An event that cannot be used
 * is only counted here: the training application tells it to the dead letters, exactly once.
 */
final class EmbedProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "embed";

    private static final Logger LOG = LoggerFactory.getLogger(EmbedProcessor.class);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);
    private static final byte[] JSON = ContentType.JSON.word().getBytes(StandardCharsets.UTF_8);

    private final EmbedAhead ahead;
    private final EmbeddingMaker maker;
    private final KinstreamMeters meters;
    private final RecentEmbeddings recent = new RecentEmbeddings();
    private ProcessorContext<byte[], byte[]> context;

    /** @param ahead where another thread may have done a record's work already */
    EmbedProcessor(ModelInService model, EmbedAhead ahead, KinstreamMeters meters) {
        this.ahead = ahead;
        this.maker = new EmbeddingMaker(model);
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        context.schedule(MEASURE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> recent.measure(meters));
    }

    /** @throws IllegalStateException if no model is in service: the application starts only when there is one */
    @Override
    public void process(Record<byte[], byte[]> record) {
        meters.featuresSeen();
        try {
            Made made = made(record);
            context.forward(new Record<>(record.key(), made.json(), record.timestamp(), headers(made.model())));
            if (made.vector() != null) { // against the margin, as all distances
                recent.add(made.model().manifest().loss().distance().seen(made.vector()));
            }
            meters.embedded();
        } catch (BadEventException problem) {
            LOG.debug("Not embedded: {}", problem.getMessage());
            meters.embeddingSkipped();
        }
    }

    private Made made(Record<byte[], byte[]> record) throws BadEventException {
        Made made = context.recordMetadata()
                .map(place -> ahead.take(place.partition(), place.offset(), record))
                .orElse(null);
        return made != null ? made : maker.make(record.key(), record.value(), record.headers(), record.timestamp());
    }

    private static Headers headers(ServedModel model) {
        byte[] version = Long.toString(model.manifest().modelVersion()).getBytes(StandardCharsets.UTF_8);
        return new RecordHeaders().add(HeaderNames.CONTENT_TYPE, JSON).add(HeaderNames.MODEL_VERSION, version);
    }

    @Override
    public void close() {
        ahead.forget(context.taskId().partition());
    }
}
