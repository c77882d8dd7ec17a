package io.kinstream.stream;

import io.kinstream.nn.Embedder;
import io.kinstream.nn.Encoder;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.Reason;

/**
 * One published version, ready to embed; shared by all threads and never changed.
 *
 * @param embedder what those of the threads are made from
 */
record ServedModel(ModelManifest manifest, Embedder embedder, EventDecoder decoder) {

    static ServedModel of(ModelSnapshot snapshot, int maxEventBytes) {
        ModelManifest manifest = snapshot.manifest();
        return new ServedModel(
                manifest,
                new Embedder(new Encoder(manifest.architecture(), snapshot.parameters())),
                new EventDecoder(manifest.architecture().inputs(), maxEventBytes));
    }

    /**
     * The distance of two items in the space that was learned, as its loss measures it.
     *
     * @throws BadEventException if one of them has no finite embedding
     */
    double distance(Features left, Features right) throws BadEventException {
        return manifest.loss().distance().between(embed(left), embed(right));
    }

    /** @throws BadEventException if the features are so large that the embedding is not finite */
    float[] embed(Features features) throws BadEventException {
        return embed(features, embedder.another());
    }

    /**
     * The same, for one thread that keeps the scratch arrays.
     *
     * @param own made from that of this version
     */
    float[] embed(Features features, Embedder own) throws BadEventException {
        float[] vector = own.embed(features);
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                throw new BadEventException(
                        Reason.NOT_FINITE,
                        "the embedding must be finite, but was " + number + ": scale the features down");
            }
        }
        return vector;
    }
}
