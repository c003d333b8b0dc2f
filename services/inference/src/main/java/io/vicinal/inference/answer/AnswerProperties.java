package io.vicinal.inference.answer;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Grounded answers, and the language model that words them: any server that speaks OpenAI's chat completions.
 *
 * @param baseUrl of the server, such as http://127.0.0.1:8000/v1; without one the documents' own sentences answer
 * @param apiKey shown as a bearer token; none without one
 * @param model its name at the server
 * @param promptTokens the most tokens of a prompt, taken to be three bytes each: what the model reads, less what it writes
 * @param maxTokens the most tokens of an answer; eight characters for each is where one is cut that does not keep to it
 * @param temperature how freely it words; 0 says the same each time
 * @param connectTimeout how long a connection may take, and the wait for one of those allowed at once
 * @param firstTokenTimeout how long it may take to begin
 * @param stallTimeout how long it may pause between tokens
 * @param timeout of an answer in all, within the deadline of who asks
 * @param attempts at most, and only as long as no token has come
 * @param retryAfter the longest pause that the server may ask for and get
 * @param requests the most at once
 */
@ConfigurationProperties("vicinal.inference.answer")
public record AnswerProperties(
        @Nullable URI baseUrl,
        @Nullable String apiKey,
        @DefaultValue("default") String model,
        @DefaultValue("6000") int promptTokens,
        @DefaultValue("800") int maxTokens,
        @DefaultValue("0") double temperature,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("20s") Duration firstTokenTimeout,
        @DefaultValue("10s") Duration stallTimeout,
        @DefaultValue("50s") Duration timeout,
        @DefaultValue("3") int attempts,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("32") int requests) {

    /** So that the rules, the question and some text fit. */
    private static final int LEAST_PROMPT = 1000;

    public AnswerProperties {
        if (baseUrl != null && baseUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "vicinal.inference.answer.base-url is expected to be a URL with a host, and is " + baseUrl);
        }
        if (promptTokens < LEAST_PROMPT || maxTokens < 1 || attempts < 1 || requests < 1) {
            throw new IllegalArgumentException("bounds of vicinal.inference.answer out of range: prompt-tokens "
                    + promptTokens + " (at least " + LEAST_PROMPT + "), max-tokens " + maxTokens + ", attempts "
                    + attempts + ", requests " + requests);
        }
    }

    /** The key is not for logs. */
    @Override
    public String toString() {
        return "AnswerProperties[" + baseUrl + ", " + model + "]";
    }
}
