package io.kinstream.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each key there is, and so for each that will be. */
class AnyKeyTest {

    private static final String LAYERS = "4,2";

    /** Keys that take any text without a blank in front, or any whole number. */
    private static final List<String> ANY_WORD = List.of(Keys.STATE_DIR, Keys.HTTP_HOST);

    private static final List<String> ANY_NUMBER = List.of(Keys.MODEL_SEED, Keys.DECAY_PAIRS);

    static List<ConfigKey> keys() {
        return List.copyOf(Keys.all().values());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aMissingKeyHasAGoodDefaultOrIsAskedFor(ConfigKey key) throws ConfigProblems {
        if (key.hasDefault()) {
            key.validator.ensureValid(key.name, ConfigDef.parseType(key.name, key.defaultValue, key.type));
            load(Map.of(), Map.of());
        } else {
            ConfigProblems problems =
                    assertThrows(ConfigProblems.class, () -> KinstreamConfig.load(Map.of(), Map.of(), Map.of()));
            assertEquals(List.of(key.name + " must be " + key.validator + ", but was not set"), problems.problems());
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aValueThatBreaksTheRuleIsNamedWithTheRuleTheValueAndWhereItWasSet(ConfigKey key) {
        String variable = Settings.variable(key.name);
        for (String value : impossible(key)) {
            String problem =
                    key.name + " must be " + key.validator + ", but was " + (value.isBlank() ? "empty" : value);
            assertEquals(List.of(problem), problems(Map.of(key.name, value), Map.of()));
            assertEquals(List.of(problem + " (from " + variable + ")"), problems(Map.of(), Map.of(variable, value)));
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aMisspeltKeyIsNamedWithTheOneThatWasMeant(ConfigKey key) {
        String misspelt = key.name.substring(0, key.name.length() - 1) + "q";
        if (key.name.startsWith(Keys.KAFKA_PREFIX)) {
            return; // passed through: Kafka itself warns of settings it does not know
        }
        List<String> problems = problems(Map.of(misspelt, "1"), Map.of());
        assertEquals(List.of(misspelt + " must be a known key, but was not: did you mean " + key.name + "?"), problems);

        String variable = Settings.variable(misspelt);
        assertEquals(
                List.of(variable + " must be a known key, but was not: did you mean " + Settings.variable(key.name)
                        + "?"),
                problems(Map.of(), Map.of(variable, "1")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theVariableWinsOverTheFileEvenIfItIsWrong(ConfigKey key) throws ConfigProblems {
        String good = key.hasDefault() ? shown(key) : LAYERS;
        String bad = impossible(key).get(0);
        String variable = Settings.variable(key.name);
        load(Map.of(key.name, bad), Map.of(variable, good));
        assertEquals(1, problems(Map.of(key.name, good), Map.of(variable, bad)).size());
    }

    @Test
    void allKeysBeingWrongIsSaidAtOnce() {
        Map<String, String> file = new HashMap<>();
        keys().forEach(key -> file.put(key.name, impossible(key).get(0)));
        List<String> problems = problems(file, Map.of());
        assertEquals(keys().size(), problems.size());
        for (ConfigKey key : keys()) {
            assertTrue(problems.stream().anyMatch(problem -> problem.startsWith(key.name + " must be ")), key.name);
        }
    }

    /** Values that no key of the type may have, as far as its rule has bounds. */
    private static List<String> impossible(ConfigKey key) {
        List<String> values = new ArrayList<>();
        if (!key.name.equals(Keys.TOPICS_PREFIX)) {
            values.add("");
            values.add("  ");
        }
        if (key.type == Type.INT || key.type == Type.LONG || key.type == Type.DOUBLE) {
            values.addAll(List.of("many", "1_000", "0x10", "NaN", "Infinity", "-Infinity", "1,5", "9".repeat(1000)));
            if (!ANY_NUMBER.contains(key.name)) {
                values.addAll(List.of("-9223372036854775808", "9223372036854775807"));
            }
        }
        if (key.type == Type.INT || key.type == Type.LONG) {
            values.addAll(List.of("1.5", "1e3"));
        }
        if (key.type == Type.BOOLEAN) {
            values.addAll(List.of("yes", "1", "truee"));
        }
        if ((key.type == Type.STRING || key.type == Type.LIST) && !ANY_WORD.contains(key.name)) {
            values.addAll(List.of("no good \u0000", "a b", "\u00e4/"));
        }
        return values;
    }

    private static String shown(ConfigKey key) {
        return key.type == Type.LIST ? "train,embed" : key.defaultValue.toString();
    }

    private static void load(Map<String, String> file, Map<String, String> environment) throws ConfigProblems {
        Map<String, String> complete = new HashMap<>(Map.of(Keys.MODEL_LAYERS, LAYERS));
        complete.putAll(file);
        KinstreamConfig.load(complete, environment, Map.of());
    }

    private static List<String> problems(Map<String, String> file, Map<String, String> environment) {
        return assertThrows(ConfigProblems.class, () -> load(file, environment), () -> file + " " + environment)
                .problems();
    }
}
