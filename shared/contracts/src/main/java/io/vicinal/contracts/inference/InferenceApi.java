package io.vicinal.contracts.inference;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What a collection's documents tell of texts: labels, numbers, how strange they are, and examples for their prompts. All fail with {@code ProblemException}: unknown collection, a
 * field that does not fit, a request over its limits, a service that is needed and away.
 */
@HttpExchange("/internal/inference")
public interface InferenceApi {

    @PostExchange("/classify/{collection}")
    Mono<ClassifyResult> classify(@PathVariable("collection") String collection, @RequestBody ClassifyRequest asked);

    @PostExchange("/regress/{collection}")
    Mono<RegressResult> regress(@PathVariable("collection") String collection, @RequestBody RegressRequest asked);

    /** Documents that serve as examples in a prompt about a text. */
    @PostExchange("/examples/{collection}")
    Mono<ExamplesResult> examples(@PathVariable("collection") String collection, @RequestBody ExamplesRequest asked);

    /** How strange texts are to the documents. */
    @PostExchange("/novelty/{collection}")
    Mono<NoveltyResult> novelty(@PathVariable("collection") String collection, @RequestBody NoveltyRequest asked);

    /** Learns from all that there is now, unless that has been done; answers with the report when it is done. */
    @PostExchange("/train/{collection}")
    Mono<JsonNode> train(@PathVariable("collection") String collection, @RequestParam("field") String field);

    /**
     * What to expect of the classifier of a label field, or of the regressor of a number: its report. Trains one where there is
     * none yet, and answers when it is there.
     */
    @GetExchange("/classifier/{collection}")
    Mono<JsonNode> describe(@PathVariable("collection") String collection, @RequestParam("field") String field);
}
