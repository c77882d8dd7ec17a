package io.kinstream.faults;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * How the program is set in one round, drawn from its seed.
 *
 * @param direct whether pairs are learned without a join
 * @param expiring whether some pairs wait for features in vain
 * @param embedding whether the program embeds, too
 * @param compiled by the JVM's optimising compiler, too, not only by the quick one
 */
record Setup(
        String name,
        boolean direct,
        boolean expiring,
        boolean embedding,
        boolean compiled,
        Map<String, String> values) {

    /** The shortest session that a broker allows. */
    static final int SESSION_MS = 6000;

    /** A replay buffer that is full soon, so that its pairs are replaced. */
    static final String REPLAYED = "40";

    /** @param directory for the program's state */
    static Setup of(long seed, String bootstrapServers, Path directory) {
        Random random = new Random(seed);
        random.nextInt(); // the first draw is nearly the same for seeds that are near: none of 200 learned directly
        String name = "round-" + seed;
        boolean direct = random.nextInt(4) == 0;
        boolean expiring = random.nextBoolean();
        boolean embedding = random.nextInt(3) == 0;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("application.id", name);
        values.put("topics.prefix", name + ".");
        values.put("kafka.bootstrap.servers", bootstrapServers);
        values.put("state.dir", directory.resolve(name).toString());
        values.put("http.enabled", "false");
        values.put("roles", embedding ? "train,embed" : "train");
        values.put("model.layers", Points.INPUTS + ",16,4");
        values.put("train.direct", Boolean.toString(direct));
        values.put("train.batch.size", pick(random, "16", "16", "7", "1"));
        values.put("train.linger.ms", direct ? "-1" : pick(random, "300", "-1"));
        values.put("train.threads", pick(random, "1", "2"));
        values.put("train.commit.interval.ms", pick(random, "100", "300", "1000"));
        values.put("join.ttl.ms", expiring ? "6000" : "86400000");
        values.put("publish.interval.ms", "300");
        values.put("publish.every.pairs", "100");
        values.put("kafka.num.standby.replicas", pick(random, "0", "0", "1"));
        values.put("kafka.consumer.session.timeout.ms", Integer.toString(SESSION_MS));
        values.put("kafka.consumer.heartbeat.interval.ms", "1500");
        boolean compiled = random.nextInt(3) == 0;
        values.put("train.replay.pairs", pick(random, "0", "0", REPLAYED, "400"));
        values.put("train.replay.ratio", pick(random, "1", "1.5"));
        return new Setup(name, direct, expiring, embedding, compiled, values);
    }

    KinstreamConfig config() {
        try {
            return KinstreamConfig.load(values, Map.of(), Map.of());
        } catch (ConfigProblems e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Override
    public String toString() {
        return name + " " + values;
    }
}
