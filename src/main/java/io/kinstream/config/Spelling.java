package io.kinstream.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Finds what was meant by a key that does not exist. */
final class Spelling {

    private Spelling() {}

    /** The problem with an unknown key, with a suggestion written as the key was: as a key or as a variable. */
    static String unknown(String key, String origin, Collection<String> known) {
        boolean variable = origin.equals(Settings.variable(key));
        String name = variable ? origin : key;
        String advice = nearest(key, known)
                .map(meant -> "did you mean " + (variable ? Settings.variable(meant) : meant) + "?")
                .orElse("config/kinstream.properties lists them all");
        return name + " must be a known key, but was not: " + advice;
    }

    /** The known key that was probably meant, if any is near. */
    static Optional<String> nearest(String key, Collection<String> known) {
        if (AdminClientConfig.configNames().contains(key)) {
            return Optional.of(Keys.KAFKA_PREFIX + key);
        }
        int tolerance = Math.max(2, key.length() / 4);
        return known.stream()
                .filter(candidate -> edits(key, candidate) <= tolerance)
                .min(Comparator.comparingInt(candidate -> edits(key, candidate)));
    }

    /** Levenshtein distance: how many characters to insert, delete or replace to turn one word into the other. */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
