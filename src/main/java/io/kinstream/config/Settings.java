package io.kinstream.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** What was set, as text, by key, before anyone has looked whether it makes sense. */
final class Settings {

    private static final String VARIABLE_PREFIX = "KINSTREAM_";

    /** Variables with that prefix which the launcher reads, not the program. */
    private static final Set<String> LAUNCHER_VARIABLES =
            Set.of("KINSTREAM_HEAP", "KINSTREAM_JAVA_OPTS", "KINSTREAM_HOME");

    private final Map<String, Setting> byKey = new TreeMap<>();

    /** @param origin the environment variable or place it was set in; empty for the file, where the key says it all */
    record Setting(String value, String origin) {}

    /** The later of file, environment and overrides wins. */
    Settings(Map<String, String> file, Map<String, String> environment, Map<String, String> overrides) {
        file.forEach((key, value) -> byKey.put(key, new Setting(value, "")));
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE_PREFIX) && !LAUNCHER_VARIABLES.contains(variable)) {
                byKey.put(key(variable), new Setting(value, variable));
            }
        });
        overrides.forEach((key, value) -> byKey.put(key, new Setting(value, "the command line")));
    }

    /** Reads a properties file in UTF-8. */
    static Map<String, String> read(Path file) throws ConfigProblems {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigProblems(
                    List.of("configuration file must be a readable properties file in UTF-8, but was " + e));
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /** The environment variable that sets a key. */
    static String variable(String key) {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String key(String variable) {
        return variable.substring(VARIABLE_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }

    Map<String, Setting> byKey() {
        return byKey;
    }
}
