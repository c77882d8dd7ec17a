package io.kinstream.wire;

/**
 * An item's embedding as users read it.
 *
 * @param modelVersion the number of pairs the model had learned
 * @param eventTimestamp of the features it was made of, milliseconds since the epoch
 */
public record EmbeddingRecord(String id, float[] vector, String modelId, long modelVersion, long eventTimestamp) {

    /**
     * The record as flat JSON. Every number of the vector has a decimal point, as {@link Float#toString(float)} writes
     * it: some sinks take {@code 0} for an integer and fail.
     *
     * @throws IllegalStateException when the vector is not finite
     */
    public byte[] toJson() {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalStateException("vector[" + i + "] must be finite, but was " + vector[i]);
            }
        }
        return JsonRecords.write(this);
    }

    /** @throws CorruptDataException when it is not an embedding */
    public static EmbeddingRecord parse(byte[] json) {
        return JsonRecords.read(json, EmbeddingRecord.class, "an embedding");
    }
}
