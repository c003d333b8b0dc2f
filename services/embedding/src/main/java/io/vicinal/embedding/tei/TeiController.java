package io.vicinal.embedding.tei;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelLease;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.Encoded;
import io.vicinal.embedding.text.Input;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.Options;
import io.vicinal.embedding.text.Prompts;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.StreamedJson;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.SparseVector;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
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
import tools.jackson.core.JsonGenerator;

/** TEI's endpoints for the default model, errors included. */
@RestController
public class TeiController {
    /** A vector for each token: 32 texts of 512 tokens are 25 MB already. */
    private static final int MAX_TEXTS_BY_TOKEN = 32;

    private static final String PER_TOKEN = "vectors of tokens";
    private static final String SPARSE = "sparse vectors";

    private final Models models;
    private final RequestEncoder requests;
    private final TokenizerThreads threads;
    private final StreamedJson json;

    public TeiController(Models models, RequestEncoder requests, TokenizerThreads threads, StreamedJson json) {
        this.json = json;
        this.models = models;
        this.requests = requests;
        this.threads = threads;
    }

    @PostMapping("/embed")
    Mono<ResponseEntity<Flux<DataBuffer>>> embed(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Embed.class).flatMap(body -> {
            boolean normalised = !Boolean.FALSE.equals(body.normalize());
            List<Input> inputs = required(body.inputs(), "inputs");
            return models.with(
                    null,
                    model -> requests.dense(
                                    model,
                                    inputs,
                                    options(body, model),
                                    TextRules.dimensions(body.dimensions(), model),
                                    normalised)
                            .map(vectors -> json(
                                    vectors,
                                    (json, vector, _) ->
                                            StreamedJson.numbers(json, vector.value(), 0, vector.value().length))));
        });
    }

    @PostMapping("/embed_all")
    Mono<ResponseEntity<Flux<DataBuffer>>> embedAll(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Embed.class).flatMap(body -> {
            List<Input> inputs = required(body.inputs(), "inputs");
            if (inputs.size() > MAX_TEXTS_BY_TOKEN) {
                throw ProblemType.TOO_LARGE.exception(
                        "inputs", "A vector for each token is made of at most %d texts.".formatted(MAX_TEXTS_BY_TOKEN));
            }
            return models.with(
                    null,
                    model -> requests.encode(model, inputs, options(body, model), perToken(model))
                            .map(texts -> json(texts, (json, text, _) -> {
                                TokenVectors vectors = text.value();
                                json.writeStartArray();
                                for (int row = 0; row < vectors.count(); row++) {
                                    StreamedJson.numbers(
                                            json, vectors.values(), row * vectors.dimensions(), vectors.dimensions());
                                }
                                json.writeEndArray();
                            })));
        });
    }

    @PostMapping("/embed_sparse")
    Mono<ResponseEntity<Flux<DataBuffer>>> embedSparse(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Embed.class).flatMap(body -> {
            List<Input> inputs = required(body.inputs(), "inputs");
            return models.with(null, model -> {
                TextRules.requireKind(model, SPARSE, ModelKind.SPARSE);
                OutputReader<SparseVector> reader =
                        TextRules.requireLocal(model, SPARSE).sparse();
                return requests.encode(model, inputs, options(body, model), _ -> reader)
                        .map(texts -> json(texts, (json, text, _) -> write(json, text.value())));
            });
        });
    }

    /** TEI's {@code SparseValue}s. */
    private static void write(JsonGenerator json, SparseVector vector) {
        json.writeStartArray();
        for (int i = 0; i < vector.ids().length; i++) {
            json.writeStartObject();
            json.writeNumberProperty("index", vector.ids()[i]);
            json.writeNumberProperty("value", vector.weights()[i]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @PostMapping("/similarity")
    Mono<List<Float>> similarity(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Similarity.class).flatMap(body -> {
            String prompt = body.parameters() == null ? null : body.parameters().promptName();
            List<Input> sentences = sentences(body);
            return models.with(null, model -> {
                Options options = new Options("sentences", body.truncation(), Prompts.named(prompt, model), false);
                return requests.dense(model, sentences, options, model.card().dimensions(), true)
                        .map(TeiController::toFirst);
            });
        });
    }

    @PostMapping("/tokenize")
    Mono<List<List<TokenList.SimpleToken>>> tokenize(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Tokenize.class).map(body -> {
            try (ModelLease lease = models.lease(null)) {
                Model model = lease.model();
                String prompt = Prompts.named(body.promptName(), model);
                boolean special = !Boolean.FALSE.equals(body.addSpecialTokens());
                return required(body.inputs(), "inputs").stream()
                        .map(input -> switch (input) {
                            case Input.Text(String text) ->
                                TokenList.of(prompt + TextRules.checked(text, "inputs"), special, model.tokenizer());
                            case Input.TokenIds _ ->
                                throw ProblemType.WRONG_TYPE.exception("inputs", "\"inputs\" must be texts.");
                        })
                        .toList();
            }
        });
    }

    @PostMapping("/decode")
    Mono<List<String>> decode(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Decode.class).map(body -> {
            try (ModelLease lease = models.lease(null)) {
                Model model = lease.model();
                boolean skip = !Boolean.FALSE.equals(body.skipSpecialTokens());
                return required(body.ids(), "ids").stream()
                        .map(input -> switch (input) {
                            case Input.TokenIds(long[] ids) ->
                                model.tokenizer().decode(TextRules.inVocabulary(ids, model, "ids"), skip);
                            case Input.Text _ ->
                                throw ProblemType.WRONG_TYPE.exception("ids", "\"ids\" must be token ids.");
                        })
                        .toList();
            }
        });
    }

    @GetMapping("/info")
    Info info() {
        try (ModelLease lease = models.lease(null)) {
            return Info.of(
                    lease.model(),
                    models.all().stream()
                            .flatMap(model -> Stream.ofNullable(model.card()))
                            .toList());
        }
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

    private static Options options(TeiRequests.Embed body, Model model) {
        return new Options(
                "inputs",
                body.truncation(),
                Prompts.named(body.promptName(), model),
                Boolean.TRUE.equals(body.deterministic()));
    }

    private <T> ResponseEntity<Flux<DataBuffer>> json(List<T> elements, StreamedJson.Writer<T> writer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.array("[", elements, writer, "]"));
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

    /** Of a dense model each token's as the graph gives it; of a late-interaction model those it compares. */
    private static Function<ModelText, OutputReader<TokenVectors>> perToken(Model model) {
        TextRules.requireKind(model, PER_TOKEN, ModelKind.DENSE, ModelKind.LATE_INTERACTION);
        TextEncoder encoder = TextRules.requireLocal(model, PER_TOKEN);
        return encoder.kind() == ModelKind.LATE_INTERACTION
                ? text -> encoder.tokenVectors(text.ids())
                : _ -> TeiController::asTheyAre;
    }

    private static TokenVectors asTheyAre(FloatBuffer rows, int first, int tokens, int dimensions) {
        float[] vectors = new float[tokens * dimensions];
        rows.get(first * dimensions, vectors);
        return new TokenVectors(tokens, dimensions, vectors);
    }
}
