package io.kinstream.monitor;

import io.kinstream.learn.Drift;
import io.kinstream.learn.Quality;
import java.util.Map;
import java.util.Optional;

/**
 * What the meters say at one moment. A number that is not known in this process is NaN; counts begin with the process.
 *
 * @param pairsLearned counted by this process
 * @param pairsWaiting parked until their features come
 * @param embeddings written by this process
 * @param deadLetters by reason
 * @param learningVersion pairs learned in all by the model that learns
 * @param measuredVersion of the model when quality was measured
 * @param publishedVersion of the model last published
 * @param gradientNorm of the newest step
 * @param learningRate of the newest step
 * @param margin of the loss
 * @param effectiveRank dimensions that the newest embeddings really use
 * @param largestSpread the largest standard deviation of a dimension of the newest embeddings
 * @param quality over the newest pairs, empty where nothing learns
 * @param drift whether the loss has grown, empty where nothing learns
 */
public record Figures(
        double pairsLearned,
        long pairsWaiting,
        double embeddings,
        Map<String, Long> deadLetters,
        double learningVersion,
        double measuredVersion,
        double publishedVersion,
        double gradientNorm,
        double learningRate,
        double margin,
        double effectiveRank,
        double largestSpread,
        Optional<Quality> quality,
        Optional<Drift> drift) {}
