package io.kinstream.config;

import io.kinstream.config.Settings.Setting;
import io.kinstream.nn.LossForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/** Turns settings into values, and goes on after a mistake to find the others too. */
final class Check {

    /** Kafka settings that Kinstream answers for itself, with what to do instead. */
    private static final Map<String, String> OWN_KAFKA_SETTINGS = Map.of(
            "kafka.application.id", "set by application.id",
            "kafka.commit.interval.ms", "set by train.commit.interval.ms and embed.commit.interval.ms",
            "kafka.num.stream.threads", "set by train.threads and embed.threads",
            "kafka.processing.guarantee", "left unset, because training is exactly once always",
            "kafka.state.dir", "set by state.dir",
            "kafka.cache.max.bytes.buffering",
                    "left unset, because without a cache the weights are saved after each pair",
            "kafka.statestore.cache.max.bytes",
                    "left unset, because without a cache the weights are saved after each pair");

    /** A login module and its options; or all or a part of it is fetched from elsewhere, see Kafka's config.providers. */
    private static final Pattern JAAS = Pattern.compile("\\s*\\S+\\s+(required|requisite|sufficient|optional)"
            + "(\\s+[^\\s=;\"']+\\s*=\\s*(\"(\\\\.|[^\"\\\\])*\"|'[^']*'|[^\\s;\"']+))*\\s*;\\s*|.*\\$\\{.*");

    private final Map<String, ConfigKey> keys = Keys.all();
    private final Map<String, Setting> settings;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> kafka = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    Check(Settings settings) throws ConfigProblems {
        this.settings = settings.byKey();
        keys.values().forEach(this::read);
        this.settings.forEach(this::sort);
        together();
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
        kafka.put(
                kafkaName(Keys.BOOTSTRAP_SERVERS),
                values.get(Keys.BOOTSTRAP_SERVERS).toString());
    }

    /** The value of every key. */
    Map<String, Object> values() {
        return values;
    }

    /** The keys that were set, by whomever. */
    Set<String> given() {
        return settings.keySet();
    }

    /** The settings of Kafka's clients, without the prefix. */
    Map<String, String> kafka() {
        return kafka;
    }

    private void read(ConfigKey key) {
        Setting setting = settings.get(key.name);
        if (setting == null && !key.hasDefault()) {
            problems.add(key.name + " must be " + key.validator + ", but was not set");
        } else if (setting == null) {
            values.put(key.name, key.defaultValue);
        } else {
            try {
                Object value = ConfigDef.parseType(key.name, setting.value(), key.type);
                key.validator.ensureValid(key.name, value);
                values.put(key.name, value);
            } catch (ConfigException e) {
                problem(key.name, setting, key.validator.toString());
            }
        }
    }

    /** Finds a place for what was set: a known key, a setting of Kafka's clients, or a mistake. */
    private void sort(String key, Setting setting) {
        if (keys.containsKey(key)) {
            return;
        }
        if (OWN_KAFKA_SETTINGS.containsKey(key)) {
            problem(key, setting, OWN_KAFKA_SETTINGS.get(key));
        } else if (key.startsWith(Keys.KAFKA_PREFIX) && key.endsWith("sasl.jaas.config") && !isJaas(setting.value())) {
            // Kafka's own refusal would repeat a part of it, which may be the password.
            problems.add(
                    key + " must be `<login module> required <name>=\"<value>\" ...;`, but was of another form (it is"
                            + " not shown as it is a secret)" + from(setting));
        } else if (key.startsWith(Keys.KAFKA_PREFIX) && key.endsWith("batch.size") && !isBatch(setting.value())) {
            problem(key, setting, "a number of bytes from 0 to " + KinstreamConfig.BATCH_LIMIT_BYTES);
        } else if (key.startsWith(Keys.KAFKA_PREFIX) && !kafkaName(key).isEmpty()) {
            kafka.put(kafkaName(key), setting.value());
        } else {
            problems.add(Spelling.unknown(key, setting.origin(), keys.keySet()));
        }
    }

    private static boolean isJaas(String value) {
        return JAAS.matcher(value).matches();
    }

    private static boolean isBatch(String value) {
        try {
            int bytes = Integer.parseInt(value.strip());
            return bytes >= 0 && bytes <= KinstreamConfig.BATCH_LIMIT_BYTES;
        } catch (NumberFormatException e) {
            return value.contains("${"); // it comes from elsewhere, see Kafka's config.providers
        }
    }

    /** What is right by itself, but not together. */
    private void together() {
        if (isZero(Keys.PUBLISH_EVERY_PAIRS) && isZero(Keys.PUBLISH_INTERVAL_MS)) {
            problems.add(Keys.PUBLISH_EVERY_PAIRS + " must be > 0 when " + Keys.PUBLISH_INTERVAL_MS
                    + " is 0, but was 0: no model would ever be published");
        }
        if (values.get(Keys.LOSS_MARGIN_SIMILAR) instanceof Double similar && similar > 0) {
            similarMargin(similar);
        }
    }

    private void similarMargin(Double similar) {
        if (values.get(Keys.LOSS_MARGIN) instanceof Double margin && similar.floatValue() >= margin.floatValue()) {
            problems.add(Keys.LOSS_MARGIN_SIMILAR + " must be less than " + Keys.LOSS_MARGIN + ", " + margin
                    + ", but was " + similar);
        }
        if (LossForm.EXPONENTIAL.word().equals(values.get(Keys.LOSS))) {
            problems.add(
                    Keys.LOSS_MARGIN_SIMILAR + " must be 0 with " + Keys.LOSS + "=exponential, but was " + similar);
        }
    }

    private boolean isZero(String key) {
        return Long.valueOf(0).equals(values.get(key));
    }

    private void problem(String key, Setting setting, String rule) {
        String value = setting.value().isBlank() ? "empty" : setting.value();
        problems.add(key + " must be " + rule + ", but was " + value + from(setting));
    }

    private static String from(Setting setting) {
        return setting.origin().isEmpty() ? "" : " (from " + setting.origin() + ")";
    }

    private static String kafkaName(String key) {
        return key.substring(Keys.KAFKA_PREFIX.length());
    }
}
