package io.kinstream.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.docker.Promql.Selector;
import io.kinstream.docker.Promql.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromqlTest {

    @Test
    void everySeriesThatAnExpressionAsksForIsFound() {
        Promql asked = Promql.parse("""
                sum by (job, topic) (rate(a_total{topic=~".+[.](b|c)", kind!="by (d)"}[$__rate_interval])) > 1e3
                unless on (job) e offset 10m >= 0 or max_over_time(f[5m:1m]) * on (job, instance) 0.5 * g ^ 2""");

        assertEquals(
                List.of("a_total", "e", "f", "g"),
                asked.selectors().stream().map(Selector::name).toList());
        assertEquals(Set.of("job", "topic", "instance"), asked.groupedBy());
        assertEquals(
                "[LabelMatcher[name=topic, operator==~, value=.+[.](b|c)],"
                        + " LabelMatcher[name=kind, operator=!=, value=by (d)]]",
                asked.selectors().get(0).labels().toString());
    }

    @Test
    void aSeriesMustHaveTheNameAndWhatIsAskedOfItsLabels() {
        Series series = Series.parse("a{topic=\"x.pairs\",le=\"+Inf\"} 12.0");
        assertEquals(new Series("a", Map.of("topic", "x.pairs", "le", "+Inf")), series);
        assertEquals(new Series("b", Map.of()), Series.parse("b 1"));

        for (String matching : List.of("a", "a{topic=~\".+[.]pairs\"}", "a{other=\"\"}", "a{topic!=\"x\"}")) {
            assertTrue(matches(matching, series), matching);
        }
        for (String other : List.of("b", "a{topic=\"x\"}", "a{topic=~\"pairs\"}", "a{other=\"x\"}", "a{le!~\".+\"}")) {
            assertFalse(matches(other, series), other);
        }
    }

    private static boolean matches(String selector, Series series) {
        return Promql.parse(selector).selectors().get(0).matches(series);
    }
}
