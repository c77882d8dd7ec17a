package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    /** Reasons that no schema can tell: the encoder's size, float32's range and bytes are not in it. */
    private static final Set<Reason> BEYOND_SCHEMAS =
            EnumSet.of(Reason.WRONG_FEATURE_COUNT, Reason.NOT_FINITE, Reason.TOO_LARGE, Reason.INDEX_OUT_OF_RANGE);

    /** Reasons that are not about one value alone. */
    private static final Set<Reason> BEYOND_VALUES =
            EnumSet.of(Reason.FEATURES_MISSING, Reason.NO_JOIN, Reason.STEP_REFUSED, Reason.NO_KEY);

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final EventDecoder decoder = new EventDecoder(Topology.SAMPLE_INPUTS, Topology.SAMPLE_MAX_BYTES);

    static List<Path> valid() {
        return Topology.samples("valid");
    }

    static List<Path> rejected() {
        return Topology.samples("rejected");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidSampleIsReadAndFitsItsSchema(Path sample) throws Exception {
        read(sample);
        assertEquals(List.of(), schemaErrors(sample));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void aRejectedSampleIsRefusedForTheReasonInItsName(Path sample) {
        BadEventException refused = assertThrows(BadEventException.class, () -> read(sample));
        assertEquals(reason(sample), refused.reason(), refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void aSchemaRefusesWhatItCanTell(Path sample) throws IOException {
        boolean refused;
        try {
            refused = !schemaErrors(sample).isEmpty();
        } catch (JsonProcessingException e) {
            refused = true;
        }
        assertEquals(true, refused || BEYOND_SCHEMAS.contains(reason(sample)));
    }

    @Test
    void everyReasonThatAValueCanShowHasASample() {
        Set<Reason> shown = rejected().stream().map(SamplesTest::reason).collect(Collectors.toSet());
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(BEYOND_VALUES)), shown);
    }

    @Test
    void everySchemaHasAValidSample() {
        Set<JsonNode> used = valid().stream().map(Topology::schemaOf).collect(Collectors.toSet());
        assertEquals(Topology.schemas().size(), used.size());
    }

    private Object read(Path sample) throws BadEventException {
        byte[] value = Topology.bytes(sample);
        return switch (Topology.topic(sample)) {
            case FEATURES -> decoder.features(value, List.of());
            case PAIRS -> decoder.pair(value, List.of());
            case EMBEDDINGS -> EmbeddingRecord.parse(value);
            case MODELS -> ModelManifest.parse(value);
            default -> throw new AssertionError("no JSON is on the topic of " + sample);
        };
    }

    private static List<Error> schemaErrors(Path sample) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Topology.schemaOf(sample))
                .validate(STRICT.readTree(Topology.bytes(sample)));
    }

    /** The reason whose word follows the topic; the longest, should one begin with another. */
    private static Reason reason(Path sample) {
        String name = sample.getFileName().toString();
        String rest = name.substring(Topology.topic(sample).word().length() + 1);
        return Stream.of(Reason.values())
                .filter(reason -> rest.startsWith(reason.word()))
                .max(Comparator.comparing(reason -> reason.word().length()))
                .orElseThrow(() -> new AssertionError("the name must say a reason: " + sample));
    }
}
