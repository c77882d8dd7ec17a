package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NpzModelTest {
    private static final ModelSnapshot MODEL = Examples.snapshot();

    private byte[] file;

    @BeforeEach
    void write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpzModel.write(MODEL, out);
        file = out.toByteArray();
    }

    @Test
    void everyBitOfAModelComesBack() {
        assertEquals(Content.of(MODEL), Content.of(NpzModel.read(file)));
    }

    @Test
    void aChangedByteIsNoticedOrWithoutConsequence() {
        int noticed = 0;
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] ^= 0x10;
            try {
                assertEquals(Content.of(MODEL), Content.of(NpzModel.read(changed)), "byte " + i);
            } catch (CorruptDataException e) {
                noticed++;
            }
        }
        assertTrue(noticed > file.length / 3, "noticed: " + noticed + " of " + file.length);
    }

    @Test
    void aTornFileIsRefusedUnlessOnlyTheDirectoryAtItsEndIsGone() {
        for (int length = 0; length < file.length; length++) {
            byte[] torn = Examples.cut(file, length);
            try {
                assertEquals(Content.of(MODEL), Content.of(NpzModel.read(torn)), "length " + length);
                assertTrue(length > file.length / 2, "length " + length);
            } catch (CorruptDataException e) {
                assertTrue(e.getMessage().contains("must"), e.getMessage());
            }
        }
    }

    @Test
    void somethingElseIsRefused() {
        assertRefused("must hold manifest.json", Examples.utf8("no zip file"));
    }

    @Test
    void arraysThatAreMissingOrTooManyAreNamed() throws IOException {
        Map<String, byte[]> entries = entries();
        byte[] bias = entries.remove("b1.npy");
        assertRefused("arrays [w0.npy, b0.npy, w1.npy, b1.npy], but holds [w0.npy, b0.npy, w1.npy]", zip(entries));
        entries.put("b1.npy", bias);
        entries.put("b2.npy", bias);
        assertRefused("but holds [w0.npy, b0.npy, w1.npy, b1.npy, b2.npy]", zip(entries));
    }

    @Test
    void anArrayOfAnotherShapeOrLengthIsRefused() throws IOException {
        Map<String, byte[]> entries = entries();
        byte[] weights = entries.get("w0.npy");
        String turned = new String(weights, StandardCharsets.ISO_8859_1).replace("(3, 2)", "(2, 3)");
        entries.put("w0.npy", turned.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("little-endian float32 of shape (3, 2)", zip(entries));
        entries.put("w0.npy", Examples.cut(weights, weights.length + 4));
        assertRefused("w0.npy cannot be read", zip(entries));
        entries.replaceAll((name, bytes) -> name.endsWith(".npy") ? Examples.cut(bytes, 4) : bytes);
        assertRefused("must hold 11 weights, but are only 16 bytes", zip(entries));
    }

    @Test
    void weightsThatAreNotThoseOfTheManifestAreRefused() throws IOException {
        Map<String, byte[]> entries = entries();
        byte[] bias = entries.get("b1.npy");
        bias[bias.length - 1] ^= 1;
        assertRefused("the weights must have checksum " + MODEL.manifest().checksum(), zip(entries));
    }

    private static void assertRefused(String message, byte[] file) {
        CorruptDataException refused = assertThrows(CorruptDataException.class, () -> NpzModel.read(file));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }
}
