package io.vicinal.embedding.openai;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.ModelState;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.TokenizerThreads;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** OpenAI's models, which here come and go. An id may hold a slash, written so or as {@code %2F}. */
@RestController
public class ModelsController {

    record ModelList(String object, List<ModelObject> data) {}

    record Deleted(String id, String object, boolean deleted) {}

    /** @param model of the class path, in the folder of models, or on the hub */
    record LoadRequest(@Nullable String model) {}

    private final Models models;
    private final TokenizerThreads threads;

    public ModelsController(Models models, TokenizerThreads threads) {
        this.models = models;
        this.threads = threads;
    }

    @GetMapping("/v1/models")
    ModelList list() {
        return new ModelList("list", models.all().stream().map(ModelObject::of).toList());
    }

    @GetMapping("/v1/models/{*id}")
    ModelObject one(@PathVariable String id) {
        String name = name(id);
        ModelState state = models.all().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> models.unknown(name));
        return ModelObject.of(state);
    }

    /** Answers when the model is loaded; a caller that goes, or comes again, changes nothing about that. */
    @PostMapping("/v1/models")
    Mono<ModelObject> load(ServerHttpRequest request) {
        return threads.read(request, LoadRequest.class).flatMap(body -> {
            if (body.model() == null || body.model().isBlank()) {
                throw ProblemType.MISSING_VALUE.exception("model", "\"model\" is required: the model to load.");
            }
            String model = body.model();
            return Mono.fromFuture(() -> models.load(model)).map(ModelObject::of);
        });
    }

    /** Answers when the model is gone. */
    @DeleteMapping("/v1/models/{*id}")
    Mono<Deleted> unload(@PathVariable String id) {
        String name = name(id);
        return Mono.fromRunnable(() -> models.unload(name))
                .subscribeOn(Schedulers.boundedElastic())
                .thenReturn(new Deleted(name, "model", true));
    }

    @ExceptionHandler
    ResponseEntity<OpenAiError> failed(Throwable failure, ServerWebExchange exchange) {
        return OpenAiError.answer(failure, exchange);
    }

    /** What follows the slash. */
    private static String name(String rest) {
        return rest.substring(1);
    }
}
