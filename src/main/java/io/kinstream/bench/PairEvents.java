package io.kinstream.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kinstream.local.Dataset;
import io.kinstream.local.RandomPairs;
import io.kinstream.wire.ContentType;
import io.kinstream.wire.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Random pairs of a data set as events. What belongs to one item is written once, so that loading takes little time. */
final class PairEvents {

    /** How a pair is written. */
    enum Form {
        /** JSON with the features of both items. */
        JSON,
        /** The same as bare float32 numbers. */
        FLOAT32,
        /** JSON with the ids of both items. */
        IDS
    }

    private static final long SEED = 1;

    private final Form form;
    private final RandomPairs pairs;
    private final byte[][] items;

    PairEvents(Form form, Dataset dataset) {
        this.form = form;
        List<Dataset.Item> all = dataset.training();
        pairs = new RandomPairs(all.stream().mapToInt(Dataset.Item::category).toArray(), SEED);
        items = all.stream().map(this::side).toArray(byte[][]::new);
    }

    /** The event of the pair at a position. */
    ProducerRecord<byte[], byte[]> at(String topic, int partition, long index) {
        RandomPairs.IndexPair pair = pairs.at(index);
        byte[] left = items[pair.left()];
        byte[] right = items[pair.right()];
        byte[] label = utf8(pair.label().name().toLowerCase(Locale.ROOT));
        if (form == Form.FLOAT32) {
            byte[] value = joined(left, right);
            List<Header> headers = List.of(
                    new RecordHeader(HeaderNames.CONTENT_TYPE, utf8(ContentType.FLOAT32.word())),
                    new RecordHeader(HeaderNames.LABEL, label));
            return new ProducerRecord<>(topic, partition, (byte[]) null, value, headers);
        }
        byte[] value =
                joined(utf8("{\"left\":"), left, utf8(",\"right\":"), right, utf8(",\"label\":\""), label, utf8("\"}"));
        return new ProducerRecord<>(topic, partition, null, value);
    }

    /** The features of an item as JSON: an event by itself, and a side of a pair. */
    static byte[] features(Dataset.Item item) {
        return json(Map.of("features", item.features()));
    }

    private byte[] side(Dataset.Item item) {
        return switch (form) {
            case JSON -> features(item);
            case IDS -> json(item.id());
            case FLOAT32 -> float32(item.features());
        };
    }

    private static byte[] float32(float[] features) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return bytes.array();
    }

    private static byte[] json(Object value) {
        ObjectMapper mapper = JsonMapper.builder().build();
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an item must be written as JSON, but was not", e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
