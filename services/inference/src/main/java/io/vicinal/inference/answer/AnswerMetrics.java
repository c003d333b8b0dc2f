package io.vicinal.inference.answer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Sentence;
import java.util.Locale;

/** How answers went. */
final class AnswerMetrics {
    private static final String NAME = "vicinal.inference.answer";
    private final MeterRegistry registry;

    AnswerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** One answer, from question to its last word. */
    void answered(Timer.Sample sample, Answer answer) {
        ended(sample, !answer.answered() ? "none" : answer.degraded() ? "degraded" : "answered");
        for (Sentence sentence : answer.sentences()) {
            counter("sentences", "Sentences of answers", "supported", String.valueOf(sentence.supported()))
                    .increment();
        }
    }

    void ended(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder(NAME + ".duration")
                .description("An answer from its passages to its last word")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry));
    }

    /** How a request to the language model ended, or that it was sent again. */
    void upstream(String outcome) {
        counter("upstream", "Requests to the language model by outcome", "outcome", outcome)
                .increment();
    }

    /** Numbers in answers of passages that the model was not given. */
    void dropped(int citations) {
        Counter.builder(NAME + ".citations.dropped")
                .description("Citations of passages that the language model was not given")
                .register(registry)
                .increment(citations);
    }

    void watch(CircuitBreaker circuit) {
        Gauge.builder(NAME + ".circuit.open", circuit, c -> c.getState() == CircuitBreaker.State.OPEN ? 1 : 0)
                .description("1 while the language model is left alone because it failed too often")
                .register(registry);
    }

    private Counter counter(String name, String description, String tag, String value) {
        return Counter.builder(NAME + "." + name)
                .description(description)
                .tag(tag, value)
                .register(registry);
    }
}
