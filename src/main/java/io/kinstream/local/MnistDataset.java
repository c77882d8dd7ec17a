package io.kinstream.local;

import io.kinstream.local.Dataset.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MNIST, or anything else in its files: four IDX files of images and their labels. A pixel byte divided by 255 is a
 * feature; the label is the category; ids count from 0 in file order, {@code train-00042} and {@code test-00042}.
 */
public final class MnistDataset {
    private MnistDataset() {}

    /** The digits that come with Kinstream: the first 10,000 training digits and all 10,000 test digits of MNIST. */
    public static Dataset bundled() throws IOException {
        return load("MNIST, 10,000 training digits", "-10k", MnistDataset::resource);
    }

    /**
     * Reads {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
     * {@code t10k-labels-idx1-ubyte}, each as it is or with {@code .gz}.
     *
     * @throws IOException if one of them is missing or damaged, or images and labels are not equally many
     */
    public static Dataset load(Path directory) throws IOException {
        return load(directory.toString(), "", name -> file(directory, name));
    }

    private static Dataset load(String name, String trainingPart, Source files) throws IOException {
        List<Item> training = items("train", trainingPart, "train", files);
        List<Item> heldOut = items("t10k", "", "test", files);
        try {
            return new Dataset(name, training, heldOut);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<Item> items(String file, String part, String id, Source files) throws IOException {
        String imagesFile = file + "-images" + part + "-idx3-ubyte";
        String labelsFile = file + "-labels" + part + "-idx1-ubyte";
        byte[][] images = IdxFile.images(files.open(imagesFile), imagesFile);
        byte[] labels = IdxFile.labels(files.open(labelsFile), labelsFile);
        if (images.length != labels.length) {
            throw new IOException(labelsFile + ": labels must be as many as images in " + imagesFile + ", "
                    + images.length + ", but was " + labels.length);
        }
        List<Item> items = new ArrayList<>(images.length);
        for (int i = 0; i < images.length; i++) {
            items.add(new Item("%s-%05d".formatted(id, i), features(images[i]), Byte.toUnsignedInt(labels[i])));
        }
        return items;
    }

    private static float[] features(byte[] pixels) {
        float[] features = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            features[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
        }
        return features;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = MnistDataset.class.getResourceAsStream("mnist/" + name + ".gz");
        if (stream == null) {
            throw new IOException("mnist/" + name + ".gz is missing from the program");
        }
        return stream;
    }

    private static InputStream file(Path directory, String name) throws IOException {
        for (String candidate : List.of(name, name + ".gz")) {
            Path path = directory.resolve(candidate);
            if (Files.exists(path)) {
                return Files.newInputStream(path);
            }
        }
        throw new NoSuchFileException(directory + " must contain " + name + " or " + name + ".gz, but does not");
    }

    /** Where a file of a given name, without {@code .gz}, comes from; the reader closes it. */
    private interface Source {
        InputStream open(String name) throws IOException;
    }
}
