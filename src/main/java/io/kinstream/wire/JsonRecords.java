package io.kinstream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;

/** The records that the program writes as JSON: components in their order, in snake case. */
final class JsonRecords {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // A newer writer may say more; what is there must be whole.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The shortest digits on every JDK; before 19 Float.toString sometimes writes one too many.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .injectableValues(absent())
            .build();

    private JsonRecords() {}

    /** What a component gets that may be absent, as older writers did not know it: null. Ids of these are their names. */
    private static InjectableValues absent() {
        InjectableValues.Std values = new InjectableValues.Std();
        for (RecordComponent component : ManifestJson.class.getRecordComponents()) {
            values.addValue(component.getName(), null);
        }
        return values;
    }

    static byte[] write(Record data) {
        try {
            return MAPPER.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws CorruptDataException when the bytes are not such a record */
    static <T extends Record> T read(byte[] json, Class<T> type, String what) {
        try {
            T data = MAPPER.readValue(json, type);
            if (data == null) {
                throw new CorruptDataException(what + " cannot be read: it is null");
            }
            return data;
        } catch (IOException e) {
            throw new CorruptDataException(what + " cannot be read: " + e.getMessage(), e);
        }
    }
}
