package io.kinstream.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an expression in PromQL asks for: which series, and by which labels it groups them. */
record Promql(List<Selector> selectors, Set<String> groupedBy) {

    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|[a-zA-Z_:][\\w:]*|\\d[\\w.]*|[=!]~|!=|\\S");
    private static final Pattern LABEL_MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool");

    /** One series or more, by name and labels. */
    record Selector(String name, List<LabelMatcher> labels) {
        boolean matches(Series series) {
            return series.name().equals(name)
                    && labels.stream()
                            .allMatch(label -> label.matches(series.labels().getOrDefault(label.name(), "")));
        }
    }

    /** What is asked of one label. */
    record LabelMatcher(String name, String operator, String value) {
        boolean matches(String actual) {
            boolean regex = operator.endsWith("~");
            return operator.startsWith("!") != (regex ? actual.matches(value) : actual.equals(value));
        }
    }

    /** One line of a scrape, or of the figures of a test. */
    record Series(String name, Map<String, String> labels) {
        static Series parse(String text) {
            int brace = text.indexOf('{');
            Map<String, String> labels = new TreeMap<>();
            LABEL_MATCHER.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(3)));
            return new Series(brace < 0 ? text.split(" ")[0] : text.substring(0, brace), labels);
        }
    }

    static Promql parse(String expression) {
        List<String> tokens =
                TOKEN.matcher(expression).results().map(MatchResult::group).toList();
        List<Selector> selectors = new ArrayList<>();
        Set<String> groupedBy = new TreeSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (!token.matches("[a-zA-Z_:].*") || OPERATORS.contains(token) || GROUPING.contains(next)) {
                continue;
            }
            if (next.equals("(")) {
                if (GROUPING.contains(token)) {
                    List<String> labels = tokens.subList(
                            i + 2, i + tokens.subList(i, tokens.size()).indexOf(")"));
                    labels.stream().filter(label -> !label.equals(",")).forEach(groupedBy::add);
                    i += labels.size() + 2;
                }
            } else if (next.equals("{")) {
                List<String> labels = tokens.subList(
                        i + 2, i + tokens.subList(i, tokens.size()).indexOf("}"));
                selectors.add(new Selector(token, matchers(String.join("", labels))));
                i += labels.size() + 2;
            } else {
                selectors.add(new Selector(token, List.of()));
            }
        }
        return new Promql(selectors, groupedBy);
    }

    private static List<LabelMatcher> matchers(String text) {
        List<LabelMatcher> matchers = new ArrayList<>();
        Matcher matcher = LABEL_MATCHER.matcher(text);
        while (matcher.find()) {
            matchers.add(new LabelMatcher(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
        return matchers;
    }
}
