package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
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
                        + "\"loss\":\"drlim\",\"distance\":\"euclidean\",\"similar_margin\":0.0,\"margin\":1.5,\"learning_rate\":0.01,\"parameters\":11,\"window_similar_pairs\":2,"
                        + "\"window_dissimilar_pairs\":1,\"mean_loss\":0.05,\"similar_loss\":0.06,"
                        + "\"dissimilar_loss\":0.03,\"similar_distance\":0.25,\"dissimilar_distance\":1.25,"
                        + "\"inside_margin\":null,\"auc\":0.98,\"equal_error_rate\":0.07,\"threshold\":0.5,"
                        + "\"accuracy\":1.0,\"expected_error\":0.25,\"false_accepts\":0.0,\"false_rejects\":0.5,"
                        + "\"similar_shares\":[{\"from\":0.0,\"similar_share\":0.75,\"pairs\":2},"
                        + "{\"from\":0.875,\"similar_share\":0.25,\"pairs\":1}],\"blocks\":1,\"checksum\":\""
                        + manifest.checksum()
                        + "\",\"published_at\":1767225600000}",
                json);
    }

    @Test
    void whatANewerWriterAddsIsIgnored() {
        String newer = json.replace("{\"model_id\"", "{\"parent\":{\"version\":[1]},\"model_id\"");
        assertEquals(Content.of(manifest), Content.of(ModelManifest.parse(Examples.utf8(newer))));
    }

    /** And those are what an older manifest means: the loss that was the only one, and that nobody calibrated. */
    @Test
    void everyFieldButTheNewestMustBeThere() throws IOException {
        Set<String> newest = Set.of(
                "log_offset",
                "loss",
                "distance",
                "similar_margin",
                "expected_error",
                "false_accepts",
                "false_rejects",
                "similar_shares");
        ObjectMapper mapper = new ObjectMapper();
        List<String> names = new ArrayList<>();
        mapper.readTree(json).fieldNames().forEachRemaining(names::add);
        assertTrue(names.containsAll(newest));
        ObjectNode older = (ObjectNode) mapper.readTree(json);
        older.remove(newest);
        assertEquals(
                Content.of(Examples.olderManifest(OptionalLong.empty())),
                Content.of(ModelManifest.parse(mapper.writeValueAsBytes(older))));
        names.removeAll(newest);
        for (String name : names) {
            ObjectNode without = (ObjectNode) mapper.readTree(json);
            without.remove(name);
            byte[] bytes = mapper.writeValueAsBytes(without);
            assertThrows(CorruptDataException.class, () -> ModelManifest.parse(bytes), name);
        }
    }

    @Test
    void aLossThatIsNotKnownOrNotOneIsRefused() {
        for (String[] change : new String[][] {
            {"\"drlim\"", "\"triplet\""},
            {"\"euclidean\"", "\"l2\""},
            {"\"similar_margin\":0.0", "\"similar_margin\":1.5"},
            {"\"margin\":1.5", "\"margin\":0"}
        }) {
            assertTrue(json.contains(change[0]), change[0]);
            String changed = json.replace(change[0], change[1]);
            assertThrows(CorruptDataException.class, () -> ModelManifest.parse(Examples.utf8(changed)), change[1]);
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
