package io.kinstream.local;

import dev.ludovic.netlib.blas.BLAS;
import io.kinstream.nn.BlasKernel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Exact k-nearest-neighbour classification by Euclidean distance: how well a space groups what belongs together.
 *
 * <p>|q - g|² = |q|² - 2 q·g + |g|². The products of a block of queries with a block of the gallery are one matrix
 * product; |q|² is the same for all of a query's neighbours and left out. All vectors are taken relative to the
 * gallery's mean, so that a common offset costs no precision.
 */
public final class NearestNeighbours {
    private static final int QUERIES = 128;
    private static final int GALLERY = 1024;

    private final float[] gallery;
    private final float[] squares;
    private final int[] classes;
    private final float[] mean;
    private final int k;

    private NearestNeighbours(float[][] vectors, int[] classes, int k) {
        this.mean = mean(vectors);
        this.gallery = centred(vectors, 0, vectors.length);
        this.classes = classes;
        this.k = k;
        this.squares = new float[vectors.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = dot(i);
        }
    }

    /**
     * The share of queries whose class is the one most of their k nearest gallery vectors have. A tie goes to the
     * smallest of the tied classes, as in scikit-learn, so that figures can be compared; of equally near vectors the
     * earlier one counts as nearer.
     *
     * @param gallery [vectors x dimensions], finite
     * @param galleryClasses [vectors]
     * @param queries [queries x dimensions], at least 1, finite
     * @param queryClasses [queries]
     * @param k from 1 to the number of gallery vectors
     * @return in [0, 1]
     * @throws IllegalArgumentException if lengths do not fit together or k is out of range
     */
    public static double accuracy(
            float[][] gallery, int[] galleryClasses, float[][] queries, int[] queryClasses, int k) {
        check(gallery, galleryClasses, queries, queryClasses, k);
        NearestNeighbours neighbours = new NearestNeighbours(gallery, galleryClasses, k);
        int blocks = (queries.length + QUERIES - 1) / QUERIES;
        long right = IntStream.range(0, blocks)
                .parallel()
                .mapToLong(block -> neighbours.right(queries, queryClasses, block * QUERIES))
                .sum();
        return (double) right / queries.length;
    }

    /**
     * The k nearest gallery vectors of each query, nearest first.
     *
     * @param gallery [vectors x dimensions], finite
     * @param queries [queries x dimensions], at least 1, finite
     * @param k from 1 to the number of gallery vectors
     * @return [queries x k], positions in the gallery
     * @throws IllegalArgumentException if lengths do not fit together or k is out of range
     */
    public static int[][] of(float[][] gallery, float[][] queries, int k) {
        check(gallery, new int[gallery.length], queries, new int[queries.length], k);
        NearestNeighbours neighbours = new NearestNeighbours(gallery, new int[gallery.length], k);
        int blocks = (queries.length + QUERIES - 1) / QUERIES;
        return IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> neighbours.nearest(queries, block * QUERIES))
                .flatMap(Arrays::stream)
                .map(Nearest::indices)
                .toArray(int[][]::new);
    }

    /** How many queries of the block that starts at {@code from} get their own class. */
    private long right(float[][] queries, int[] queryClasses, int from) {
        Nearest[] nearest = nearest(queries, from);
        return IntStream.range(0, nearest.length)
                .filter(q -> nearest[q].vote(classes) == queryClasses[from + q])
                .count();
    }

    /** The neighbours of the block that starts at {@code from}. */
    private Nearest[] nearest(float[][] queries, int from) {
        BLAS blas = BlasKernel.get();
        int count = Math.min(QUERIES, queries.length - from);
        int n = mean.length;
        float[] block = centred(queries, from, count);
        float[] products = new float[count * GALLERY];
        Nearest[] nearest = new Nearest[count];
        Arrays.setAll(nearest, i -> new Nearest(k));
        for (int start = 0; start < squares.length; start += GALLERY) {
            int width = Math.min(GALLERY, squares.length - start);
            // Row-major [count x width] = block gallery'; BLAS, being column-major, sees all three transposed.
            blas.sgemm("T", "N", width, count, n, 1f, gallery, start * n, n, block, 0, n, 0f, products, 0, width);
            for (int q = 0; q < count; q++) {
                for (int g = 0; g < width; g++) {
                    nearest[q].offer(start + g, squares[start + g] - 2 * products[q * width + g]);
                }
            }
        }
        return nearest;
    }

    private float[] centred(float[][] vectors, int from, int count) {
        float[] centred = new float[count * mean.length];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < mean.length; d++) {
                centred[i * mean.length + d] = vectors[from + i][d] - mean[d];
            }
        }
        return centred;
    }

    private float dot(int index) {
        double sum = 0;
        for (int d = index * mean.length; d < (index + 1) * mean.length; d++) {
            sum += (double) gallery[d] * gallery[d];
        }
        return (float) sum;
    }

    private static float[] mean(float[][] vectors) {
        float[] mean = new float[vectors[0].length];
        for (float[] vector : vectors) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += vector[d] / vectors.length;
            }
        }
        return mean;
    }

    private static void check(float[][] gallery, int[] galleryClasses, float[][] queries, int[] queryClasses, int k) {
        if (k < 1 || k > gallery.length) {
            throw new IllegalArgumentException(
                    "k must be from 1 to the number of gallery vectors, " + gallery.length + ", but was " + k);
        }
        if (queries.length < 1) {
            throw new IllegalArgumentException("queries must be at least 1, but was 0");
        }
        same("gallery classes", galleryClasses.length, gallery.length);
        same("query classes", queryClasses.length, queries.length);
        for (float[] vector : gallery) {
            same("dimensions of a gallery vector", vector.length, gallery[0].length);
        }
        for (float[] vector : queries) {
            same("dimensions of a query", vector.length, gallery[0].length);
        }
    }

    private static void same(String name, int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(name + " must be " + expected + ", but was " + actual);
        }
    }
}
