package io.kinstream.nn;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A step of a micro-batch of 32 pairs through 256 hidden units to 32 outputs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
    private static final int ROWS = 64;
    private static final int BATCHES = 64;

    @Param
    private Items items;

    @Param({"blas", "loops"})
    private String products;

    private GradientStep step;
    private Features[] features;
    private int batch;

    @Setup
    public void start() {
        Encoder encoder = Encoder.seeded(Architecture.of(items.inputs + ",256,32", Activation.RELU), 1);
        step = new GradientStep(
                encoder,
                ContrastiveLoss.drlim(1),
                products.equals("blas") ? BlasKernel.forTraining() : Optional.empty());
        features = items.take(BATCHES * ROWS);
    }

    @Benchmark
    public boolean step() {
        step.clear();
        int begin = batch++ % BATCHES * ROWS;
        for (int row = begin; row < begin + ROWS; row += 2) {
            step.add(features[row], features[row + 1], row % 4 == 0 ? Label.SIMILAR : Label.DISSIMILAR, 1);
        }
        return step.take(0.001f);
    }
}
