package io.kinstream.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Events as they were read, as bytes.
 *
 * <pre>
 *   topic:text partition:varint offset:varint timestamp:int64  key:block value:block
 *   count:varint count x (name:text value:block)
 * </pre>
 */
public final class SourceRecordCodec {
    private static final int ROOM_FOR_NUMBERS = 64;

    private SourceRecordCodec() {}

    public static byte[] encode(SourceRecord source) {
        ByteWriter out = new ByteWriter(roughSize(source));
        write(source, out);
        return out.written();
    }

    /** @throws CorruptDataException when the bytes are not exactly one record */
    public static SourceRecord decode(byte[] bytes) {
        ByteReader in = new ByteReader("a kept record", bytes);
        SourceRecord source = read(in);
        in.expectEnd();
        return source;
    }

    /** Enough for all records but those with very long names of topics. */
    static int roughSize(SourceRecord source) {
        return Math.toIntExact(source.bytes() + source.topic().length() + ROOM_FOR_NUMBERS);
    }

    static void write(SourceRecord source, ByteWriter out) {
        out.text(source.topic()).varint(source.partition()).varint(source.offset());
        out.int64(source.timestamp()).block(source.key()).block(source.value());
        out.varint(source.headers().size());
        for (Header header : source.headers()) {
            out.text(header.name()).block(header.value());
        }
    }

    static SourceRecord read(ByteReader in) {
        String topic = in.text();
        int partition = in.intVarint();
        long offset = in.varint();
        long timestamp = in.int64();
        byte[] key = in.block();
        byte[] value = in.block();
        List<Header> headers = new ArrayList<>();
        for (int count = in.count(2); count > 0; count--) {
            headers.add(new Header(in.text(), in.block()));
        }
        return new SourceRecord(topic, partition, offset, timestamp, key, value, headers);
    }
}
