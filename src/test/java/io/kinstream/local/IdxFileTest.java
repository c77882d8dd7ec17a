package io.kinstream.local;

import static io.kinstream.local.IdxFiles.bytes;
import static io.kinstream.local.IdxFiles.gzip;
import static io.kinstream.local.IdxFiles.stream;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IdxFileTest {
    private static final byte[] IMAGES = bytes(new int[] {2051, 2, 1, 3}, 0, 1, 255, 7, 8, 9);
    private static final byte[] LABELS = bytes(new int[] {2049, 2}, 4, 9);

    @Test
    void imagesAndLabelsAreReadAsTheyStand() throws Exception {
        byte[][] images = IdxFile.images(stream(IMAGES), "images");
        assertEquals(2, images.length);
        assertArrayEquals(new byte[] {0, 1, (byte) 255}, images[0]);
        assertArrayEquals(new byte[] {7, 8, 9}, images[1]);
        assertArrayEquals(new byte[] {4, 9}, IdxFile.labels(stream(LABELS), "labels"));
    }

    @Test
    void aGzippedFileReadsAsAPlainOne() throws Exception {
        assertArrayEquals(new byte[] {7, 8, 9}, IdxFile.images(stream(gzip(IMAGES)), "images")[1]);
        assertArrayEquals(new byte[] {4, 9}, IdxFile.labels(stream(gzip(LABELS)), "labels"));
    }

    @Test
    void anotherKindOfFileIsRefused() {
        assertRefused("x: first number must be 2051 for IDX images, but was 2049", LABELS);
        assertRefused("x: is cut off", new byte[0]);
        assertRefused("x: is cut off", new byte[] {0, 0});
        assertRefused("x: is cut off", bytes(new int[] {2051, 2, 1}));
        assertEquals(
                "x: first number must be 2049 for IDX labels, but was 2051",
                assertThrows(IOException.class, () -> IdxFile.labels(stream(IMAGES), "x"))
                        .getMessage());
    }

    @Test
    void aFileThatIsShorterOrLongerThanItSaysIsRefused() {
        assertRefused("x: must hold 2 images, but ends after 1", Arrays.copyOf(IMAGES, IMAGES.length - 1));
        assertRefused("x: must end after 2 images, but goes on", Arrays.copyOf(IMAGES, IMAGES.length + 1));
    }

    @Test
    void aCutOffGzipFileIsRefused() throws Exception {
        byte[] compressed = gzip(IMAGES);
        assertRefused("x: is cut off", Arrays.copyOf(compressed, compressed.length / 2));
    }

    @Test
    void aDamagedHeaderIsRefusedBeforeItAsksForMemory() {
        assertRefused("x: count must be at least 1, but was -1", bytes(new int[] {2051, -1, 1, 1}));
        assertRefused("x: rows must be at least 1, but was 0", bytes(new int[] {2051, 1, 0, 1}));
        assertRefused("x: columns must be at most 2048, but was 65536", bytes(new int[] {2051, 1, 1, 65536}));
        assertRefused(
                "x: must hold 2147483647 images, but ends after 0", bytes(new int[] {2051, Integer.MAX_VALUE, 1, 1}));
    }

    private static void assertRefused(String message, byte[] file) {
        assertEquals(
                message,
                assertThrows(IOException.class, () -> IdxFile.images(stream(file), "x"))
                        .getMessage());
    }
}
