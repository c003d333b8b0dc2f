package io.vicinal.inference.answer;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.contracts.inference.AnswerQuery.Passage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tests ask. */
final class Questions {
    static final String TOWER =
            "The Eiffel Tower was completed in 1889. It is 330 metres tall. Gustave Eiffel's company designed it.";
    static final String BRIDGE =
            "The Golden Gate Bridge opened in 1937. Its main span is 1,280 metres long. It is painted orange.";

    static AnswerQuery bridge(AnswerMethod method) {
        return question(
                method,
                "How many metres long is the main span of the bridge?",
                List.of(
                        new Passage("bridge", "The bridge", BRIDGE, 100, 0.9),
                        new Passage("tower", null, TOWER, 0, 0.2)));
    }

    static AnswerQuery question(AnswerMethod method, String question, List<Passage> passages) {
        return new AnswerQuery("things", null, question, question, List.of(), passages, method, 3);
    }

    /** Patient for a second and a half. */
    static AnswerProperties properties(@Nullable URI url) {
        Duration patience = Duration.ofMillis(1500);
        return new AnswerProperties(
                url,
                "a-secret",
                "some-model",
                2000,
                200,
                0,
                Duration.ofSeconds(1),
                patience,
                patience,
                Duration.ofSeconds(20),
                3,
                Duration.ofSeconds(2),
                4);
    }

    static AnswerController controller(AnswerProperties properties, EmbeddingApi embedding, MeterRegistry metrics) {
        return new AnswerConfiguration().answerController(properties, embedding, metrics);
    }

    private Questions() {}
}
