package io.vicinal.relevance.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.JudgedQuery;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes what was judged to {@code vicinal.judged-queries}, at a bounded rate, behind the back of the search: it never waits
 * and never fails for it. What is left out is counted, and feedback on it matches nothing.
 */
public final class QueryLog implements AutoCloseable {
    private static final int QUEUE = 1_000;

    private final LogWriter log;
    private final MeterRegistry metrics;
    private final TokenBucket rate;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("query-log").daemon().factory());

    /**
     * @param perSecond queries that are logged; 0 logs none
     * @param burst that may be logged at once after quiet
     */
    public QueryLog(LogWriter log, double perSecond, int burst, MeterRegistry metrics) {
        this.log = log;
        this.metrics = metrics;
        this.rate = new TokenBucket(perSecond, perSecond == 0 ? 0 : burst, System.nanoTime());
    }

    /** @param relevance {@code double[hits]} */
    public void offer(
            RankedList list,
            Collection collection,
            ListFeatures features,
            double[] relevance,
            double threshold,
            int model) {
        if (relevance.length == 0) {
            return;
        }
        if (!rate.take(System.nanoTime())) {
            count("over_rate");
            return;
        }
        try {
            writer.execute(() -> write(list, collection, features, relevance, threshold, model));
        } catch (RejectedExecutionException _) {
            count("queue_full");
        }
    }

    private void write(
            RankedList list,
            Collection collection,
            ListFeatures features,
            double[] relevance,
            double threshold,
            int model) {
        int hits = Math.min(RelevanceApi.LIST, relevance.length);
        float[] shown = new float[hits];
        for (int i = 0; i < hits; i++) {
            shown[i] = (float) relevance[i];
        }
        JudgedQuery query = new JudgedQuery(
                list.queryId(),
                collection.name(),
                collection.version(),
                collection.createdAt(),
                Instant.now(),
                model,
                threshold,
                list.hits().stream().limit(hits).map(RankedHit::documentId).toList(),
                shown,
                Feature.NAMES,
                features.values(hits));
        log.write(new ProducerRecord<>(
                        Topics.JUDGED_QUERIES,
                        0,
                        list.queryId().getBytes(UTF_8),
                        Json.mapper().writeValueAsBytes(query),
                        EventHeaders.event(EventHeaders.QUERY_JUDGED, "/vicinal/relevance")))
                .whenComplete((_, failure) -> count(failure == null ? "written" : "failed"));
    }

    private void count(String outcome) {
        metrics.counter("vicinal.relevance.query.log", "outcome", outcome).increment();
    }

    /** What is queued is left: it is a sample. */
    @Override
    public void close() {
        writer.shutdownNow();
    }
}
