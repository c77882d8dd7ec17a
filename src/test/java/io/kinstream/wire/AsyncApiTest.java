package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract as files says what the code does, and the other way round. */
class AsyncApiTest {
    private final JsonNode api = Topology.asyncApi();

    @Test
    void theChannelsAreTheTopicsUnderTheirDefaultNames() {
        Set<String> addresses = new TreeSet<>();
        api.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));
        assertEquals(
                Stream.of(Topic.values())
                        .map(topic -> "kinstream." + topic.word())
                        .collect(Collectors.toCollection(TreeSet::new)),
                addresses);
    }

    @Test
    void aDeadLettersReasonsAreTheReasons() {
        JsonNode words = api.at("/components/messages/deadLetter/headers/properties/reason/enum");
        assertEquals(Stream.of(Reason.values()).map(Reason::word).toList(), texts(words));
    }

    @Test
    void aDeadLetterHasTheHeadersThatAreListed() {
        List<Header> headers = DeadLetter.headers(new Origin("pairs", 1, 2), List.of(), Reason.NOT_JSON, "x");
        assertEquals(
                names(api.at("/components/messages/deadLetter/headers/properties")),
                headers.stream().map(Header::name).toList());
    }

    @Test
    void everyHeaderOfTheCodeIsListedAndTheOtherWayRound() throws ReflectiveOperationException {
        Set<String> listed = new TreeSet<>();
        api.at("/components/messages").forEach(message -> listed.addAll(names(message.at("/headers/properties"))));
        assertEquals(constants(HeaderNames.class), listed);
    }

    @Test
    void announcedContentTypesAreTheOnesTheDecoderKnows() {
        Set<String> listed = new TreeSet<>();
        for (String message : List.of("features", "featuresFloat32", "pair", "pairFloat32")) {
            listed.addAll(texts(api.at("/components/messages/" + message + "/headers/properties/content-type/enum")));
        }
        assertEquals(
                Stream.of(ContentType.values()).map(ContentType::word).collect(Collectors.toCollection(TreeSet::new)),
                listed);
    }

    @Test
    void theKeysOfAModelAreAsListed() {
        JsonNode messages = api.at("/components/messages");
        assertEquals(
                SnapshotCodec.MANIFEST_KEY,
                messages.at("/manifest/bindings/kafka/key/const").asText());
        String pattern = messages.at("/block/bindings/kafka/key/pattern").asText();
        assertTrue(SnapshotCodec.blockKey(12).matches(pattern));
    }

    @Test
    void everySchemaIsUsedAndEveryMessageIsOnAChannel() {
        Set<String> schemas = new TreeSet<>();
        api.findValuesAsText("$ref").stream()
                .filter(ref -> ref.startsWith("./"))
                .forEach(schemas::add);
        assertEquals(
                Topology.schemas().stream()
                        .map(file -> "./schemas/" + file.getFileName())
                        .collect(Collectors.toCollection(TreeSet::new)),
                schemas);
        Set<String> onChannels = new HashSet<>();
        api.get("channels").forEach(channel -> onChannels.addAll(names(channel.get("messages"))));
        assertEquals(new HashSet<>(names(api.at("/components/messages"))), onChannels);
    }

    @Test
    void theFieldsOfEventsAreTheOnesTheDecoderKnows() throws ReflectiveOperationException {
        Set<String> listed = new TreeSet<>();
        for (String schema : List.of("pair", "features")) {
            Topology.schema(schema).findValues("properties").forEach(object -> listed.addAll(names(object)));
            Topology.schema(schema).findParents("indices").forEach(object -> listed.addAll(names(object)));
        }
        assertEquals(constants(EventFields.class), listed);
    }

    @Test
    void theLabelsAreTheOnesTheDecoderKnows() {
        List<String> words = texts(Topology.schema("pair").at("/properties/label/enum"));
        assertEquals(List.of("similar", "dissimilar"), words);
        words.forEach(word -> assertDoesNotThrow(() -> PairRules.label(word)));
    }

    @Test
    void anEmbeddingHasTheFieldsOfItsSchema() throws IOException {
        byte[] json = new EmbeddingRecord("a", new float[] {1}, "m", 1, 2).toJson();
        assertFields("embedding", json);
    }

    @Test
    void aManifestHasTheFieldsOfItsSchemaInTheirOrder() throws IOException {
        assertFields("manifest", Examples.snapshot().manifest().toJson());
    }

    private static void assertFields(String schema, byte[] json) throws IOException {
        List<String> listed = names(Topology.schema(schema).get("properties"));
        assertFalse(listed.isEmpty());
        assertEquals(listed, names(new ObjectMapper().readTree(json)));
        assertEquals(listed, texts(Topology.schema(schema).get("required")));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static Set<String> constants(Class<?> names) throws ReflectiveOperationException {
        Set<String> constants = new TreeSet<>();
        for (var field : names.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                constants.add((String) field.get(null));
            }
        }
        assertFalse(constants.isEmpty());
        return constants;
    }
}
