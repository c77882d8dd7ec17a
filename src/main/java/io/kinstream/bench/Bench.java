package io.kinstream.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a measurement takes place.
 *
 * @param directory an empty one, for the broker's data and the jobs
 * @param program the class of the program's commands
 * @param out where progress is told
 */
public record Bench(Path directory, String program, PrintWriter out) {

    /** The network and micro-batch of all measurements on MNIST. */
    static final String LAYERS = "784,256,32";

    static final int BATCH = 32;

    /** A version twice a second, as that is how learning is seen from outside; everything else is the product's default. */
    private static final Map<String, String> SETTINGS =
            Map.of("model.layers", LAYERS, "train.batch.size", Integer.toString(BATCH), "publish.interval.ms", "500");

    /** What all jobs are told, and what one of them is told beside it. */
    static Map<String, String> settings(String... keysAndValues) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return all;
    }

    /** The same, but learning is what PyTorch's SGD does at such a rate. */
    static Map<String, String> plainDescent(String... keysAndValues) {
        Map<String, String> all = settings(keysAndValues);
        all.putAll(Map.of(
                "train.inputs", "raw",
                "train.learning.rate", "0.01",
                "train.learning.rate.decay.pairs", "0",
                "train.label.weights", "off",
                "train.clip", "0"));
        return all;
    }

    /** The same for one part of it, in a directory of its own. */
    public Bench part(String name) throws IOException {
        return new Bench(Files.createDirectories(directory.resolve(name)), program, out);
    }

    /** Removes all that was measured in. */
    public void delete() throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    /** Tells how far it is. */
    public void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    /** So many pairs, or a few more, that no micro-batch is left half full. */
    static long wholeBatches(long pairs) {
        return (pairs + BATCH - 1) / BATCH * BATCH;
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
