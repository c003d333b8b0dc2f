package io.vicinal.embedding.remote;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A model of another server.
 *
 * @param url of the API: {@code https://host/v1} for OpenAI's shape, {@code https://host} for TEI's
 * @param api whose shape the server speaks
 * @param model the model's name there; its name here without one
 * @param apiKey shown as a bearer token; none without one
 * @param maxTokens the most tokens of a text, counted by the tokenizer below
 * @param tokenizer a tokenizer.json; the tokenizer of the model of the class path without one
 * @param queryPrefix put in front of a query
 * @param passagePrefix put in front of a passage
 * @param batchTexts the most texts of a request
 * @param requests the most requests at once; one of several is kept for queries
 * @param queueTexts the most texts that wait, of requests and of the log each
 * @param timeout of a request, answer included; what {@code Retry-After} may ask for at most
 * @param attempts at each request, with growing, random pauses
 * @param patience how long texts of the log wait for a server that is away before they go to the dead letters
 */
public record RemoteSettings(
        URI url,
        @DefaultValue("openai") RemoteShape api,
        @Nullable String model,
        @Nullable String apiKey,
        @DefaultValue("512") int maxTokens,
        @Nullable Path tokenizer,
        @DefaultValue("") String queryPrefix,
        @DefaultValue("") String passagePrefix,
        @DefaultValue("32") int batchTexts,
        @DefaultValue("4") int requests,
        @DefaultValue("1024") int queueTexts,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("4") int attempts,
        @DefaultValue("5m") Duration patience) {

    public RemoteSettings {
        if (url == null || url.getHost() == null) {
            throw new IllegalArgumentException("a remote model needs a url with a host, and has " + url);
        }
        if (maxTokens < 8 || batchTexts < 1 || requests < 1 || queueTexts < 1 || attempts < 1) {
            throw new IllegalArgumentException("bounds of a remote model out of range: " + maxTokens + ", " + batchTexts
                    + ", " + requests + ", " + queueTexts + ", " + attempts);
        }
    }
}
