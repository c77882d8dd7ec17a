package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelManifestTest {
    private final ModelManifest manifest = Examples.snapshot().manifest();
    private final String json = new String(manifest.toJson(), StandardCharsets.UTF_8);

    @Test
    void everyFigureComesBack() {
        assertEquals(Content.of(manifest), Content.of(ModelManifest.parse(manifest.toJson())));
    }

    @Test
    void theJsonIsFlatAndInAFixedOrder() {
        assertEquals(
                "{\"model_id\":\"a3f1\",\"model_version\":12800,\"log_offset\":12809,\"layers\":[3,2,1],\"activation\":\"tanh\",\"seed\":-42,"
                        + "\"margin\":1.5,\"learning_rate\":0.01,\"parameters\":11,\"window_similar_pairs\":2,"
                        + "\"window_dissimilar_pairs\":1,\"mean_loss\":0.05,\"similar_loss\":0.06,"
                        + "\"dissimilar_loss\":0.03,\"similar_distance\":0.25,\"dissimilar_distance\":1.25,"
                        + "\"inside_margin\":null,\"auc\":0.98,\"equal_error_rate\":0.07,\"threshold\":0.5,"
                        + "\"accuracy\":1.0,\"blocks\":1,\"checksum\":\"" + manifest.checksum()
                        + "\",\"published_at\":1767225600000}",
                json);
    }

    @Test
    void whatANewerWriterAddsIsIgnored() {
        String newer = json.replace("{\"model_id\"", "{\"parent\":{\"version\":[1]},\"model_id\"");
        assertEquals(Content.of(manifest), Content.of(ModelManifest.parse(Examples.utf8(newer))));
    }

    @Test
    void everyFieldButTheNewestMustBeThere() {
        for (String field : json.substring(1, json.length() - 1).split(",(?=\")")) {
            if (field.startsWith("\"log_offset\"")) {
                continue;
            }
            String without = json.replace(field + ",", "").replace("," + field + "}", "}");
            assertTrue(without.length() < json.length(), field);
            assertThrows(CorruptDataException.class, () -> ModelManifest.parse(Examples.utf8(without)), field);
        }
    }

    @Test
    void aManifestThatDoesNotSayItsLogOffsetReadsAsUnknown() {
        for (String unknown : new String[] {"", "\"log_offset\":null,"}) {
            String older = json.replace("\"log_offset\":12809,", unknown);
            assertEquals(
                    Content.of(Examples.snapshot(OptionalLong.empty()).manifest()),
                    Content.of(ModelManifest.parse(Examples.utf8(older))));
        }
        for (String wrong : new String[] {"-1", "\"12809\"", "[]"}) {
            String changed = json.replace("12809", wrong);
            assertThrows(CorruptDataException.class, () -> ModelManifest.parse(Examples.utf8(changed)), wrong);
        }
    }

    @Test
    void nullIsOnlyForFiguresThatAreUndefined() {
        for (String field : new String[] {
            "\"model_version\":12800",
            "\"layers\":[3,2,1]",
            "\"activation\":\"tanh\"",
            "\"margin\":1.5",
            "\"model_id\":\"a3f1\"",
            "\"checksum\":\"" + manifest.checksum() + "\""
        }) {
            String changed = json.replace(field, field.substring(0, field.indexOf(':')) + ":null");
            assertTrue(!changed.equals(json), field);
            assertThrows(CorruptDataException.class, () -> ModelManifest.parse(Examples.utf8(changed)), field);
        }
    }

    @Test
    void somethingElseIsRefused() {
        for (String text : new String[] {"", "null", "[]", "{}", "1", json + "x", json.substring(1)}) {
            assertThrows(CorruptDataException.class, () -> ModelManifest.parse(Examples.utf8(text)), text);
        }
    }
}
