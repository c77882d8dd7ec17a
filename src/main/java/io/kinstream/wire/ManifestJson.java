package io.kinstream.wire;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.kinstream.learn.Quality;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import java.util.List;
import java.util.OptionalLong;

/** The manifest as its JSON has it: flat, for readers without this program. Figures that are undefined are null. */
record ManifestJson(
        String modelId,
        long modelVersion,

        @JacksonInject(value = JsonRecords.ABSENT, useInput = OptBoolean.TRUE)
        Long logOffset, // manifests of older writers lack it

        List<Integer> layers,
        String activation,
        long seed,
        float margin,
        float learningRate,
        int parameters,
        long windowSimilarPairs,
        long windowDissimilarPairs,
        Double meanLoss,
        Double similarLoss,
        Double dissimilarLoss,
        Double similarDistance,
        Double dissimilarDistance,
        Double insideMargin,
        Double auc,
        Double equalErrorRate,
        Double threshold,
        Double accuracy,
        int blocks,
        String checksum,
        long publishedAt) {

    static ManifestJson of(ModelManifest manifest) {
        Architecture architecture = manifest.architecture();
        Quality quality = manifest.quality();
        return new ManifestJson(
                manifest.modelId(),
                manifest.modelVersion(),
                orNull(manifest.logOffset()),
                architecture.layers(),
                architecture.activation().word(),
                manifest.seed(),
                manifest.margin(),
                manifest.learningRate(),
                architecture.parameterCount(),
                quality.similarPairs(),
                quality.dissimilarPairs(),
                orNull(quality.meanLoss()),
                orNull(quality.similarLoss()),
                orNull(quality.dissimilarLoss()),
                orNull(quality.similarDistance()),
                orNull(quality.dissimilarDistance()),
                orNull(quality.insideMargin()),
                orNull(quality.auc()),
                orNull(quality.equalErrorRate()),
                orNull(quality.threshold()),
                orNull(quality.accuracy()),
                manifest.blocks(),
                manifest.checksum(),
                manifest.publishedAt());
    }

    /** @throws IllegalArgumentException when the values do not make a model */
    ModelManifest toManifest() {
        Architecture architecture = new Architecture(layers, Activation.of(activation));
        if (architecture.parameterCount() != parameters) {
            throw new IllegalArgumentException("parameters must be " + architecture.parameterCount()
                    + ", as the layers have, but was " + parameters);
        }
        Quality quality = new Quality(
                windowSimilarPairs,
                windowDissimilarPairs,
                orNan(meanLoss),
                orNan(similarLoss),
                orNan(dissimilarLoss),
                orNan(similarDistance),
                orNan(dissimilarDistance),
                orNan(insideMargin),
                orNan(auc),
                orNan(equalErrorRate),
                orNan(threshold),
                orNan(accuracy));
        return new ModelManifest(
                modelId,
                modelVersion,
                logOffset == null ? OptionalLong.empty() : OptionalLong.of(logOffset),
                architecture,
                seed,
                margin,
                learningRate,
                quality,
                blocks,
                checksum,
                publishedAt);
    }

    private static Long orNull(OptionalLong offset) {
        return offset.isPresent() ? (Long) offset.getAsLong() : null;
    }

    private static Double orNull(double figure) {
        return Double.isFinite(figure) ? (Double) figure : null;
    }

    private static double orNan(Double figure) {
        return figure == null ? Double.NaN : figure;
    }
}
