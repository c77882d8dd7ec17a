package io.kinstream.stream;

import io.kinstream.nn.Embedder;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EmbeddingRecord;
import io.kinstream.wire.ModelManifest;
import org.apache.kafka.common.header.Headers;

/** Makes embeddings with the model in service, in scratch arrays of its own: for one thread. */
final class EmbeddingMaker {

    /**
     * What became of a features record.
     *
     * @param model that made it
     * @param vector as the model gave it; null for a delete
     * @param json as users read it; null for a delete
     */
    record Made(ServedModel model, float[] vector, byte[] json) {}

    private final ModelInService model;
    private ServedModel served;
    private Embedder embedder; // of the served model

    EmbeddingMaker(ModelInService model) {
        this.model = model;
    }

    /**
     * The embedding of an item.
     *
     * @param timestamp of the record, milliseconds since the epoch
     * @throws BadEventException if the record cannot be used
     * @throws IllegalStateException if no model is in service: the application starts only when there is one
     */
    Made make(byte[] key, byte[] value, Headers headers, long timestamp) throws BadEventException {
        serve(model.current());
        String id = served.decoder().itemId(key);
        if (value == null) {
            return new Made(served, null, null);
        }
        Features features = served.decoder().features(value, DeadLetters.headers(headers));
        float[] vector = served.embed(features, embedder);
        ModelManifest manifest = served.manifest();
        EmbeddingRecord embedding =
                new EmbeddingRecord(id, vector, manifest.modelId(), manifest.modelVersion(), timestamp);
        return new Made(served, vector, embedding.toJson());
    }

    private void serve(ServedModel current) {
        if (current == null) {
            throw new IllegalStateException("a model must be in service before features are read, but there was none");
        }
        if (current != served) {
            served = current;
            embedder = current.embedder().another();
        }
    }
}
