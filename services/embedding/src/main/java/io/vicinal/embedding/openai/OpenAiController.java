package io.vicinal.embedding.openai;

import static io.vicinal.embedding.text.StreamedJson.numbers;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.text.Encoded;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.Options;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.StreamedJson;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.TextEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** OpenAI's embeddings and models, errors included. */
@RestController
public class OpenAiController {
    /** OpenAI's {@code Model}; {@code created} in seconds since 1970. */
    record Model(String id, String object, long created, String ownedBy) {}

    record Models(String object, List<Model> data) {}

    private final TextEncoder encoder;
    private final RequestEncoder requests;
    private final TokenizerThreads threads;
    private final long loadedAt = Instant.now().getEpochSecond();

    public OpenAiController(TextEncoder encoder, RequestEncoder requests, TokenizerThreads threads) {
        this.encoder = encoder;
        this.requests = requests;
        this.threads = threads;
    }

    @PostMapping("/v1/embeddings")
    Mono<ResponseEntity<Flux<DataBuffer>>> embeddings(ServerHttpRequest request) {
        return threads.read(request, EmbeddingsRequest.class).flatMap(this::embeddings);
    }

    private Mono<ResponseEntity<Flux<DataBuffer>>> embeddings(EmbeddingsRequest request) {
        checkModel(request.model());
        StreamedJson.Writer<Encoded<float[]>> writer = writer(request.encodingFormat());
        Inputs inputs = request.input();
        if (inputs == null) {
            throw ProblemType.MISSING_VALUE.exception("input", "\"input\" is required: a text, or several.");
        }
        Options<float[]> options = new Options<>(
                "input",
                Options.Truncation.REFUSE,
                "",
                Boolean.TRUE.equals(request.deterministic()),
                encoder.dense(TextRules.dimensions(request.dimensions(), encoder), true));
        return requests.encode(inputs.each(), options)
                .map(vectors -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(StreamedJson.array("{\"object\":\"list\",\"data\":[", vectors, writer, tail(vectors))));
    }

    @GetMapping("/v1/models")
    Models models() {
        return new Models("list", List.of(model()));
    }

    @GetMapping("/v1/models/{id}")
    Model model(@PathVariable String id) {
        checkModel(id);
        return model();
    }

    private Model model() {
        return new Model(encoder.name(), "model", loadedAt, "vicinal");
    }

    @ExceptionHandler
    ResponseEntity<OpenAiError> failed(Throwable failure, ServerWebExchange exchange) {
        return OpenAiError.answer(failure, exchange);
    }

    private void checkModel(@Nullable String model) {
        if (model != null && !model.equals(encoder.name())) {
            throw ProblemType.UNKNOWN_MODEL.exception(
                    "model", "There is no model \"%s\" here; there is \"%s\".".formatted(model, encoder.name()));
        }
    }

    private static StreamedJson.Writer<Encoded<float[]>> writer(@Nullable String encodingFormat) {
        return switch (encodingFormat) {
            case null -> OpenAiController::writeNumbers;
            case "float" -> OpenAiController::writeNumbers;
            case "base64" -> OpenAiController::writeBase64;
            default ->
                throw ProblemType.INVALID_VALUE.exception(
                        "encoding_format",
                        "\"encoding_format\" is \"%s\"; it is float or base64.".formatted(encodingFormat));
        };
    }

    private static void writeNumbers(JsonGenerator json, Encoded<float[]> vector, int index) {
        start(json, index);
        numbers(json, vector.value(), 0, vector.value().length);
        json.writeEndObject();
    }

    private static void writeBase64(JsonGenerator json, Encoded<float[]> vector, int index) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.value().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector.value());
        start(json, index);
        json.writeBinary(bytes.array());
        json.writeEndObject();
    }

    private static void start(JsonGenerator json, int index) {
        json.writeStartObject();
        json.writeStringProperty("object", "embedding");
        json.writeNumberProperty("index", index);
        json.writeName("embedding");
    }

    private String tail(List<Encoded<float[]>> vectors) {
        long tokens = vectors.stream().mapToLong(Encoded::tokens).sum();
        return "],\"model\":%s,\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
                .formatted(Json.mapper().writeValueAsString(encoder.name()), tokens, tokens);
    }
}
