package io.kinstream.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {

    private static final Path FILE = Path.of("config", "kinstream.properties");
    private static final Path README = Path.of("README.md");
    private static final Map<String, String> SET = Map.of(Keys.MODEL_LAYERS, "784,256,32");

    @Test
    void theFileInConfigDocumentsEveryKeyAsItIsDefined() throws IOException {
        String expected = ConfigDocs.properties(SET);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, expected);
        }
        assertEquals(
                expected, Files.readString(FILE), FILE + " is out of date: run this test with -Dgolden.update=true");
    }

    @Test
    void theTableOfTheReadmeIsMadeFromTheDefinitions() throws IOException {
        String begin = "<!-- config -->\n";
        String end = "<!-- /config -->\n";
        String readme = Files.readString(README);
        int from = readme.indexOf(begin) + begin.length();
        String expected = readme.substring(0, from) + ConfigDocs.markdown() + readme.substring(readme.indexOf(end));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(README, expected);
        }
        assertEquals(
                expected,
                Files.readString(README),
                "README.md is out of date: run this test with -Dgolden.update=true");
    }

    @Test
    void theFileInConfigLoadsWithAllDefaults() throws ConfigProblems {
        KinstreamConfig config = KinstreamConfig.load(FILE, Map.of(), Map.of());
        assertEquals(KinstreamConfig.load(SET, Map.of(), Map.of()).describe(), config.describe());
    }

    /** So that whoever removes the # of a line gets what the line said. */
    @Test
    void theDefaultsShownAreTheDefaultsMeant() throws IOException, ConfigProblems {
        Properties shown = new Properties();
        shown.load(new StringReader(ConfigDocs.properties(SET).replaceAll("(?m)^#(?=[a-z])", "")));
        assertEquals(Keys.all().keySet(), shown.stringPropertyNames());

        Map<String, String> values = new TreeMap<>();
        shown.stringPropertyNames().forEach(key -> values.put(key, shown.getProperty(key)));

        KinstreamConfig config = KinstreamConfig.load(values, Map.of(), Map.of());
        assertEquals(KinstreamConfig.load(SET, Map.of(), Map.of()).describe(), config.describe());
    }

    @Test
    void everyKeyHasARowOfThreeCells() {
        List<String> rows = ConfigDocs.markdown().lines().skip(2).toList();

        TreeSet<String> keys = new TreeSet<>();
        for (String row : rows) {
            String[] cells = row.split(" \\| ");
            assertEquals(3, cells.length, row);
            keys.add(cells[0].replace("| `", "").replace("`", ""));
        }
        assertEquals(new TreeSet<>(Keys.all().keySet()), keys);
        assertTrue(
                rows.contains("| `train.batch.size` | `16` | " + Keys.all().get(Keys.BATCH_SIZE).documentation + " |"));
        assertTrue(ConfigDocs.markdown().contains("| `model.layers` | none: must be set | Units of"));
    }
}
