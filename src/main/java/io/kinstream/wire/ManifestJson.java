package io.kinstream.wire;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.kinstream.learn.Calibration;
import io.kinstream.learn.Quality;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.LossForm;
import java.util.List;
import java.util.OptionalLong;

/**
 * The manifest as its JSON has it: flat, for readers without this program. Figures that are undefined are null.
 * What older writers did not know is injected as null where it is absent, by its own name.
 */
record ManifestJson(
        String modelId,
        long modelVersion,

        @JacksonInject(value = "logOffset", useInput = OptBoolean.TRUE)
        Long logOffset, // manifests of older writers lack it

        List<Integer> layers,
        String activation,
        long seed,

        @JacksonInject(value = "loss", useInput = OptBoolean.TRUE)
        String loss, // older writers knew but one loss

        @JacksonInject(value = "distance", useInput = OptBoolean.TRUE)
        String distance,

        @JacksonInject(value = "similarMargin", useInput = OptBoolean.TRUE)
        Float similarMargin,

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

        @JacksonInject(value = "expectedError", useInput = OptBoolean.TRUE)
        Double expectedError, // older writers did not calibrate

        @JacksonInject(value = "falseAccepts", useInput = OptBoolean.TRUE)
        Double falseAccepts,

        @JacksonInject(value = "falseRejects", useInput = OptBoolean.TRUE)
        Double falseRejects,

        @JacksonInject(value = "similarShares", useInput = OptBoolean.TRUE)
        List<Calibration.Step> similarShares,

        int blocks,
        String checksum,
        long publishedAt) {

    static ManifestJson of(ModelManifest manifest) {
        Architecture architecture = manifest.architecture();
        ContrastiveLoss loss = manifest.loss();
        Quality quality = manifest.quality();
        Calibration calibration = manifest.calibration();
        return new ManifestJson(
                manifest.modelId(),
                manifest.modelVersion(),
                orNull(manifest.logOffset()),
                architecture.layers(),
                architecture.activation().word(),
                manifest.seed(),
                loss.form().word(),
                loss.distance().word(),
                loss.similarMargin(),
                loss.margin(),
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
                orNull(calibration.expectedError()),
                orNull(calibration.falseAccepts()),
                orNull(calibration.falseRejects()),
                calibration.steps(),
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
                lossRead(),
                learningRate,
                quality,
                calibrationRead(),
                blocks,
                checksum,
                publishedAt);
    }

    private ContrastiveLoss lossRead() {
        ContrastiveLoss older = ContrastiveLoss.drlim(margin);
        return new ContrastiveLoss(
                loss == null ? older.form() : LossForm.of(loss),
                distance == null ? older.distance() : Distance.of(distance),
                similarMargin == null ? older.similarMargin() : similarMargin,
                margin);
    }

    private Calibration calibrationRead() {
        return new Calibration(
                orNan(expectedError),
                orNan(falseAccepts),
                orNan(falseRejects),
                similarShares == null ? List.of() : similarShares);
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
