package io.kinstream.wire;

/**
 * The answer to a request for one embedding.
 *
 * @param modelVersion the number of pairs the model had learned
 */
public record EmbeddingAnswer(float[] vector, String modelId, long modelVersion) {

    /** The answer as JSON. */
    public byte[] toJson() {
        return JsonRecords.write(this);
    }
}
