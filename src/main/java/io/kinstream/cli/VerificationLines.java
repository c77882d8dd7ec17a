package io.kinstream.cli;

import io.kinstream.nn.BlasKernel;
import io.kinstream.stream.Parting;
import io.kinstream.stream.Verification;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.WeightsDifference;
import java.io.PrintWriter;
import java.util.Locale;

/** What a verification finds, a line each; how far a long replay has come is told beside, on the error stream. */
final class VerificationLines implements Verification.Listener {

    private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

    private final String start;
    private final PrintWriter out;
    private final PrintWriter err;
    private long lastLine = System.nanoTime();
    private int versions;

    VerificationLines(String start, PrintWriter out, PrintWriter err) {
        this.start = start;
        this.out = out;
        this.err = err;
    }

    @Override
    public void started(String topic, long logOffset) {
        out.println(format("Replaying %s from offset %,d, starting with %s", topic, logOffset, start));
        out.println("Matrix products: " + BlasKernel.describe());
        out.flush();
    }

    @Override
    public void replayed(long logOffset) {
        if (System.nanoTime() - lastLine >= NANOS_BETWEEN_LINES) {
            lastLine = System.nanoTime();
            err.println(format("replayed to log offset %,d", logOffset));
            err.flush();
        }
    }

    @Override
    public void same(ModelManifest model) {
        versions++;
        out.println(place(model) + ": same bits");
        out.flush();
    }

    @Override
    public void passedOver(ModelManifest model, String reason) {
        out.println(version(model) + " is passed over: it " + reason);
    }

    void allTheSame() {
        out.println(format("Versions compared: %,d, all the same to the last bit.", versions));
    }

    void parted(Parting parting) {
        out.println(place(parting.parted()) + ": NOT the same");
        out.println();
        out.println(parting.agreed()
                .map(model -> "The last that agreed: " + place(model) + ".")
                .orElse("None agreed; the replay started with the seed."));
        out.println(range(parting));
        out.println(parting.difference()
                .map(VerificationLines::weights)
                .orElse("The weights are the same, but stand for other records of the log."));
        if (parting.begin() < parting.end()) {
            out.println("What may be the cause:");
            parting.causes().forEach(cause -> out.println("- " + cause));
        }
    }

    private static String place(ModelManifest model) {
        return version(model) + format(" at log offset %,d", model.logOffset().orElseThrow());
    }

    private static String range(Parting parting) {
        return parting.begin() == parting.end()
                ? "No record of the log lies between: one of the two was changed after it was made."
                : format(
                        "They part between log offset %,d and %,d; there the replay has learned %,d pairs, %,d more"
                                + " are pending.",
                        parting.begin(), parting.end() - 1, parting.replayedPairs(), parting.pendingPairs());
    }

    private static String weights(WeightsDifference difference) {
        return format(
                "%,d of %,d weights differ.%n  The first: %s.%n  The greatest difference, %.3g: %s.",
                difference.differing(),
                difference.weights(),
                difference.first(),
                difference.greatest().distance(),
                difference.greatest());
    }

    private static String version(ModelManifest model) {
        return format("version %,d", model.modelVersion());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
