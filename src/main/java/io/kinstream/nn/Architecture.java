package io.kinstream.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of an encoder: a multi-layer perceptron with linear output. Parameters are one flat array, layer after
 * layer, of each its weights {@code [inputs x outputs]}, row-major, then its biases {@code [outputs]}.
 *
 * @param layers widths from the input to the embedding, at least two, each at least 1
 * @param activation of the hidden units
 */
public record Architecture(List<Integer> layers, Activation activation) {
    public Architecture {
        layers = List.copyOf(layers);
        if (layers.size() < 2 || layers.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("layers must be at least two widths of at least 1, but was " + layers);
        }
        long count = 0;
        for (int layer = 1; layer < layers.size(); layer++) {
            count += (layers.get(layer - 1) + 1L) * layers.get(layer);
            if (count > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("layers must have fewer than 2^31 parameters, but was " + layers);
            }
        }
    }

    /**
     * @param layers widths separated by commas, such as {@code 784,256,32}
     * @throws IllegalArgumentException if it is not such a list
     */
    public static Architecture of(String layers, Activation activation) {
        List<Integer> widths = new ArrayList<>();
        for (String width : layers.split(",", -1)) {
            try {
                widths.add(Integer.parseInt(width.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "layers must be whole numbers separated by commas, but was " + layers, e);
            }
        }
        return new Architecture(widths, activation);
    }

    /** How many numbers an item's features have. */
    public int inputs() {
        return layers.get(0);
    }

    /** How many numbers an embedding has. */
    public int outputs() {
        return layers.get(layers.size() - 1);
    }

    /** How many weights and biases there are in all. */
    public int parameterCount() {
        return offset(depth());
    }

    /** How many layers of weights there are. */
    public int depth() {
        return layers.size() - 1;
    }

    /** How many numbers go into a layer of weights, counted from 0. */
    public int inputs(int layer) {
        return layers.get(layer);
    }

    /** How many numbers come out of a layer of weights, counted from 0. */
    public int outputs(int layer) {
        return layers.get(layer + 1);
    }

    /** Where the weights of a layer begin in the flat array. */
    public int offset(int layer) {
        int offset = 0;
        for (int before = 0; before < layer; before++) {
            offset += (inputs(before) + 1) * outputs(before);
        }
        return offset;
    }

    /** The widths as {@link #of} reads them. */
    public String widths() {
        return layers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Such as {@code 784,256,32 relu}. */
    @Override
    public String toString() {
        return widths() + " " + activation.word();
    }
}
