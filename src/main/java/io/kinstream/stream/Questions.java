package io.kinstream.stream;

import io.kinstream.monitor.RefusedException;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.Comparison;
import io.kinstream.wire.EmbeddingAnswer;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.SameAnswer;
import io.kinstream.wire.Side;
import java.util.List;

/** Answers what is asked over HTTP of one item or of two, with the model in service. */
record Questions(ModelInService model, Items items) {

    private interface Question {
        byte[] answeredBy(ServedModel served) throws BadEventException, RefusedException;
    }

    /**
     * Embeds the features of one request.
     *
     * @param request JSON {@code {"features":…}}, whatever its content type
     */
    byte[] embed(byte[] request) throws RefusedException {
        return answer(served -> {
            Features features = served.decoder().features(request, List.of());
            ModelManifest manifest = served.manifest();
            return new EmbeddingAnswer(served.embed(features), manifest.modelId(), manifest.modelVersion()).toJson();
        });
    }

    /**
     * Says whether the two items of a request are the same: how far apart they are, and how sure that is.
     *
     * @param request JSON {@code {"left":L,"right":R}}, L and R an id or {@code {"features":…}}
     */
    byte[] same(byte[] request) throws RefusedException {
        return answer(served -> {
            Comparison pair = served.decoder().comparison(request);
            double distance = served.distance(features(pair.left()), features(pair.right()));
            return SameAnswer.of(distance, served.manifest()).toJson();
        });
    }

    private Features features(Side side) throws RefusedException {
        return side instanceof Side.Inline item ? item.features() : items.get(((Side.Id) side).id());
    }

    private byte[] answer(Question question) throws RefusedException {
        ServedModel served = model.current();
        if (served == null) {
            throw RefusedException.noModel();
        }
        try {
            return question.answeredBy(served);
        } catch (BadEventException problem) {
            throw RefusedException.badRequest(problem.reason().word(), problem.getMessage());
        }
    }
}
