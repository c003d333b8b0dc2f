package io.vicinal.embedding.tei;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.Encoded;
import io.vicinal.embedding.text.Input;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.Options;
import io.vicinal.embedding.text.Prompts;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.StreamedJson;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** TEI's endpoints for one encoder, errors included. */
@RestController
public class TeiController {
    /** A vector for each token: 32 texts of 512 tokens are 25 MB already. */
    private static final int MAX_TEXTS_BY_TOKEN = 32;

    private final TextEncoder encoder;
    private final RequestEncoder requests;
    private final TokenizerThreads threads;

    public TeiController(TextEncoder encoder, RequestEncoder requests, TokenizerThreads threads) {
        this.encoder = encoder;
        this.requests = requests;
        this.threads = threads;
    }

    @PostMapping("/embed")
    Mono<ResponseEntity<Flux<DataBuffer>>> embed(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Embed.class).flatMap(body -> {
            boolean normalised = !Boolean.FALSE.equals(body.normalize());
            return encode(body, encoder.dense(TextRules.dimensions(body.dimensions(), encoder), normalised))
                    .map(vectors -> json(
                            vectors,
                            (json, vector, _) -> StreamedJson.numbers(json, vector.value(), 0, vector.value().length)));
        });
    }

    @PostMapping("/embed_all")
    Mono<ResponseEntity<Flux<DataBuffer>>> embedAll(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Embed.class).flatMap(body -> {
            if (required(body.inputs(), "inputs").size() > MAX_TEXTS_BY_TOKEN) {
                throw ProblemType.TOO_LARGE.exception(
                        "inputs", "A vector for each token is made of at most %d texts.".formatted(MAX_TEXTS_BY_TOKEN));
            }
            return encode(body, TeiController::tokenVectors)
                    .map(texts -> json(texts, (json, text, _) -> {
                        json.writeStartArray();
                        int dimensions = encoder.dimensions();
                        for (int from = 0; from < text.value().length; from += dimensions) {
                            StreamedJson.numbers(json, text.value(), from, dimensions);
                        }
                        json.writeEndArray();
                    }));
        });
    }

    @PostMapping("/embed_sparse")
    Mono<ResponseEntity<Flux<DataBuffer>>> embedSparse(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Embed.class).flatMap(_ -> {
            throw ProblemType.MODEL_FAILED.exception(
                    null, "The model \"%s\" has no sparse vectors.".formatted(encoder.name()));
        });
    }

    @PostMapping("/similarity")
    Mono<List<Float>> similarity(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Similarity.class).flatMap(body -> {
            String prompt = body.parameters() == null ? null : body.parameters().promptName();
            Options<float[]> options = new Options<>(
                    "sentences",
                    body.truncation(),
                    Prompts.named(prompt, encoder),
                    false,
                    encoder.dense(encoder.dimensions(), true));
            return requests.encode(sentences(body), options).map(TeiController::toFirst);
        });
    }

    @PostMapping("/tokenize")
    Mono<List<List<TokenList.SimpleToken>>> tokenize(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Tokenize.class).map(body -> {
            String prompt = Prompts.named(body.promptName(), encoder);
            boolean special = !Boolean.FALSE.equals(body.addSpecialTokens());
            return required(body.inputs(), "inputs").stream()
                    .map(input -> switch (input) {
                        case Input.Text(String text) ->
                            TokenList.of(prompt + TextRules.checked(text, "inputs"), special, encoder);
                        case Input.TokenIds _ ->
                            throw ProblemType.WRONG_TYPE.exception("inputs", "\"inputs\" must be texts.");
                    })
                    .toList();
        });
    }

    @PostMapping("/decode")
    Mono<List<String>> decode(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Decode.class).map(body -> {
            boolean skip = !Boolean.FALSE.equals(body.skipSpecialTokens());
            return required(body.ids(), "ids").stream()
                    .map(input -> switch (input) {
                        case Input.TokenIds(long[] ids) ->
                            encoder.tokenizer().decode(TextRules.inVocabulary(ids, encoder, "ids"), skip);
                        case Input.Text _ ->
                            throw ProblemType.WRONG_TYPE.exception("ids", "\"ids\" must be token ids.");
                    })
                    .toList();
        });
    }

    @GetMapping("/info")
    Info info() {
        return Info.of(encoder);
    }

    /** An encoder that could not load does not start. */
    @GetMapping("/health")
    ResponseEntity<Void> health() {
        return ResponseEntity.ok().build();
    }

    @ExceptionHandler
    ResponseEntity<TeiError> failed(Throwable failure, ServerWebExchange exchange) {
        return TeiError.answer(failure, exchange);
    }

    private <T> Mono<List<Encoded<T>>> encode(TeiRequests.Embed body, OutputReader<T> reader) {
        Options<T> options = new Options<>(
                "inputs",
                body.truncation(),
                Prompts.named(body.promptName(), encoder),
                Boolean.TRUE.equals(body.deterministic()),
                reader);
        return requests.encode(required(body.inputs(), "inputs"), options);
    }

    private static <T> ResponseEntity<Flux<DataBuffer>> json(List<T> elements, StreamedJson.Writer<T> writer) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(StreamedJson.array("[", elements, writer, "]"));
    }

    private static List<Input> required(@Nullable Inputs inputs, String field) {
        if (inputs == null) {
            throw ProblemType.WRONG_TYPE.exception(field, "\"%s\" is required.".formatted(field));
        }
        return inputs.each();
    }

    /** The source sentence, then those that are compared with it. */
    private static List<Input> sentences(TeiRequests.Similarity body) {
        TeiRequests.Similarity.Sentences inputs = body.inputs();
        if (inputs == null || inputs.sourceSentence() == null || inputs.sentences() == null) {
            throw ProblemType.WRONG_TYPE.exception(
                    "inputs", "\"inputs\" must hold a \"source_sentence\" and \"sentences\".");
        }
        if (inputs.sentences().isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception("sentences", "\"sentences\" holds no text.");
        }
        if (inputs.sentences().size() >= Inputs.MAX_TEXTS) {
            throw ProblemType.TOO_LARGE.exception(
                    "sentences", "\"sentences\" has more than %d texts.".formatted(Inputs.MAX_TEXTS - 1));
        }
        List<Input> all = new ArrayList<>();
        all.add(new Input.Text(TextRules.checked(inputs.sourceSentence(), "source_sentence")));
        for (int i = 0; i < inputs.sentences().size(); i++) {
            String sentence = inputs.sentences().get(i);
            all.add(new Input.Text(TextRules.checked(sentence == null ? "" : sentence, "sentences[" + i + "]")));
        }
        return all;
    }

    private static List<Float> toFirst(List<Encoded<float[]>> vectors) {
        float[] source = vectors.getFirst().value();
        return vectors.stream().skip(1).map(other -> dot(source, other.value())).toList();
    }

    private static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return (float) sum;
    }

    /** {@code [tokens × dimensions]}, as the model gives them. */
    private static float[] tokenVectors(FloatBuffer rows, int first, int tokens, int dimensions) {
        float[] vectors = new float[tokens * dimensions];
        rows.get(first * dimensions, vectors);
        return vectors;
    }
}
