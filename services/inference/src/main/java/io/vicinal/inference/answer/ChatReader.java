package io.vicinal.inference.answer;

import io.vicinal.contracts.inference.Answer.Degradation;
import io.vicinal.contracts.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the events of one streamed chat completion, in order. Whatever a server sends is bounded: text by its characters, and
 * events without any by their bytes.
 */
final class ChatReader {
    private static final String DONE = "[DONE]";
    /** Of a token: the longest words of the vocabularies in use are longer, and their mean is half of this. */
    private static final int CHARACTERS_A_TOKEN = 8;
    /** Of a token's event: its text and what is said around it. */
    private static final int BYTES_A_TOKEN = 2048;

    private static final int BYTES_BESIDE = 64 << 10;

    private final long mostCharacters;
    private final long mostBytes;
    private long characters;
    private long bytes;
    private boolean done;
    private boolean truncated;

    ChatReader(int maxTokens) {
        this.mostCharacters = (long) maxTokens * CHARACTERS_A_TOKEN;
        this.mostBytes = BYTES_BESIDE + (long) maxTokens * BYTES_A_TOKEN;
    }

    /**
     * What an event adds to the answer; empty where it is of something else, such as the model's thinking.
     *
     * @throws UpstreamException where it is not of the protocol, or tells of an error
     */
    String read(String data) {
        if (data.strip().equals(DONE)) {
            done = true;
            return "";
        }
        bytes += data.length();
        if (bytes > mostBytes) {
            return cut("");
        }
        JsonNode event = parse(data);
        if (event.has("error")) {
            throw UpstreamException.maybeBilled(Degradation.UPSTREAM_UNAVAILABLE, "it told of an error as it answered");
        }
        JsonNode choice = event.path("choices").path(0);
        if (!event.path("choices").isArray()) {
            throw garbage("an event without choices");
        }
        JsonNode finish = choice.path("finish_reason");
        if (finish.isString()) {
            done = true;
            truncated |= finish.asString().equals("length");
        }
        JsonNode content = choice.path("delta").path("content");
        return content.isString() ? added(content.asString()) : "";
    }

    private String added(String text) {
        characters += text.length();
        return characters > mostCharacters
                ? cut(text.substring(0, (int) (text.length() - (characters - mostCharacters))))
                : text;
    }

    /** The end of what is read of it: the connection is closed then. */
    private String cut(String last) {
        done = true;
        truncated = true;
        return last;
    }

    private static JsonNode parse(String data) {
        try {
            JsonNode event = Json.mapper().readTree(data);
            if (event.isObject()) {
                return event;
            }
        } catch (JacksonException e) {
            throw garbage("an event that is no JSON");
        }
        throw garbage("an event that is no object");
    }

    private static UpstreamException garbage(String what) {
        return UpstreamException.maybeBilled(Degradation.UPSTREAM_GARBAGE, "it sent " + what);
    }

    /** Whether the answer has come to its end. */
    boolean isDone() {
        return done;
    }

    /** Whether its end is missing: the model's own limit or ours. */
    boolean isTruncated() {
        return truncated;
    }
}
