package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.bench.PairEvents.Form;
import io.kinstream.local.Dataset;
import io.kinstream.local.Dataset.Item;
import io.kinstream.local.RandomPairs;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.Header;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Side;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured must be pairs that the program learns, and the same ones whatever their form. */
class PairEventsTest {

    private static final List<Item> ITEMS = IntStream.range(0, 8)
            .mapToObj(i -> new Item("item-" + i, new float[] {i, 0, 0.1f * i}, i % 2))
            .toList();
    private static final Dataset DATASET = new Dataset("test", ITEMS, ITEMS);
    private static final RandomPairs PAIRS =
            new RandomPairs(ITEMS.stream().mapToInt(Item::category).toArray(), 1);

    private final EventDecoder decoder = new EventDecoder(3, 10_000);

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"JSON", "FLOAT32"})
    void anInlinePairHasTheFeaturesOfBothItemsAndTheirLabel(Form form) throws BadEventException {
        for (int i = 0; i < 100; i++) {
            PairEvent event = decoded(form, i);
            assertArrayEquals(ITEMS.get(PAIRS.at(i).left()).features(), features(event.left()));
            assertArrayEquals(ITEMS.get(PAIRS.at(i).right()).features(), features(event.right()));
            assertEquals(PAIRS.at(i).label(), event.label());
        }
    }

    @Test
    void aPairByIdNamesBothItems() throws BadEventException {
        for (int i = 0; i < 100; i++) {
            PairEvent event = decoded(Form.IDS, i);
            assertEquals(new Side.Id(ITEMS.get(PAIRS.at(i).left()).id()), event.left());
            assertEquals(new Side.Id(ITEMS.get(PAIRS.at(i).right()).id()), event.right());
            assertEquals(PAIRS.at(i).label(), event.label());
        }
    }

    private PairEvent decoded(Form form, long index) throws BadEventException {
        ProducerRecord<byte[], byte[]> record = new PairEvents(form, DATASET).at("pairs", 2, index);
        assertEquals(2, record.partition());
        List<Header> headers = StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> new Header(header.key(), header.value()))
                .toList();
        return decoder.pair(record.value(), headers);
    }

    private static float[] features(Side side) {
        return ((Features.Dense) ((Side.Inline) side).features()).values();
    }
}
