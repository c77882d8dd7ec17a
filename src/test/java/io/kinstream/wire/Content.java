package io.kinstream.wire;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The whole content of nested records, lists and arrays as text, floats by their bits: to compare bit for bit. */
final class Content {
    private Content() {}

    static String of(Object value) {
        if (value instanceof Float number) {
            return Integer.toHexString(Float.floatToRawIntBits(number)) + "f";
        }
        if (value instanceof Double number) {
            return Long.toHexString(Double.doubleToLongBits(number)) + "d";
        }
        if (value instanceof Record data) {
            return data.getClass().getSimpleName() + components(data);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Content::of).toList().toString();
        }
        if (value != null && value.getClass().isArray()) {
            return elements(value).toString();
        }
        return String.valueOf(value);
    }

    private static List<String> elements(Object array) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(of(Array.get(array, i)));
        }
        return elements;
    }

    private static List<String> components(Record data) {
        List<String> components = new ArrayList<>();
        for (RecordComponent component : data.getClass().getRecordComponents()) {
            try {
                components.add(
                        component.getName() + "=" + of(component.getAccessor().invoke(data)));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return components;
    }
}
