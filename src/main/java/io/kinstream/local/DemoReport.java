package io.kinstream.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a demo came to.
 *
 * @param seconds from the first pair that was sent to the last version in service
 * @param embeddings items that have a vector of the last version
 * @param knn5Accuracy share of held-out items whose class five nearest training items tell, by consumed embeddings
 * @param knn5Raw the same by raw features
 * @param knn5Pca the same by as many principal components as an embedding has numbers
 * @param blas what multiplied the matrices
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DemoReport(
        long pairs,
        double seconds,
        double pairsPerSecond,
        int embeddings,
        long deadLetters,
        String modelId,
        long modelVersion,
        double prequentialLoss,
        double auc,
        double threshold,
        @JsonProperty("knn5_accuracy") double knn5Accuracy,
        @JsonProperty("knn5_raw") double knn5Raw,
        @JsonProperty("knn5_pca") double knn5Pca,
        String blas,
        String java) {

    /** Writes the report as JSON. */
    public void write(Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), this);
    }
}
