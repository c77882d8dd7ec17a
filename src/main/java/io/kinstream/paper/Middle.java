package io.kinstream.paper;

/** The mean of places. */
final class Middle {

    private double[] sum;
    private int count;

    void add(float[] place) {
        sum = sum == null ? new double[place.length] : sum;
        for (int d = 0; d < place.length; d++) {
            sum[d] += place[d];
        }
        count++;
    }

    double squaredDistance(float[] place) {
        double squares = 0;
        for (int d = 0; d < place.length; d++) {
            double difference = place[d] - sum[d] / count;
            squares += difference * difference;
        }
        return squares;
    }
}
