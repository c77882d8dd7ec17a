package io.kinstream.local;

import static io.kinstream.local.IdxFiles.bytes;
import static io.kinstream.local.IdxFiles.gzip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kinstream.local.Dataset.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistDatasetTest {
    @TempDir
    Path directory;

    @BeforeEach
    void fourFiles() throws Exception {
        write("train-images-idx3-ubyte", bytes(new int[] {2051, 2, 1, 2}, 0, 255, 51, 0));
        write("train-labels-idx1-ubyte", bytes(new int[] {2049, 2}, 3, 200));
        write("t10k-images-idx3-ubyte.gz", gzip(bytes(new int[] {2051, 1, 1, 2}, 102, 0)));
        write("t10k-labels-idx1-ubyte.gz", gzip(bytes(new int[] {2049, 1}, 3)));
    }

    @Test
    void aDirectoryIsReadGzippedOrNot() throws Exception {
        Dataset dataset = MnistDataset.load(directory);
        assertEquals(directory.toString(), dataset.name());
        assertEquals(2, dataset.inputs());
        Item second = dataset.training().get(1);
        assertEquals("train-00001", second.id());
        assertEquals(200, second.category());
        assertArrayEquals(new float[] {0.2f, 0}, second.features());
        assertArrayEquals(new float[] {0, 1}, dataset.training().get(0).features());
        assertEquals(
                List.of("test-00000"), dataset.heldOut().stream().map(Item::id).toList());
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(directory.resolve("train-labels-idx1-ubyte"));
        assertRefused(directory + " must contain train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, but does not");
    }

    @Test
    void imagesWithoutLabelsAreRefused() throws Exception {
        write("train-labels-idx1-ubyte", bytes(new int[] {2049, 1}, 3));
        assertRefused(
                "train-labels-idx1-ubyte: labels must be as many as images in train-images-idx3-ubyte, 2, but was 1");
    }

    @Test
    void imagesOfDifferentSizesAreRefused() throws Exception {
        write("t10k-images-idx3-ubyte.gz", bytes(new int[] {2051, 1, 1, 1}, 102));
        assertRefused(directory + ": held-out items must have as many features as training items, 2, but was 1");
    }

    @Test
    void theBundledDigitsAreThoseOfMnist() throws Exception {
        Dataset mnist = MnistDataset.bundled();
        assertEquals(784, mnist.inputs());
        assertEquals(10_000, mnist.training().size());
        assertEquals(10_000, mnist.heldOut().size());
        // The published counts of the first 10,000 training digits and of the test digits, 0 to 9.
        assertArrayEquals(
                new int[] {1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978}, perDigit(mnist.training()));
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, perDigit(mnist.heldOut()));
        double sum = 0;
        for (Item item : mnist.heldOut()) {
            for (float feature : item.features()) {
                sum += feature;
            }
        }
        assertEquals(0.1325, sum / (10_000 * 784), 1e-4);
    }

    private static int[] perDigit(List<Item> items) {
        int[] counts = new int[10];
        items.forEach(item -> counts[item.category()]++);
        return counts;
    }

    private void assertRefused(String message) {
        assertEquals(
                message,
                assertThrows(IOException.class, () -> MnistDataset.load(directory))
                        .getMessage());
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }
}
