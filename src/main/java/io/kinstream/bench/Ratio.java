package io.kinstream.bench;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What the measurements are for: each is one median over another of the same run. The names of the series are keys, too. */
public enum Ratio {
    PEER_JSON(
            "peer.json_ratio", "peer.json", "peer.pytorch_json", "Inline JSON, direct mode, beside PyTorch's consumer"),
    PEER_BINARY("peer.binary_ratio", "peer.binary", "peer.pytorch_binary", "Inline float32, likewise"),
    DIRECT_BINARY(
            "pipeline.direct_binary_ratio",
            "pipeline.direct_binary",
            "pipeline.learner",
            "Topic to committed weights, inline float32 in direct mode, beside learning in memory"),
    DIRECT_JSON("pipeline.direct_json_ratio", "pipeline.direct_json", "pipeline.learner", "Inline JSON in direct mode"),
    LOG_BINARY(
            "pipeline.log_binary_ratio",
            "pipeline.log_binary",
            "pipeline.learner",
            "Inline float32 through the training log"),
    LOG_JSON(
            "pipeline.log_json_ratio", "pipeline.log_json", "pipeline.learner", "Inline JSON through the training log"),
    BY_ID(
            "pipeline.by_id_ratio",
            "pipeline.by_id",
            "pipeline.learner",
            "Pairs by id, joined, through the training log"),
    GEMM(
            "learner.gemm_fraction",
            "learner.dense_gflops",
            "learner.gemm_gflops",
            "The step's products beside one sgemm"),
    MNIST("learner.mnist_over_dense", "learner.mnist", "learner.dense", "MNIST, mostly zeros, beside dense inputs"),
    SPARSE_WIDTH(
            "learner.sparse_width_ratio",
            "learner.sparse_8192",
            "learner.sparse_784",
            "100 non-zeros of 8,192 inputs beside 100 of 784"),
    COPY(
            "embed.copy_ratio",
            "embed.throughput",
            "embed.copy",
            "Embedding beside a topology that only copies as many bytes"),
    PLAIN_COPY(
            "embed.plain_copy_ratio",
            "embed.throughput",
            "embed.plain_copy",
            "The same beside such a topology with Kafka's settings"),
    WHOLE_COPY(
            "embed.whole_copy_ratio",
            "embed.throughput",
            "embed.whole_copy",
            "The same beside one that copies whole events, with the same settings"),
    P99(
            "embed.p99_ratio",
            "embed.p99",
            "embed.copy_p99",
            "Features to embedding while training, 99th percentile, beside the copy without training"),
    RECOVERY("recovery.ratio", "recovery.large", "recovery.small", "kill -9 to the next learned pair, many beside few"),
    REPLAY(
            "drift.pace_ratio",
            "drift.pace_replay",
            "drift.pace_plain",
            "Learning in memory with a replay buffer, beside without"),
    GROWTH_PAIRS("growth.pairs_ratio", "growth.last_pairs", "growth.first_pairs", "After many pairs beside the first"),
    GROWTH_ITEMS("growth.items_ratio", "growth.many_items", "growth.few_items", "Many items by id beside few");

    private final String key;
    private final String measured;
    private final String yardstick;
    private final String meaning;

    Ratio(String key, String measured, String yardstick, String meaning) {
        this.key = key;
        this.measured = measured;
        this.yardstick = yardstick;
        this.meaning = meaning;
    }

    /** The name in a report. */
    public String key() {
        return key;
    }

    /** The name of the series above the line. */
    String measured() {
        return measured;
    }

    /** The name of the series below the line. */
    String yardstick() {
        return yardstick;
    }

    /** For the README's table. */
    String meaning() {
        return meaning;
    }

    /** Median over median; empty if one of them was not measured. */
    OptionalDouble of(Map<String, Series> series) {
        return series.containsKey(measured) && series.containsKey(yardstick)
                ? OptionalDouble.of(
                        series.get(measured).median() / series.get(yardstick).median())
                : OptionalDouble.empty();
    }

    /** A figure with as many digits as say something. */
    static String digits(double figure) {
        String format = figure >= 100 ? "%,.0f" : figure >= 10 ? "%.1f" : figure >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, figure);
    }
}
