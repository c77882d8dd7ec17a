package io.kinstream.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON by the letter of RFC 8259, for tests that must not trust the parser they test. Objects keep repeated names, and
 * numbers their text. Beyond the RFC it reads the words for what is no number (NaN, Infinity), nests 200 levels at most,
 * and takes numbers of at most 1000 characters.
 */
public final class PlainJson {

    /** A number as it is written. */
    public record Number(String text) {}

    /** An object's fields in their order. */
    public record Fields(List<Map.Entry<String, Object>> all) {

        /** The values of a name. */
        public List<Object> values(String name) {
            return all.stream()
                    .filter(field -> field.getKey().equals(name))
                    .<Object>map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** The value null. */
    public static final Object NULL = new Object();

    private static final int DEEPEST = 200;
    private static final int LONGEST_NUMBER = 1000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");
    private static final Pattern WORD = Pattern.compile("[-+]?[A-Za-z]+");

    private final String text;
    private int at;
    private int depth;

    private PlainJson(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is not JSON */
    public static Object parse(String text) {
        PlainJson json = new PlainJson(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private Object value() {
        space();
        char first = peek();
        if (first == '{' || first == '[') {
            if (++depth > DEEPEST) {
                throw wrong();
            }
            Object nested = first == '{' ? object() : array();
            depth--;
            return nested;
        }
        if (first == '"') {
            return string();
        }
        return Character.isDigit(first) || first == '-' && at + 1 < text.length() && isDigit(text.charAt(at + 1))
                ? number()
                : word();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private Fields object() {
        List<Map.Entry<String, Object>> fields = new ArrayList<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return new Fields(fields);
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            fields.add(Map.entry(name, value()));
            space();
        } while (another('}'));
        return new Fields(fields);
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value());
            space();
        } while (another(']'));
        return elements;
    }

    private boolean another(char end) {
        char next = peek();
        at++;
        if (next != ',' && next != end) {
            throw wrong();
        }
        return next == ',';
    }

    private Number number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt() || number.group().length() > LONGEST_NUMBER) {
            throw wrong();
        }
        at = number.end();
        if (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || ".+-".indexOf(text.charAt(at)) >= 0)) {
            throw wrong();
        }
        return new Number(number.group());
    }

    private Object word() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw wrong();
        }
        at = word.end();
        return switch (word.group()) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> NULL;
            case "NaN" -> new Number("NaN");
            case "Infinity", "INF", "+Infinity", "+INF" -> new Number("Infinity");
            case "-Infinity", "-INF" -> new Number("-Infinity");
            default -> throw wrong();
        };
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char kind = next();
        int plain = "\"\\/bfnrt".indexOf(kind);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        String hex = at + 4 <= text.length() ? text.substring(at, at + 4) : "";
        if (kind != 'u' || !hex.matches("[0-9a-fA-F]{4}")) {
            throw wrong();
        }
        at += 4;
        return (char) Integer.parseInt(hex, 16);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char c) {
        if (next() != c) {
            throw wrong();
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not JSON at " + at);
    }
}
