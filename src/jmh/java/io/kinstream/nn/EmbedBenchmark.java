package io.kinstream.nn;

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

/** One vector through 256 hidden units to 32 outputs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmbedBenchmark {
    @Param
    private Items items;

    private Embedder embedder;
    private Features[] features;
    private int item;

    @Setup
    public void start() {
        Architecture architecture = Architecture.of(items.inputs + ",256,32", Activation.RELU);
        embedder = new Embedder(Encoder.seeded(architecture, 1));
        features = items.take(1024);
    }

    @Benchmark
    public float[] embed() {
        return embedder.embed(features[item++ % features.length]);
    }
}
