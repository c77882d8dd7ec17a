package io.kinstream.testing;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Label;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The same learner a second time, in double precision, one pair at a time, by the book: no batches, no skipping of zeros,
 * nothing shared with the program.
 */
public final class ReferenceSiamese {
    private final List<Integer> layers;
    private final Activation activation;
    private final double margin;
    private final double[] parameters;

    /** @param parameters layer after layer, its weights [inputs x outputs], row-major, then its biases */
    public ReferenceSiamese(List<Integer> layers, Activation activation, double margin, double[] parameters) {
        this.layers = layers;
        this.activation = activation;
        this.margin = margin;
        this.parameters = parameters;
    }

    public static ReferenceSiamese seeded(List<Integer> layers, Activation activation, double margin, long seed) {
        int count = 0;
        for (int l = 1; l < layers.size(); l++) {
            count += (layers.get(l - 1) + 1) * layers.get(l);
        }
        double[] parameters = new double[count];
        SplittableRandom random = new SplittableRandom(seed); // is SplitMix64
        int at = 0;
        for (int l = 1; l < layers.size(); l++) {
            double bound = 1 / Math.sqrt(layers.get(l - 1));
            for (int i = 0; i < layers.get(l - 1) * layers.get(l); i++) {
                parameters[at++] = (2 * random.nextDouble() - 1) * bound;
            }
            at += layers.get(l);
        }
        return new ReferenceSiamese(layers, activation, margin, parameters);
    }

    public double[] parameters() {
        return parameters;
    }

    public double[] embed(double[] x) {
        double[][] units = units(x);
        return units[units.length - 1];
    }

    public double distance(double[] left, double[] right) {
        double[] z1 = embed(left);
        double[] z2 = embed(right);
        double squares = 0;
        for (int j = 0; j < z1.length; j++) {
            squares += (z1[j] - z2[j]) * (z1[j] - z2[j]);
        }
        return Math.sqrt(squares);
    }

    public double loss(double[] left, double[] right, Label label) {
        double d = distance(left, right);
        return label == Label.SIMILAR ? d * d / 2 : Math.pow(Math.max(0, margin - d), 2) / 2;
    }

    /** One step of gradient descent; gives the loss before it. */
    public double step(double[] left, double[] right, Label label, double rate) {
        double loss = loss(left, right, label);
        double d = distance(left, right);
        double pull = label == Label.SIMILAR ? 1 : d == 0 ? 0 : -Math.max(0, margin - d) / d;
        double[] z1 = embed(left);
        double[] z2 = embed(right);
        double[] force = new double[z1.length];
        double[] opposite = new double[z1.length];
        for (int j = 0; j < force.length; j++) {
            force[j] = pull * (z1[j] - z2[j]);
            opposite[j] = -force[j];
        }
        double[] gradient = new double[parameters.length];
        addGradient(left, force, gradient);
        addGradient(right, opposite, gradient);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= rate * gradient[i];
        }
        return loss;
    }

    private double[][] units(double[] x) {
        double[][] units = new double[layers.size()][];
        units[0] = x;
        int at = 0;
        for (int l = 1; l < layers.size(); l++) {
            int inputs = layers.get(l - 1);
            int outputs = layers.get(l);
            units[l] = new double[outputs];
            for (int j = 0; j < outputs; j++) {
                double sum = parameters[at + inputs * outputs + j];
                for (int i = 0; i < inputs; i++) {
                    sum += units[l - 1][i] * parameters[at + i * outputs + j];
                }
                boolean hidden = l < layers.size() - 1;
                units[l][j] = !hidden ? sum : activation == Activation.TANH ? Math.tanh(sum) : Math.max(0, sum);
            }
            at += (inputs + 1) * outputs;
        }
        return units;
    }

    /** Adds the gradient that reaches the weights through one twin; {@code force} is dL/dz of its embedding. */
    private void addGradient(double[] x, double[] force, double[] gradient) {
        double[][] units = units(x);
        int at = parameters.length;
        for (int l = layers.size() - 1; l >= 1; l--) {
            int inputs = layers.get(l - 1);
            int outputs = layers.get(l);
            at -= (inputs + 1) * outputs;
            double[] before = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < outputs; j++) {
                    gradient[at + i * outputs + j] += units[l - 1][i] * force[j];
                    before[i] += parameters[at + i * outputs + j] * force[j];
                }
                double unit = units[l - 1][i];
                before[i] *= activation == Activation.TANH ? 1 - unit * unit : unit > 0 ? 1 : 0;
            }
            for (int j = 0; j < outputs; j++) {
                gradient[at + inputs * outputs + j] += force[j];
            }
            force = before;
        }
    }
}
