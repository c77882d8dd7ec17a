package io.kinstream.stream;

import io.kinstream.learn.LearnerSettings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Names a model: what it is made of, and when it was started; for example {@code 784-256-32-relu-s1-20261124T101500Z}. */
final class ModelId {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ModelId() {}

    static String of(LearnerSettings settings, long startedAt) {
        String layers = settings.architecture().widths().replace(',', '-');
        String activation = settings.architecture().activation().word();
        return layers + "-" + activation + "-s" + settings.seed() + "-" + TIME.format(Instant.ofEpochMilli(startedAt));
    }
}
