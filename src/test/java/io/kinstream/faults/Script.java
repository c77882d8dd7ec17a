package io.kinstream.faults;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.ContentType;
import io.kinstream.wire.Header;
import io.kinstream.wire.HeaderNames;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Reason;
import io.kinstream.wire.Side;
import io.kinstream.wire.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A seeded workload: pairs by id, inline and half inline, JSON and binary, with weights, repeated with the other label, of
 * an item with itself; features that come early, late, again, or are deleted; and bad events among them.
 */
final class Script {

    private static final double BAD = .08;

    private final Random random;
    private final boolean direct;
    private final ItemEvents items;

    private Script(long seed, boolean direct, boolean expiring) {
        this.random = new Random(seed);
        this.direct = direct;
        this.items = new ItemEvents(random, expiring);
    }

    /**
     * The events in the order to send them.
     *
     * @param direct whether pairs are all inline; a few by id are bad events then
     * @param expiring whether there are items whose features never come, or go for good
     */
    static List<Event> of(long seed, int pairs, boolean direct, boolean expiring) {
        return new Script(seed, direct, expiring).events(pairs);
    }

    private List<Event> events(int pairs) {
        List<ItemEvents.Timed> timed = new ArrayList<>(items.all());
        for (int i = 0; i < pairs; i++) {
            double at = (i + 1.0) / (pairs + 1);
            boolean again = i > 0 && random.nextInt(20) == 0;
            Event event = again ? contradiction(timed.get(timed.size() - 1).event()) : pair();
            if (random.nextDouble() < BAD) {
                timed.add(new ItemEvents.Timed(at, BadEvents.any(random)));
            }
            timed.add(new ItemEvents.Timed(at, event));
        }
        return timed.stream()
                .sorted(Comparator.comparingDouble(ItemEvents.Timed::at))
                .map(ItemEvents.Timed::event)
                .toList();
    }

    private Event pair() {
        String left = items.anyName();
        String right = random.nextInt(20) == 0 ? left : items.anyName();
        Label label = ItemEvents.isOdd(left) == ItemEvents.isOdd(right) ? Label.SIMILAR : Label.DISSIMILAR;
        float weight = random.nextInt(10) == 0 ? random.nextInt(1, 5) / 2f : 1;
        if (random.nextInt(10) == 0) {
            return binary(ItemEvents.isOdd(left), ItemEvents.isOdd(right), label, weight);
        }
        return pair(new PairEvent(side(left), side(right), label, weight));
    }

    private Side side(String item) {
        int inlineOfTen = direct ? 10 - (random.nextInt(10) == 0 ? 10 : 0) : 3;
        return random.nextInt(10) < inlineOfTen
                ? new Side.Inline(Points.any(random, ItemEvents.isOdd(item)))
                : new Side.Id(item);
    }

    private Event pair(PairEvent pair) {
        String weight = pair.weight() == 1 && random.nextBoolean() ? "" : ",\"weight\":" + pair.weight();
        String json = "{\"label\":\"" + word(pair.label()) + "\",\"left\":" + json(pair.left()) + ",\"right\":"
                + json(pair.right()) + weight + "}";
        boolean complete = pair.left() instanceof Side.Inline && pair.right() instanceof Side.Inline;
        Fate fate = direct && !complete ? new Fate.Dead(Reason.NO_JOIN) : new Fate.Learned(pair);
        return Event.json(Topic.PAIRS, null, json, fate);
    }

    private Event binary(boolean leftIsOdd, boolean rightIsOdd, Label label, float weight) {
        float[] left = Points.dense(random, leftIsOdd);
        float[] right = Points.dense(random, rightIsOdd);
        ByteBuffer bytes =
                ByteBuffer.allocate((left.length + right.length) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(left).put(right);
        List<Header> headers = List.of(
                Header.text(HeaderNames.CONTENT_TYPE, ContentType.FLOAT32.word()),
                Header.text(HeaderNames.LABEL, word(label)),
                Header.text(HeaderNames.WEIGHT, Float.toString(weight)));
        PairEvent pair = new PairEvent(inline(left), inline(right), label, weight);
        return new Event(Topic.PAIRS, null, bytes.array(), headers, new Fate.Learned(pair));
    }

    /** The same pair called the opposite, if it is one; else another pair. */
    private Event contradiction(Event before) {
        if (before.fate() instanceof Fate.Learned learned) {
            PairEvent pair = learned.pair();
            Label other = pair.label() == Label.SIMILAR ? Label.DISSIMILAR : Label.SIMILAR;
            return pair(new PairEvent(pair.left(), pair.right(), other, pair.weight()));
        }
        return pair();
    }

    private static Side inline(float[] values) {
        return new Side.Inline(new Features.Dense(values));
    }

    private static String json(Side side) {
        return side instanceof Side.Id id ? "\"" + id.id() + "\"" : Points.json(((Side.Inline) side).features());
    }

    private static String word(Label label) {
        return label.name().toLowerCase(Locale.ROOT);
    }
}
