package io.kinstream.wire;

import io.kinstream.nn.Features;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Users' events from JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JsonDecodeBenchmark {
    private final Samples samples = new Samples();
    private final EventDecoder decoder = new EventDecoder(Samples.INPUTS, 1 << 20);
    private final EventDecoder wideDecoder = new EventDecoder(Samples.SPARSE_INPUTS, 1 << 20);
    private final List<byte[]> digits =
            Samples.of(i -> Samples.json(compact(samples.digit(2 * i)), compact(samples.digit(2 * i + 1))));
    private final List<byte[]> pythonDigits =
            Samples.of(i -> Samples.json(python(samples.digit(2 * i)), python(samples.digit(2 * i + 1))));
    private final List<byte[]> dense = Samples.of(i -> Samples.json(nineDigits(), nineDigits()));
    private final List<byte[]> features =
            Samples.of(i -> Samples.utf8("{\"features\":" + compact(samples.digit(i)) + "}"));
    private final List<byte[]> sparse = Samples.of(i -> samples.sparseJson());
    private final byte[] ids = Samples.utf8("{\"left\":\"mnist-4711\",\"right\":\"mnist-815\",\"label\":\"similar\"}");
    private int next;

    private static String compact(float[] values) {
        return Arrays.toString(values).replace(" ", "");
    }

    /** Grey values in double precision, up to 17 digits each. */
    private static String python(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Double.toString(Math.round(values[i] * 255) / 255.0))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String nineDigits() {
        StringBuilder text = new StringBuilder();
        for (float value : samples.uniform(Samples.INPUTS)) {
            text.append(text.isEmpty() ? "[" : ",").append("%.9f".formatted(value));
        }
        return text.append(']').toString();
    }

    private int next() {
        return next++ % Samples.COUNT;
    }

    @Benchmark
    public PairEvent pairOfDigits() throws BadEventException {
        return decoder.pair(digits.get(next()), List.of());
    }

    @Benchmark
    public PairEvent pairOfDigitsFromPython() throws BadEventException {
        return decoder.pair(pythonDigits.get(next()), List.of());
    }

    @Benchmark
    public PairEvent pairOfDenseVectors() throws BadEventException {
        return decoder.pair(dense.get(next()), List.of());
    }

    @Benchmark
    public Features featuresOfADigit() throws BadEventException {
        return decoder.features(features.get(next()), List.of());
    }

    @Benchmark
    public Features sparseFeatures() throws BadEventException {
        return wideDecoder.features(sparse.get(next()), List.of());
    }

    @Benchmark
    public PairEvent pairByIds() throws BadEventException {
        return decoder.pair(ids, List.of());
    }
}
