package io.kinstream.bench;

import dev.ludovic.netlib.blas.BLAS;
import io.kinstream.local.MnistDataset;
import io.kinstream.nn.BlasKernel;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * How fast pairs in memory are learned by one thread, without Kafka, and how near that is to what the machine can do: one
 * product of the largest layer's shape. All of it takes turns in one process.
 */
public final class LearnerBench {

    private static final double SECONDS = 1;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int NON_ZEROS = 100;

    private static final int ROWS = 2 * Bench.BATCH;
    private static final int INPUTS = 785; // with the constant 1 that meets the biases
    private static final int OUTPUTS = 256;

    private final Bench bench;

    public LearnerBench(Bench bench) {
        this.bench = bench;
    }

    /** Measures each kind once a round. */
    public void run(Report report, int rounds) throws IOException {
        LearnerLane dense = LearnerLane.dense();
        Map<String, DoubleUnaryOperator> lanes = new LinkedHashMap<>();
        lanes.put("learner.dense", dense::pairsPerSecond);
        lanes.put("learner.gemm", LearnerBench::productsPerSecond);
        lanes.put("learner.mnist", LearnerLane.of(MnistDataset.bundled())::pairsPerSecond);
        lanes.put("learner.sparse_784", LearnerLane.sparse(784, NON_ZEROS)::pairsPerSecond);
        lanes.put("learner.sparse_8192", LearnerLane.sparse(8192, NON_ZEROS)::pairsPerSecond);
        Rounds figures = new Rounds();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Map.Entry<String, DoubleUnaryOperator> lane : lanes.entrySet()) {
                double perSecond = lane.getValue().applyAsDouble(SECONDS);
                if (round >= 0) {
                    figures.add(lane.getKey(), perSecond);
                }
            }
            bench.say("Learner: round %s", round < 0 ? "to warm up" : (round + 1) + " of " + rounds);
        }
        report.add("learner.dense", figures.series("learner.dense", "pairs/s"));
        report.add("learner.mnist", figures.series("learner.mnist", "pairs/s"));
        report.add("learner.dense_gflops", gflops(figures.series("learner.dense", ""), dense.flopsPerPair()));
        report.add("learner.gemm_gflops", gflops(figures.series("learner.gemm", ""), 2.0 * ROWS * INPUTS * OUTPUTS));
        report.add("learner.sparse_784", microseconds(figures.series("learner.sparse_784", "")));
        report.add("learner.sparse_8192", microseconds(figures.series("learner.sparse_8192", "")));
    }

    private static Series gflops(Series perSecond, double flops) {
        return perSecond.over(1e9 / flops, "GFLOP/s");
    }

    private static Series microseconds(Series perSecond) {
        return new Series(
                "us/pair", perSecond.rounds().stream().map(rate -> 1e6 / rate).toList());
    }

    /** Z' = W' X', as BLAS sees the first layer on a micro-batch. */
    private static double productsPerSecond(double seconds) {
        BLAS blas = BlasKernel.get();
        float[] x = new float[ROWS * INPUTS];
        float[] w = new float[INPUTS * OUTPUTS];
        float[] z = new float[ROWS * OUTPUTS];
        Arrays.fill(x, 0.5f);
        Arrays.fill(w, 0.25f);
        long started = System.nanoTime();
        long products = 0;
        do {
            blas.sgemm("N", "N", OUTPUTS, ROWS, INPUTS, 1, w, 0, OUTPUTS, x, 0, INPUTS, 0, z, 0, OUTPUTS);
            products++;
        } while (Bench.secondsSince(started) < seconds);
        return products / Bench.secondsSince(started);
    }
}
