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

/** Entries of the training log. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LogEntryBenchmark {
    /** What the vectors are. */
    public enum Vectors {
        DIGITS,
        DENSE
    }

    @Param
    private Vectors vectors;

    private final Samples samples = new Samples();
    private List<LogEntry> entries;
    private List<byte[]> encoded;
    private int next;

    @Setup
    public void make() {
        entries = Samples.of(i -> new LogEntry.Learn(
                new Origin("kinstream.pairs", 0, 1_000_000 + i),
                vectors == Vectors.DIGITS ? samples.digits(i) : samples.dense()));
        encoded = entries.stream().map(LogEntryCodec::encode).toList();
    }

    @Benchmark
    public byte[] encode() {
        return LogEntryCodec.encode(entries.get(next++ % Samples.COUNT));
    }

    @Benchmark
    public LogEntry decode() {
        return LogEntryCodec.decode(encoded.get(next++ % Samples.COUNT));
    }
}
