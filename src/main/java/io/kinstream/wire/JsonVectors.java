package io.kinstream.wire;

import io.kinstream.nn.Features;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The vectors of an event: {@code [0.1, …]} or {@code {"indices": [3, 17], "values": [0.5, 1.0]}}. */
final class JsonVectors {
    private final JsonFields in;
    private final int inputs;
    private final int capacity;

    /** @param inputs how many features the encoder takes */
    JsonVectors(JsonFields in, int inputs) {
        this.in = in;
        this.inputs = inputs;
        // An element takes two bytes at least, so that the event's size bounds what is allocated for it.
        capacity = Math.min(inputs, in.length() / 2);
    }

    /** A side of a pair: an item id or an object with features. */
    Side side(String name) throws IOException, BadEventException {
        return switch (in.token()) {
            case VALUE_STRING -> new Side.Id(id(name));
            case START_OBJECT -> new Side.Inline(features(name, name + "."));
            default -> throw in.wrong(name, "an item id (a string) or {\"features\": …}");
        };
    }

    /** The vector in the present object. */
    Features features(String owner, String prefix) throws IOException, BadEventException {
        String path = prefix + EventFields.FEATURES;
        Features features = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            if (name.equals(EventFields.FEATURES)) {
                features = vector(owner, in.once(path, features));
            } else {
                in.skip();
            }
        }
        return in.given(path, features);
    }

    private String id(String name) throws IOException, BadEventException {
        String id = in.text();
        if (id.isEmpty()) {
            throw in.wrong(name, "an item id, not empty");
        }
        // Half a surrogate pair has no UTF-8 form: as a key it would become the id "?".
        if (hasHalfSurrogatePair(id)) {
            throw in.wrong(name, "an item id of valid Unicode");
        }
        if (id.getBytes(StandardCharsets.UTF_8).length > EventDecoder.MAX_ID_BYTES) {
            throw in.wrong(name, "an item id of at most " + EventDecoder.MAX_ID_BYTES + " bytes");
        }
        return id;
    }

    private static boolean hasHalfSurrogatePair(String id) {
        for (int i = 0, codePoint; i < id.length(); i += Character.charCount(codePoint)) {
            codePoint = id.codePointAt(i);
            if (Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint)) {
                return true;
            }
        }
        return false;
    }

    private Features vector(String owner, String path) throws IOException, BadEventException {
        return switch (in.token()) {
            case START_ARRAY -> dense(owner, path);
            case START_OBJECT -> sparse(owner, path);
            default -> throw in.wrong(path, "an array of numbers or {\"indices\": …, \"values\": …}");
        };
    }

    private Features dense(String owner, String path) throws IOException, BadEventException {
        float[] values = floats(owner, path);
        if (values.length != inputs) {
            throw wrongCount(owner, values.length);
        }
        return new Features.Dense(values);
    }

    private Features sparse(String owner, String path) throws IOException, BadEventException {
        String indicesPath = path + '.' + EventFields.INDICES;
        String valuesPath = path + '.' + EventFields.VALUES;
        int[] indices = null;
        float[] values = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case EventFields.INDICES -> indices = indices(in.once(indicesPath, indices));
                case EventFields.VALUES -> values = floats(owner, in.once(valuesPath, values));
                default -> in.skip();
            }
        }
        in.given(indicesPath, indices);
        in.given(valuesPath, values);
        if (indices.length != values.length) {
            throw new BadEventException(
                    Reason.WRONG_SHAPE,
                    valuesPath + " must be as many as indices, " + indices.length + ", but was " + values.length);
        }
        return sorted(indices, values, indicesPath);
    }

    /** Both arrays in the order of the indices, which users need not keep. */
    private static Features sorted(int[] indices, float[] values, String path) throws BadEventException {
        if (isAscending(indices)) {
            return new Features.Sparse(indices, values);
        }
        long[] pairs = new long[indices.length];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (long) indices[i] << 32 | Float.floatToRawIntBits(values[i]) & 0xffff_ffffL;
        }
        Arrays.sort(pairs);
        for (int i = 0; i < pairs.length; i++) {
            indices[i] = (int) (pairs[i] >>> 32);
            values[i] = Float.intBitsToFloat((int) pairs[i]);
            if (i > 0 && indices[i] == indices[i - 1]) {
                throw new BadEventException(
                        Reason.INDEX_REPEATED, path + " must be different, but " + indices[i] + " was given again");
            }
        }
        return new Features.Sparse(indices, values);
    }

    private static boolean isAscending(int[] indices) {
        for (int i = 1; i < indices.length; i++) {
            if (indices[i] <= indices[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private float[] floats(String owner, String path) throws IOException, BadEventException {
        in.expectArray(path);
        float[] values = new float[capacity];
        int count = in.plainFloats(values);
        while (in.nextElement()) {
            float value = in.element(path, count);
            if (count < capacity) {
                values[count] = value;
            }
            count++;
        }
        if (count > inputs) {
            throw wrongCount(owner, count);
        }
        return count == capacity ? values : Arrays.copyOf(values, count);
    }

    private int[] indices(String path) throws IOException, BadEventException {
        in.expectArray(path);
        int[] indices = new int[capacity];
        int count = in.plainIndices(indices, inputs);
        while (in.nextElement()) {
            int index = in.index(path, count, inputs);
            if (count == inputs) {
                throw new BadEventException(
                        Reason.INDEX_REPEATED,
                        path + " must be different, but was more than the " + inputs + " there are");
            }
            indices[count++] = index;
        }
        return count == capacity ? indices : Arrays.copyOf(indices, count);
    }

    private BadEventException wrongCount(String owner, int count) {
        return new BadEventException(
                Reason.WRONG_FEATURE_COUNT, owner + " has " + count + " features, but the encoder takes " + inputs);
    }
}
