package io.vicinal.embedding.openai;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.Encoded;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.Options;
import io.vicinal.embedding.text.Prompts;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.StreamedJson;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.embedding.text.TokenizerThreads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** OpenAI's embeddings, errors included. */
@RestController
public class OpenAiController {
    private final Models models;
    private final RequestEncoder requests;
    private final TokenizerThreads threads;
    private final StreamedJson json;

    public OpenAiController(Models models, RequestEncoder requests, TokenizerThreads threads, StreamedJson json) {
        this.json = json;
        this.models = models;
        this.requests = requests;
        this.threads = threads;
    }

    @PostMapping("/v1/embeddings")
    Mono<ResponseEntity<Flux<DataBuffer>>> embeddings(ServerHttpRequest request) {
        return threads.read(request, EmbeddingsRequest.class).flatMap(this::embeddings);
    }

    private Mono<ResponseEntity<Flux<DataBuffer>>> embeddings(EmbeddingsRequest request) {
        StreamedJson.Writer<Encoded<float[]>> writer = writer(request);
        Inputs inputs = request.input();
        if (inputs == null) {
            throw ProblemType.MISSING_VALUE.exception("input", "\"input\" is required: a text, or several.");
        }
        return models.with(
                request.model(),
                model -> requests.dense(
                                model,
                                inputs.each(),
                                new Options(
                                        "input",
                                        Options.Truncation.REFUSE,
                                        Prompts.named(request.promptName(), model),
                                        Boolean.TRUE.equals(request.deterministic())),
                                TextRules.dimensions(request.dimensions(), model),
                                true)
                        .map(vectors -> ResponseEntity.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(json.array(
                                        "{\"object\":\"list\",\"data\":[", vectors, writer, tail(model, vectors)))));
    }

    @ExceptionHandler
    ResponseEntity<OpenAiError> failed(Throwable failure, ServerWebExchange exchange) {
        return OpenAiError.answer(failure, exchange);
    }

    private static StreamedJson.Writer<Encoded<float[]>> writer(EmbeddingsRequest request) {
        OutputType type = Objects.requireNonNullElse(request.outputDtype(), OutputType.FLOAT32);
        return switch (request.encodingFormat()) {
            case null -> (json, vector, index) -> writeNumbers(json, vector.value(), index, type);
            case "float" -> (json, vector, index) -> writeNumbers(json, vector.value(), index, type);
            case "base64" -> (json, vector, index) -> writeBase64(json, vector.value(), index, type);
            case String other ->
                throw ProblemType.INVALID_VALUE.exception(
                        "encoding_format", "\"encoding_format\" is \"%s\"; it is float or base64.".formatted(other));
        };
    }

    private static void writeNumbers(JsonGenerator json, float[] vector, int index, OutputType type) {
        start(json, index);
        json.writeStartArray();
        for (float value : vector) {
            type.write(value, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeBase64(JsonGenerator json, float[] vector, int index, OutputType type) {
        ByteBuffer packed = ByteBuffer.allocate(vector.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            type.pack(value, packed);
        }
        start(json, index);
        json.writeBinary(packed.array());
        json.writeEndObject();
    }

    private static void start(JsonGenerator json, int index) {
        json.writeStartObject();
        json.writeStringProperty("object", "embedding");
        json.writeNumberProperty("index", index);
        json.writeName("embedding");
    }

    private static String tail(Model model, List<Encoded<float[]>> vectors) {
        long tokens = vectors.stream().mapToLong(Encoded::tokens).sum();
        return "],\"model\":%s,\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
                .formatted(Json.mapper().writeValueAsString(model.name()), tokens, tokens);
    }
}
