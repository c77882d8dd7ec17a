package io.kinstream.faults;

import io.kinstream.nn.Features;
import io.kinstream.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The items of a workload: when the features of each come, change and go. */
final class ItemEvents {

    /** An event and its place in the workload, from 0, the beginning, to 1. */
    record Timed(double at, Event event) {}

    private enum Kind {
        EARLY,
        LATE,
        CHANGING,
        DELETED,
        NEVER
    }

    private static final int EARLY = 20;
    private static final int OF_EACH_OTHER_KIND = 6;

    private final Random random;
    private final boolean expiring;
    private final List<Kind> kinds = new ArrayList<>();

    /** @param expiring whether there are items whose features never come, or go for good */
    ItemEvents(Random random, boolean expiring) {
        this.random = random;
        this.expiring = expiring;
        for (Kind kind : Kind.values()) {
            int count = kind == Kind.EARLY ? EARLY : OF_EACH_OTHER_KIND;
            for (int i = 0; i < count && (expiring || kind != Kind.NEVER); i++) {
                kinds.add(kind);
            }
        }
    }

    /** The name of any item that pairs may speak of. */
    String anyName() {
        return name(random.nextInt(kinds.size()));
    }

    private static String name(int item) {
        return "item-" + item;
    }

    /** Which of the two kinds of points an item is. */
    static boolean isOdd(String name) {
        return name.charAt(name.length() - 1) % 2 == 1;
    }

    List<Timed> all() {
        List<Timed> events = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String name = name(i);
            switch (kinds.get(i)) {
                case EARLY -> events.add(known(0, name));
                case LATE -> events.add(known(between(.5, .9), name));
                case CHANGING -> {
                    for (double from : new double[] {0, .2, .4, .6}) {
                        events.add(known(from == 0 ? 0 : between(from, from + .2), name));
                    }
                }
                case DELETED -> {
                    events.add(known(between(0, .1), name));
                    events.add(new Timed(
                            between(.2, .5),
                            new Event(Topic.FEATURES, Event.utf8(name), null, List.of(), new Fate.Known(name, null))));
                    if (!expiring || random.nextBoolean()) {
                        events.add(known(between(.6, .9), name));
                    }
                }
                case NEVER -> {
                    // Pairs will wait for it in vain.
                }
            }
        }
        return events;
    }

    private Timed known(double at, String name) {
        Features features = Points.any(random, isOdd(name));
        return new Timed(at, Event.json(Topic.FEATURES, name, Points.json(features), new Fate.Known(name, features)));
    }

    private double between(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }
}
