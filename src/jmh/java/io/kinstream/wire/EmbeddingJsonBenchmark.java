package io.kinstream.wire;

import java.util.List;
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

/** Embeddings as JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EmbeddingJsonBenchmark {
    @Param({"32", "128"})
    private int outputs;

    private final Samples samples = new Samples();
    private List<EmbeddingRecord> embeddings;
    private int next;

    @Setup
    public void make() {
        String modelId = "784-256-32-relu-s1-20261124T070106Z";
        embeddings = Samples.of(
                i -> new EmbeddingRecord("mnist-" + i, samples.uniform(outputs), modelId, 123_456, 1_795_503_664_758L));
    }

    @Benchmark
    public byte[] toJson() {
        return embeddings.get(next++ % Samples.COUNT).toJson();
    }
}
