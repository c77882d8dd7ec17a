package io.kinstream.learn;

import java.util.List;

/**
 * What became of a micro-batch.
 *
 * @param learned how many of its pairs were learned
 * @param refused where in the batch, counted from 0 and ascending, the pairs are that could not be learned, as their
 *     loss, their gradient or the weights after their step would not be finite
 * @param contradictory how many of the learned pairs are {@linkplain Pair#isContradictory contradictory}
 * @param gradientNorm Euclidean norm of the summed gradient of the last step that was taken; 0 if there was none
 */
public record BatchResult(int learned, List<Integer> refused, int contradictory, float gradientNorm) {
    public BatchResult {
        refused = List.copyOf(refused);
    }
}
