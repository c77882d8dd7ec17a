package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Embedder;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.ContentType;
import io.kinstream.wire.EmbeddingRecord;
import io.kinstream.wire.HeaderNames;
import io.kinstream.wire.ModelManifest;
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

    private final ModelInService model;
    private final KinstreamMeters meters;
    private final RecentEmbeddings recent = new RecentEmbeddings();
    private ProcessorContext<byte[], byte[]> context;
    private ServedModel served;
    private Embedder embedder; // of the served model
    private byte[] version; // of the served model, as the header has it

    EmbedProcessor(ModelInService model, KinstreamMeters meters) {
        this.model = model;
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
        serve(model.current());
        meters.featuresSeen();
        try {
            String id = served.decoder().itemId(record.key());
            byte[] embedding = record.value() == null ? null : embed(id, record);
            context.forward(new Record<>(record.key(), embedding, record.timestamp(), headers()));
            meters.embedded();
        } catch (BadEventException problem) {
            LOG.debug("Not embedded: {}", problem.getMessage());
            meters.embeddingSkipped();
        }
    }

    private void serve(ServedModel current) {
        if (current == null) {
            throw new IllegalStateException("a model must be in service before features are read, but there was none");
        }
        if (current != served) {
            served = current;
            embedder = current.embedder().another();
            version = Long.toString(current.manifest().modelVersion()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private byte[] embed(String id, Record<byte[], byte[]> record) throws BadEventException {
        Features features = served.decoder().features(record.value(), DeadLetters.headers(record.headers()));
        float[] vector = served.embed(features, embedder);
        recent.add(served.manifest().loss().distance().seen(vector)); // against the margin, as all distances
        ModelManifest manifest = served.manifest();
        return new EmbeddingRecord(id, vector, manifest.modelId(), manifest.modelVersion(), record.timestamp())
                .toJson();
    }

    private Headers headers() {
        return new RecordHeaders().add(HeaderNames.CONTENT_TYPE, JSON).add(HeaderNames.MODEL_VERSION, version);
    }
}
