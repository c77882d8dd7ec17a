package io.kinstream.wire;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Users' pairs from bare float32 numbers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Float32DecodeBenchmark {
    private final Samples samples = new Samples();
    private final EventDecoder decoder = new EventDecoder(Samples.INPUTS, 1 << 20);
    private final List<byte[]> pairs = Samples.of(i -> Samples.float32(samples.digits(i)));
    private final List<Header> headers = List.of(
            Header.text(HeaderNames.CONTENT_TYPE, ContentType.FLOAT32.word()),
            Header.text(HeaderNames.LABEL, "similar"));
    private int next;

    @Benchmark
    public PairEvent pair() throws BadEventException {
        return decoder.pair(pairs.get(next++ % Samples.COUNT), headers);
    }
}
