package io.kinstream.faults;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.stream.KinstreamApplication;
import io.kinstream.wire.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The applications with a mine among their meters: the process ends at once, as after {@code kill -9}, in the middle of
 * whatever it is doing when the mine goes off. The commit hook, for one, measures itself, and so has a moment after its
 * writes and before the commit.
 */
public final class MinedProgram {

    /** The meter by which the commit hook measures itself. */
    static final String COMMIT_HOOK = "kinstream.commit.flush";

    static final int BLOWN_UP = 86;

    private MinedProgram() {}

    /** @param arguments configuration file, name of the mined meter, how many times it is to be left in peace */
    public static void main(String[] arguments) throws Exception {
        KinstreamConfig config = KinstreamConfig.load(Path.of(arguments[0]), Map.of(), Map.of());
        Mined registry = new Mined(arguments[1], Integer.parseInt(arguments[2]));
        KinstreamMeters meters = new KinstreamMeters(
                registry, Arrays.stream(Reason.values()).map(Reason::word).toList());
        KinstreamApplication application = KinstreamApplication.start(config, meters, registry);
        Runtime.getRuntime().addShutdownHook(new Thread(application::close));
        application.failure().join().printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private static final class Mined extends SimpleMeterRegistry {
        private final String name;
        private final AtomicInteger left;

        Mined(String name, int count) {
            this.name = name;
            this.left = new AtomicInteger(count);
        }

        private void step(Meter.Id id) {
            if (id.getName().equals(name) && left.decrementAndGet() <= 0) {
                Runtime.getRuntime().halt(BLOWN_UP);
            }
        }

        @Override
        protected Counter newCounter(Meter.Id id) {
            return new CumulativeCounter(id) {
                @Override
                public void increment(double amount) {
                    super.increment(amount);
                    if (amount > 0) {
                        step(id);
                    }
                }
            };
        }

        @Override
        protected Timer newTimer(Meter.Id id, DistributionStatisticConfig statistics, PauseDetector pauses) {
            return new CumulativeTimer(id, clock, statistics, pauses, getBaseTimeUnit(), false) {
                @Override
                protected void recordNonNegative(long amount, TimeUnit unit) {
                    super.recordNonNegative(amount, unit);
                    step(id);
                }
            };
        }
    }
}
