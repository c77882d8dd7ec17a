package io.kinstream.config;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The documentation of all keys, made from their definitions so that the two cannot differ. */
final class ConfigDocs {

    private static final String HEAD = """
            # The configuration of Kinstream: every key, with its default.
            #
            # Defaults are commented out: remove the # to change one. Environment variables override this file
            # (KINSTREAM_MODEL_LAYERS for model.layers), the command line overrides both. An unknown key stops the start.
            """;

    private static final int WIDTH = 118;

    private ConfigDocs() {}

    /**
     * A properties file with every key.
     *
     * @param set values of the keys that are set in it; all others are commented out and show their default
     */
    static String properties(Map<String, String> set) {
        StringBuilder file = new StringBuilder(HEAD);
        String group = "";
        for (ConfigKey key : Keys.all().values()) {
            if (!key.group.equals(group)) {
                group = key.group;
                file.append("\n\n#### ").append(group).append('\n');
            }
            file.append('\n').append(comment(key.documentation));
            file.append(comment("Must be " + key.validator + "."));
            String value = set.getOrDefault(key.name, defaultText(key));
            file.append(set.containsKey(key.name) ? "" : "#")
                    .append(key.name)
                    .append('=')
                    .append(value)
                    .append('\n');
        }
        return file.toString();
    }

    /** A Markdown table with every key. */
    static String markdown() {
        return Keys.all().values().stream()
                .map(key -> "| `" + key.name + "` | " + defaultCell(key) + " | " + key.documentation + " |\n")
                .collect(Collectors.joining("", "| Key | Default | Meaning |\n|---|---|---|\n", ""));
    }

    private static String defaultCell(ConfigKey key) {
        return key.hasDefault() ? "`" + defaultText(key) + "`" : "none: must be set";
    }

    private static String defaultText(ConfigKey key) {
        return key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : "";
    }

    /** The text as comment lines, broken between words. */
    private static String comment(String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("#");
        for (String word : text.strip().split("\\s+")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
